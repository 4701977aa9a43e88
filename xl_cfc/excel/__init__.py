"""The only modules that know workbooks: the form's layout, its writer and reader, the consolidated workbook."""
