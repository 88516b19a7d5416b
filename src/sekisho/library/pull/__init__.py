"""Fetching the public feeds: the only room that speaks to a network."""
