"""What lies beside a filing: its events, statements and notes."""
