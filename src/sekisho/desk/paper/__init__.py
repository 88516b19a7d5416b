"""Paper: pages and print, made of plain text that is escaped wherever it goes."""
