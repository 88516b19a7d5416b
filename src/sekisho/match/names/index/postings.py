"""Which lines stand under a key: keys are kept as 32-bit hashes, so that a line may also stand
under a key it does not have. Whoever asks compares what is found.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from zlib import crc32

from sekisho.match.names.index.blocks import Numbers, packed, with_sums

_STEP = 4096
_DIVISIONS = 64
_LINE = 0xFFFFFFFF
_NOTHING = memoryview(array("I")).cast("B").cast("I")


class PostingsMaker:
    """Collects (key, line) pairs, divided by key so that few are sorted at a time."""

    def __init__(self) -> None:
        # A pair is one number, the key above the line: these are sorted without a tuple each.
        self._pairs = [array("Q") for _ in range(_DIVISIONS)]

    def add(self, line: int, keys: Iterable[str]) -> None:
        """Puts a line under every key."""
        pairs = self._pairs
        for key in keys:
            number = crc32(key.encode())
            pairs[number >> 26].append(number << 32 | line)

    def files(self, name: str) -> dict[str, bytes]:
        """Makes the files; what was collected is used up."""
        keys, starts, lines = array("I"), array("I"), array("I")
        for division in range(_DIVISIONS):
            pairs = sorted(set(self._pairs[division]))
            self._pairs[division] = array("Q")
            last = -1
            for pair in pairs:
                key = pair >> 32
                if key != last:
                    keys.append(key)
                    starts.append(len(lines))
                    last = key
                lines.append(pair & _LINE)
        starts.append(len(lines))
        return {
            f"{name}.fence": packed(keys[::_STEP]),
            **with_sums(f"{name}.keys", packed(keys)),
            **with_sums(f"{name}.starts", packed(starts)),
            **with_sums(f"{name}.lines", packed(lines)),
        }


class Postings:
    """The lines under each key, in place in mapped memory."""

    def __init__(self, parts: Mapping[str, memoryview], name: str) -> None:
        self._fence = parts[f"{name}.fence"].cast("B").cast("I")
        self._keys = Numbers(parts, f"{name}.keys")
        self._starts = Numbers(parts, f"{name}.starts")
        self._lines = Numbers(parts, f"{name}.lines")

    def get(self, key: str) -> memoryview:
        """Gives the lines under a key in rising order, none where nothing stands there."""
        wanted = crc32(key.encode())
        division = bisect_right(self._fence, wanted) - 1
        if division < 0:
            return _NOTHING
        keys = self._keys.slice(division * _STEP, min((division + 1) * _STEP, len(self._keys)))
        at = bisect_left(keys, wanted)
        if at == len(keys) or keys[at] != wanted:
            return _NOTHING
        first, last = self._starts.slice(division * _STEP + at, division * _STEP + at + 2)
        return self._lines.slice(first, last)
