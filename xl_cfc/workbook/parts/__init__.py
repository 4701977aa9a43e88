"""Packages and their XML: the inside of an opened workbook, for nobody outside this room."""
