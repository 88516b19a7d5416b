"""A case drawn: its dates, its parties, its findings by subject, what its software changes."""
