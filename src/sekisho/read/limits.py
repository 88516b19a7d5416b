"""The caps every reader obeys before it parses: bytes, depth, counts."""

from __future__ import annotations

import msgspec

from sekisho.model.errors import Place, TooLargeError
from sekisho.model.values.message import message


class Limits(msgspec.Struct, frozen=True):
    """Caps for one document; `nodes` counts values after aliases are expanded."""

    bytes: int = 16 * 1024 * 1024
    depth: int = 64
    nodes: int = 200_000


FILING = Limits()
SBOM = Limits(bytes=256 * 1024 * 1024, depth=200, nodes=20_000_000)
VEX = Limits(bytes=64 * 1024 * 1024, depth=200, nodes=4_000_000)
EVIDENCE = Limits(bytes=1024 * 1024 * 1024)
SHEET = Limits(bytes=32 * 1024 * 1024, nodes=500_000)
FEED = Limits(bytes=4 * 1024 * 1024 * 1024, depth=64, nodes=50_000_000)


def check_size(size: int, limits: Limits, file: str) -> None:
    """Raises `TooLargeError` when a document has more bytes than its cap."""
    if size > limits.bytes:
        raise TooLargeError(
            message(
                "error.too_many_bytes",
                found=size // (1024 * 1024),
                limit=limits.bytes // (1024 * 1024),
            ),
            place=Place(file=file),
            hint=message("error.too_many_bytes.remedy"),
        )
