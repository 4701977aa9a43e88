"""What a consolidated workbook remembers from merge to merge: what people typed into it, and what merges saw.

Pure data and functions; `xl_cfc.consolidation.sheets` writes it into the workbook and reads it back.
"""
