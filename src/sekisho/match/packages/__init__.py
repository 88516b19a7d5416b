"""Packages: their identity, and what changed between two inventories."""
