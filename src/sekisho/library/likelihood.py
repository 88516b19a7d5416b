"""The table of exploitation estimates: fixed rows by CVE number, searched in place.

Two files. `keys` holds, sorted, the CVE numbers as 64 bits (year, then the number in 40 bits);
`rows` holds at the same place the two decimals as written, each an integer and its number of
decimal places, and which feed said so. The whole is checked before it is used.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from sekisho.model.errors import LibraryError
from sekisho.model.reference import Likelihood
from sekisho.model.values.message import message

PARTS = ("keys", "rows")
_ROW = struct.Struct("<IIBBH")
_CVE = re.compile(r"CVE-(\d{4})-(\d{4,12})\Z", re.ASCII)
_DECIMAL = re.compile(r"(\d)(?:\.(\d{1,9}))?\Z", re.ASCII)
_NUMBER_BITS = 40
_ABSENT = 0xFF


def cve_key(cve: str) -> int | None:
    """Gives a CVE id as one integer in the order of year and number; None when it is none."""
    found = _CVE.match(cve)
    if found is None:
        return None
    number = int(found.group(2))
    return int(found.group(1)) << _NUMBER_BITS | number if number >> _NUMBER_BITS == 0 else None


def build_table(rows: Iterable[Likelihood], feeds: Sequence[str]) -> dict[str, bytes]:
    """Makes the two files from rows with decimals of at most nine places; the last row of one CVE is kept.

    `feeds` is the list by whose order a feed is numbered, the same when reading.
    """
    number = {feed: at for at, feed in enumerate(feeds)}
    packed: dict[int, bytes] = {}
    for row in rows:
        key = cve_key(row.cve)
        if key is None:
            continue
        score, score_places = _pack(row.score)
        percentile, percentile_places = _pack(row.percentile)
        packed[key] = _ROW.pack(
            score, percentile, score_places, percentile_places, number[row.feed]
        )
    keys = sorted(packed)
    return {
        "keys": struct.pack(f"<{len(keys)}Q", *keys),
        "rows": b"".join(map(packed.__getitem__, keys)),
    }


def _pack(text: str) -> tuple[int, int]:
    found = _DECIMAL.match(text)
    if found is None:
        return 0, _ABSENT
    whole, part = found.group(1), found.group(2) or ""
    return int(whole + part), len(part)


def _unpack(value: int, places: int) -> str:
    if places == _ABSENT:
        return ""
    digits = str(value).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


class LikelihoodTable:
    """The table opened for reading."""

    def __init__(self, parts: Mapping[str, memoryview], feeds: Sequence[str]) -> None:
        self._feeds = feeds
        self._rows = parts["rows"]
        keys = parts["keys"]
        if len(keys) % 8 or len(keys) // 8 != len(self._rows) // _ROW.size:
            raise LibraryError(message("library.truncated", file="likelihood"))
        self._keys = keys.cast("B").cast("Q")

    def __len__(self) -> int:
        return len(self._keys)

    def get(self, cve: str) -> Likelihood | None:
        """Gives the estimate for a CVE id, None when there is none."""
        key = cve_key(cve)
        if key is None:
            return None
        at = bisect_left(self._keys, key)
        if at == len(self._keys) or self._keys[at] != key:
            return None
        score, percentile, score_places, percentile_places, feed = _ROW.unpack_from(
            self._rows, at * _ROW.size
        )
        return Likelihood(
            feed=self._feeds[feed],
            cve=cve,
            score=_unpack(score, score_places),
            percentile=_unpack(percentile, percentile_places),
        )
