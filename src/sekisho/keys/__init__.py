"""Signing, verifying and commitments, thin over cryptography."""
