"""The mutation run: every number, comparison and date changed once, to see whether a case notices."""
