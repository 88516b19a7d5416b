"""Benchmarks of reading, matching and comparing software: each module is one bar."""
