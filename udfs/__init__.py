"""Worksheet functions: the library's scoring, called from a cell. Thin wrappers, nothing decided here."""
