"""Excel workbooks: guarded before they are opened, read as text by cell, written from records."""
