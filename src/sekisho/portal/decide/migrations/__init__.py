"""The tables of decide, step by step."""
