"""Packages to products whose support periods are published, and versions to their release lines."""
