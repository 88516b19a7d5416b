"""Conditions of a pack: what they may speak of, and how they are answered."""
