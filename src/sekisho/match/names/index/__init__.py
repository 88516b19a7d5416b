"""The index of names: immutable segments in mapped memory, searched in place.

`segment` holds entries, names and what they are found by, `keys` and `edits` propose, `candidates`
weighs the proposals, `search` compares and orders.
"""

from sekisho.match.names.index.hits import NameHit, NameKind, Route
from sekisho.match.names.index.search import (
    NameIndex,
    build_beside,
    build_changes,
    build_index,
    digests,
)
from sekisho.match.names.index.segment import digest_of

__all__ = [
    "NameHit",
    "NameIndex",
    "NameKind",
    "Route",
    "build_beside",
    "build_changes",
    "build_index",
    "digest_of",
    "digests",
]
