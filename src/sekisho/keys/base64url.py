"""Base64url without padding (RFC 4648 section 5), read strictly: one text for one value."""

from __future__ import annotations

import base64
import re

_ALPHABET = re.compile(r"[A-Za-z0-9_-]*\Z")


def encode(data: bytes) -> str:
    """Writes bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """Reads base64url without padding.

    Raises `ValueError` for padding, white space, foreign characters, and for a last character
    whose unused bits are set, which would be a second spelling of the same bytes.
    """
    if not _ALPHABET.match(text) or len(text) % 4 == 1:
        raise ValueError(text)
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode(data) != text:
        raise ValueError(text)
    return data
