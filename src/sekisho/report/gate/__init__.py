"""The gate of a build: which findings decide, and what machines are told of them."""
