"""Hostile bytes to model: every reader caps before it parses and keeps what it can."""
