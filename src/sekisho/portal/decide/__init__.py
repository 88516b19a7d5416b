"""Decisions: a text, two signatures over its digest, and the act that follows."""
