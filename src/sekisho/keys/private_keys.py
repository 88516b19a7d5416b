"""Private keys as they are kept: one Ed25519 key in PEM (PKCS #8, RFC 5958 and RFC 8410)."""

from __future__ import annotations

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

_PLAIN = b"-----BEGIN PRIVATE KEY-----"
_ENCRYPTED = b"-----BEGIN ENCRYPTED PRIVATE KEY-----"
_LONGEST_PASSWORD = 1023
"""Bytes; what OpenSSL takes."""


def write_private_key(seed: bytes, password: bytes = b"") -> bytes:
    """Writes the private key of a 32-byte seed as PEM, encrypted when there is a password.

    Raises `ValueError` for a seed of another length and a password of more than 1023 bytes.
    """
    if len(password) > _LONGEST_PASSWORD:
        raise ValueError("the password is too long")
    encryption: KeySerializationEncryption = NoEncryption()
    if password:
        encryption = BestAvailableEncryption(password)
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def read_private_key(data: bytes, password: bytes = b"") -> bytes:
    """Reads the 32-byte seed of a private key in PEM.

    Raises `ValueError`, always with the same words, for what is no PKCS #8, is damaged, holds a
    key of another kind, or is encrypted under another password. A password given for a key that
    is not encrypted is not used.
    """
    encrypted = data.lstrip().startswith(_ENCRYPTED)
    try:
        if encrypted or data.lstrip().startswith(_PLAIN):
            key = load_pem_private_key(data, (password or None) if encrypted else None)
            if isinstance(key, Ed25519PrivateKey):
                return key.private_bytes_raw()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        pass
    # Not chained: what the library says of a key stays with the library.
    raise ValueError("no Ed25519 private key can be read")
