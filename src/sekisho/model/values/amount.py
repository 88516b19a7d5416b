"""Exact amounts: what an operator is measured by is a whole number, a decimal or a share."""

from __future__ import annotations

import re
from fractions import Fraction

from sekisho.model.values.ratio import Ratio

_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,18}")
_DECIMAL = re.compile(r"(\d{1,18})\.(\d{1,9})")


class Amount(Fraction):
    """An exact amount, written `812000`, `812,000`, `0.5`, `26%` or `1/3`."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Amount:
        """Reads an amount; raises `ValueError` for anything else, such as a unit behind it."""
        text = text.strip()
        if _WHOLE.fullmatch(text):
            return cls(int(text.replace(",", "")))
        if found := _DECIMAL.fullmatch(text):
            return cls(Fraction(int(found[1] + found[2]), 10 ** len(found[2])))
        return cls(Ratio.parse(text))

    def __str__(self) -> str:
        """Writes a whole number as such, anything else as a share or fraction."""
        return str(self.numerator) if self.denominator == 1 else str(Ratio(self))
