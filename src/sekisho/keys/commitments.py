"""Salted commitments: a sealed document is named outside without anything of it being told.

A plain digest of a sealed document would let anyone test guesses against it, and two equal
documents would be seen to be equal. A commitment under a random salt tells neither, nor the
length; whoever is given the document and the salt can check that it is the one committed to.
"""

from __future__ import annotations

import hashlib
import hmac

from sekisho.keys.base64url import decode, encode

SALT_BYTES = 32
_PREFIX = b"sekisho/commitment/1\0"


def commit(data: bytes, salt: bytes) -> str:
    """Commits to `data`: HMAC-SHA-256 (RFC 2104) keyed with the salt, in base64url.

    `salt` is 32 fresh random bytes, used for one document and kept as secret as the document;
    raises `ValueError` for another length, since equal keys of different length would open the
    same commitment twice.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return encode(hmac.digest(salt, _PREFIX + data, hashlib.sha256))


def opens(commitment: str, data: bytes, salt: bytes) -> bool:
    """Says whether `data` and `salt` are what the commitment was made from, in constant time."""
    if len(salt) != SALT_BYTES:
        return False
    try:
        given = decode(commitment)
    except ValueError:
        return False
    return hmac.compare_digest(given, decode(commit(data, salt)))
