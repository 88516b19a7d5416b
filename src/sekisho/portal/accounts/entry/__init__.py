"""Signing in: second factors, sessions, lockout, identity brokers."""
