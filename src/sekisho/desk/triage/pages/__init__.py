"""What a month leaves behind to read: a page for each update, an index, a table."""
