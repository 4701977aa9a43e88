"""The form: layout, content, formulas, the reader, and a file's way to its score."""
