"""Files of an index in mapped memory, of which every block is checked before it is first read.

An index of millions of names is too large to be read whole whenever it is opened. Each file has
beside it the checksums of its blocks; they are few, and whoever maps the files checks them whole.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping
from hashlib import blake2b

from sekisho.model.errors import LibraryError
from sekisho.model.values.message import message

CHECKED_BY_BLOCK = ".blk"
"""The end of the name of a file that is checked so."""
_SUMS = ".sums"
_BLOCK = 1 << 14
_SUM_SIZE = 8


def with_sums(name: str, data: bytes | bytearray) -> dict[str, bytes]:
    """Gives a file and its checksums, by their names."""
    sums = b"".join(_sum(data[at : at + _BLOCK]) for at in range(0, len(data), _BLOCK))
    return {f"{name}{CHECKED_BY_BLOCK}": bytes(data), f"{name}{_SUMS}": sums}


def packed(numbers: array[int]) -> bytes:
    """Gives whole numbers as bytes, the same on every machine."""
    if sys.byteorder == "little":
        return numbers.tobytes()
    turned = array(numbers.typecode, numbers)
    turned.byteswap()
    return turned.tobytes()


def _sum(data: bytes | bytearray | memoryview) -> bytes:
    return blake2b(data, digest_size=_SUM_SIZE, person=b"sekisho.block").digest()


class Blocks:
    """A file whose parts are given once their blocks are known to be as they were built.

    Every look may raise `LibraryError` when the file was changed.
    """

    def __init__(self, parts: Mapping[str, memoryview], name: str) -> None:
        self._name = f"{name}{CHECKED_BY_BLOCK}"
        self._data = parts[self._name]
        self._sums = parts[f"{name}{_SUMS}"]
        count = -(-len(self._data) // _BLOCK)
        if len(self._sums) != count * _SUM_SIZE:
            raise LibraryError(message("library.truncated", file=self._name))
        self._seen = bytearray(count)

    def __len__(self) -> int:
        return len(self._data)

    def bytes_of(self, start: int, end: int) -> memoryview:
        """Gives the bytes from `start` until before `end`."""
        self._check(start, end)
        return self._data[start:end]

    def pieces(self, starts: list[int], size: int) -> list[bytes]:
        """Gives pieces of one size by where they begin."""
        data, seen, last = self._data, self._seen, size - 1
        for start in starts:
            if not (seen[start // _BLOCK] and seen[(start + last) // _BLOCK]):
                self._check(start, start + size)
        return [bytes(data[start : start + size]) for start in starts]

    def _check(self, start: int, end: int) -> None:
        for block in range(start // _BLOCK, -(-end // _BLOCK)):
            if not self._seen[block]:
                at = block * _BLOCK
                wanted = self._sums[block * _SUM_SIZE : (block + 1) * _SUM_SIZE]
                if _sum(self._data[at : at + _BLOCK]) != wanted:
                    said = message("library.changed", file=self._name)
                    raise LibraryError(said, hint=message("library.rebuild"))
                self._seen[block] = 1


class Numbers(Blocks):
    """A file of whole numbers of 32 bits, `wide` ones of 64."""

    def __init__(self, parts: Mapping[str, memoryview], name: str, *, wide: bool = False) -> None:
        super().__init__(parts, name)
        self._size = 8 if wide else 4
        if len(self._data) % self._size:
            raise LibraryError(message("library.truncated", file=self._name))
        self._numbers = self._data.cast("B").cast("Q" if wide else "I")

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, at: int) -> int:
        return self.slice(at, at + 1)[0]

    def slice(self, start: int, end: int) -> memoryview:
        """Gives the numbers from `start` until before `end`."""
        first, last = start * self._size // _BLOCK, (end * self._size - 1) // _BLOCK
        if first + 1 < last or not (self._seen[first] and self._seen[last]):
            self._check(start * self._size, end * self._size)
        return self._numbers[start:end]
