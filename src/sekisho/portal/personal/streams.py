"""Sealing a stream in pieces: each piece authentic, in its order, the last one known as the last.

AES-256-GCM under a key of the document's own. The nonce of a piece is seven random bytes, the
number of the piece, and whether it is the last (the STREAM construction of Hoang, Reyhanitabar,
Rogaway and Vizár, 2015): a piece left out, moved or cut off does not open.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE = 64 * 1024
_HEAD = b"sekisho/sealed/1"
_SALT, _TAG = 7, 16


class BrokenSealError(Exception):
    """What lies there is not what was sealed: cut off, changed, or of another document."""


def seal(chunks: Iterable[bytes], key: bytes, name: str) -> Iterator[bytes]:
    """Seals a stream, bound to the name under which it will lie."""
    cipher, salt = AESGCM(key), os.urandom(_SALT)
    yield _HEAD + salt
    held, number = b"", 0
    for chunk in chunks:
        held += chunk
        while len(held) > PIECE:
            yield cipher.encrypt(_nonce(salt, number, last=False), held[:PIECE], name.encode())
            held, number = held[PIECE:], number + 1
    yield cipher.encrypt(_nonce(salt, number, last=True), held, name.encode())


def unseal(file: BinaryIO, key: bytes, name: str) -> Iterator[bytes]:
    """Opens a sealed file piece by piece; raises `BrokenSealError`."""
    head = file.read(len(_HEAD) + _SALT)
    if len(head) != len(_HEAD) + _SALT or not head.startswith(_HEAD):
        raise BrokenSealError(name)
    cipher, salt, number = AESGCM(key), head[len(_HEAD) :], 0
    piece = file.read(PIECE + _TAG)
    while True:
        following = file.read(PIECE + _TAG)
        try:
            nonce = _nonce(salt, number, last=not following)
            yield cipher.decrypt(nonce, piece, name.encode())
        except InvalidTag as error:
            raise BrokenSealError(name) from error
        if not following:
            return
        piece, number = following, number + 1


def _nonce(salt: bytes, number: int, *, last: bool) -> bytes:
    return salt + number.to_bytes(4, "big") + bytes([last])
