"""The result of the lab as people read it: terminal, page, table, workbook."""
