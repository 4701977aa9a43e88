"""What leaves the house beside form and consolidated workbook: packed forms, notes, lists, reports."""
