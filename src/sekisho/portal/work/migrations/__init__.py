"""The tables of work, step by step."""
