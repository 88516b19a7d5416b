"""Ed25519 signatures (RFC 8032) over the canonical form of a document.

What is signed is never the document alone: a context goes before it, so that a signature given
for one purpose cannot be presented for another. A valid signature says that the holder of the
key signed these exact contents; who holds a key, and whether it is trusted, is decided elsewhere.
"""

from __future__ import annotations

from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from sekisho.keys.base64url import decode, encode
from sekisho.model.canonical import canonical_bytes
from sekisho.model.case import SignedStatement, Statement

STATEMENT_CONTEXT = "sekisho/signed-statement/1"

_PREFIX = b"sekisho/signature/1\0"
_SIGN_BIT = 0x80

_SMALL_ORDER = frozenset(
    bytes.fromhex(point)
    for point in (
        "00" * 32,
        "01" + "00" * 31,
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    )
)
"""The points of small order, sign bit cleared: under such a "key" one signature fits every text
(RFC 8032 section 5.1.7 leaves them to the verifier).
"""


def public_key(seed: bytes) -> str:
    """Gives the public key of a private key's 32-byte seed, in base64url."""
    return encode(_private(seed).public_key().public_bytes_raw())


def sign(document: Any, context: str, seed: bytes) -> str:
    """Signs the canonical form of `document` for the purpose `context`; gives base64url.

    Raises `ValueError` for an empty context, one with a NUL in it, a seed that has not 32 bytes,
    and a document that has no canonical form.
    """
    return encode(sign_bytes(signed_form(document, context), seed))


def verify(document: Any, context: str, key: str, signature: str) -> bool:
    """Says whether `signature` is that of `key` over `document` for the purpose `context`.

    A key or signature that cannot be read, and a key that is no real one, verify nothing.
    """
    try:
        raw_key, raw_signature = decode(key), decode(signature)
    except ValueError:
        return False
    return verify_bytes(signed_form(document, context), raw_key, raw_signature)


def sign_statement(statement: Statement, seed: bytes) -> SignedStatement:
    """Signs what a person states about a case."""
    signature = sign(statement, STATEMENT_CONTEXT, seed)
    return SignedStatement(statement=statement, key=public_key(seed), signature=signature)


def is_signed(signed: SignedStatement) -> bool:
    """Says whether the key that the statement names signed this very statement."""
    return verify(signed.statement, STATEMENT_CONTEXT, signed.key, signed.signature)


def signed_form(document: Any, context: str) -> bytes:
    """Gives the bytes that are signed: our prefix, the context, a NUL, the canonical form."""
    if not context or "\0" in context:
        raise ValueError(context)
    return _PREFIX + context.encode() + b"\0" + canonical_bytes(document)


def sign_bytes(data: bytes, seed: bytes) -> bytes:
    """Signs bytes as they are: pure Ed25519, 64 bytes."""
    return _private(seed).sign(data)


def verify_bytes(data: bytes, key: bytes, signature: bytes) -> bool:
    """Says whether `signature` is that of the 32-byte public `key` over `data`."""
    if len(key) != 32 or len(signature) != 64 or _is_small_order(key):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_small_order(key: bytes) -> bool:
    return key[:31] + bytes([key[31] & ~_SIGN_BIT]) in _SMALL_ORDER


def _private(seed: bytes) -> Ed25519PrivateKey:
    if len(seed) != 32:
        raise ValueError(f"a seed has 32 bytes, not {len(seed)}")
    return Ed25519PrivateKey.from_private_bytes(seed)
