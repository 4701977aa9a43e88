"""The rule as Excel 2010 formula text: states, measured values, points, conclusion and live checks.

Pure: rule in, text out, without the leading `=`. Cells are named, never addressed, so a formula does not depend on
the layout. Each function says the same as its Python counterpart in `answers`, `scoring` or `checks.predicates`;
the differential tests hold them to it. `IF` is nested where `AND` would evaluate an error behind a false guard.
"""
