"""What an operator keeps beside its filings: its register, its profile, its notes."""
