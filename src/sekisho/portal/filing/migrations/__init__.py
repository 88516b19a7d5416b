"""The tables of filing, step by step."""
