"""Packages to advisories: an index built once, opened in place."""
