"""Numbers as bytes whose order is the numbers' order."""

from __future__ import annotations


def number(digits: str) -> bytes:
    """Writes decimal digits of any length so that comparing bytes compares numbers.

    The form is its own end: a length, then the digits without leading zeros.
    """
    digits = digits.lstrip("0")
    length = len(digits)
    if length < 255:
        return bytes((length,)) + digits.encode()
    return b"\xff" + length.to_bytes(4, "big") + digits.encode()
