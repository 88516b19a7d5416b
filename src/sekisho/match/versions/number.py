"""Numbers as bytes whose order is the numbers' order."""

from __future__ import annotations

_SMALL: dict[str, bytes] = {}
"""Most numbers of versions are small; looking them up halves the cost of a key."""


def number(digits: str) -> bytes:
    """Writes decimal digits of any length so that comparing bytes compares numbers.

    The form is its own end: a length, then the digits without leading zeros.
    """
    known = _SMALL.get(digits)
    if known is not None:
        return known
    digits = digits.lstrip("0")
    length = len(digits)
    if length < 255:
        return bytes((length,)) + digits.encode()
    return b"\xff" + length.to_bytes(4, "big") + digits.encode()


_SMALL.update({str(small): number(str(small)) for small in range(256)})
