"""The tables of examine, step by step."""
