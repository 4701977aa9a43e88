"""Chores of the project: system packages, generated pages."""
