"""An immutable table from text keys to byte records, read in place from disk.

The table is three files. `keys` holds the sorted 64-bit hashes of the keys, `offs` where each
record starts (one more than there are records), `recs` the records themselves: an 8-byte
checksum, the length of the key as 16 bits, the key, the value. Opening maps them and reads
nothing; a lookup is one binary search. Several records may share one key.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from sekisho.model.errors import LibraryError
from sekisho.model.values.message import message

PARTS = ("keys", "offs", "recs")
_LENGTH = struct.Struct("<H")
_CHECKSUM_SIZE = 8


def _hash(key: bytes) -> int:
    return int.from_bytes(blake2b(key, digest_size=8).digest(), "little")


def _checksum(data: bytes | memoryview) -> bytes:
    return blake2b(data, digest_size=_CHECKSUM_SIZE, person=b"sekisho.record").digest()


def build(rows: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Makes the three parts of a table from (key, value) rows; equal rows give equal bytes
    in any order.
    """
    packed = []
    for key, value in rows:
        name = key.encode()
        packed.append((_hash(name), name, value))
    packed.sort()
    recs = bytearray()
    offs = [0]
    for _, name, value in packed:
        body = _LENGTH.pack(len(name)) + name + value
        recs += _checksum(body) + body
        offs.append(len(recs))
    return {
        "keys": struct.pack(f"<{len(packed)}Q", *(row[0] for row in packed)),
        "offs": struct.pack(f"<{len(offs)}Q", *offs),
        "recs": bytes(recs),
    }


class Table:
    """A table opened for reading; the parts are bytes or memory maps of the three files."""

    def __init__(self, parts: dict[str, memoryview], name: str = "") -> None:
        self.name = name
        try:
            self._keys = parts["keys"].cast("B").cast("Q")
            self._offs = parts["offs"].cast("B").cast("Q")
        except TypeError as error:
            raise LibraryError(message("library.truncated", file=name)) from error
        self._recs = parts["recs"]
        if len(self._offs) != len(self._keys) + 1 or self._offs[-1] != len(self._recs):
            raise LibraryError(message("library.truncated", file=name))

    def __len__(self) -> int:
        return len(self._keys)

    def get(self, key: str) -> list[bytes]:
        """Gives every value stored under the key, in a fixed order; an empty list when none.

        Raises `LibraryError` when a record's checksum does not fit: the file was changed
        after it was built.
        """
        name = key.encode()
        wanted = _hash(name)
        keys = self._keys
        at = bisect_left(keys, wanted)
        values = []
        while at < len(keys) and keys[at] == wanted:
            found, value = self._record(at)
            if found == name:
                values.append(value)
            at += 1
        return values

    def items(self) -> Iterator[tuple[str, bytes]]:
        """Gives every (key, value) in the order of the table."""
        for at in range(len(self._keys)):
            name, value = self._record(at)
            yield name.decode(), value

    def _record(self, at: int) -> tuple[bytes, bytes]:
        block = self._recs[self._offs[at] : self._offs[at + 1]]
        body = bytes(block[_CHECKSUM_SIZE:])
        if bytes(block[:_CHECKSUM_SIZE]) != _checksum(body):
            raise LibraryError(message("library.changed", file=self.name))
        (length,) = _LENGTH.unpack_from(body)
        start = _LENGTH.size + length
        return body[_LENGTH.size : start], body[start:]
