"""The operator's desk: the register, a month's updates and their memos, dates, the package."""
