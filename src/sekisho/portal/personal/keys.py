"""The master key of a site, and what is sealed under it: the keys of documents, short secrets."""

from __future__ import annotations

import base64
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sekisho.portal.settings.environment import environment
from sekisho.portal.settings.stores import kept_secret

KEY_BYTES = 32
_NONCE = 12


class KeyLostError(Exception):
    """Something was sealed under another master key than this site has now."""


def new_key() -> bytes:
    """Gives a fresh key for one document."""
    return AESGCM.generate_key(KEY_BYTES * 8)


def wrap(key: bytes, context: str) -> bytes:
    """Seals a key (or a short secret) under the master key, bound to what it is for."""
    return seal_under(_master(), key, context)


def unwrap(wrapped: bytes, context: str) -> bytes:
    """Opens what `wrap` sealed for the same purpose; raises `KeyLostError` for anything else."""
    return open_under(_master(), wrapped, context)


def seal_under(key: bytes, text: bytes, context: str) -> bytes:
    """Seals a short text under the key of one document."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text, context.encode())


def open_under(key: bytes, sealed: bytes, context: str) -> bytes:
    """Opens what `seal_under` sealed for the same purpose; raises `KeyLostError`."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], context.encode())
    except InvalidTag as error:
        raise KeyLostError(context) from error


def seal_text(text: str, context: str) -> str:
    """Seals a short text for a column of text."""
    return base64.urlsafe_b64encode(wrap(text.encode(), context)).decode("ascii")


def open_text(sealed: str, context: str) -> str:
    """Opens a short text."""
    return unwrap(base64.urlsafe_b64decode(sealed), context).decode()


def salt_from(key: bytes) -> str:
    """Gives the salt that goes with the key of a document: lost when the key is."""
    derive = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"sekisho/salt/1")
    return base64.urlsafe_b64encode(derive.derive(key)).decode("ascii")


def salt_for(name: str) -> str:
    """Gives the salt of something that has no key of its own, such as a draft."""
    derive = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=f"sekisho/salt/{name}".encode())
    return base64.urlsafe_b64encode(derive.derive(_master())).decode("ascii")


@cache
def _master() -> bytes:
    here = environment()
    secret = here.master_key.get_secret_value() if here.master_key else kept_secret(here, "master")
    derive = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"sekisho/personal/1")
    return derive.derive(secret.encode())
