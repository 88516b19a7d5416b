"""Organisations, the people in them, and who sits at the keyboard."""
