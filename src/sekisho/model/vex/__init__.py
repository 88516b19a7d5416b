"""VEX: what somebody states about vulnerabilities in a product, and what became of it here."""

from __future__ import annotations
