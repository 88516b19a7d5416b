"""Exact ratios: votes and sales shares are fractions, never floating-point numbers."""

from __future__ import annotations

import re
from fractions import Fraction

_PERCENT = re.compile(r"(\d{1,9})(?:\.(\d{1,12}))?\s*%\Z")
_FRACTION = re.compile(r"(\d{1,12})\s*/\s*(\d{1,12})\Z")


class Ratio(Fraction):
    """An exact share of a whole, written `26%`, `33.34%` or `1/3`."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Ratio:
        """Reads `26%`, `33.34 %` or `1/3`; raises `ValueError` for anything else.

        A bare number is refused: `26` could be a percentage or a count, `0.26` a share.
        """
        text = text.strip()
        if found := _PERCENT.match(text):
            whole, part = found.group(1), found.group(2) or ""
            return cls(Fraction(int(whole + part), 100 * 10 ** len(part)))
        if (found := _FRACTION.match(text)) and int(found.group(2)):
            return cls(Fraction(int(found.group(1)), int(found.group(2))))
        raise ValueError(text)

    def __str__(self) -> str:
        """Writes the shortest exact form: a percentage when it ends, else a fraction."""
        hundredths = Fraction(self) * 100
        for places in range(13):
            scaled = hundredths * 10**places
            if scaled.denominator == 1:
                digits = str(scaled.numerator).rjust(places + 1, "0")
                return f"{digits[:-places]}.{digits[-places:]}%" if places else f"{digits}%"
        return f"{self.numerator}/{self.denominator}"
