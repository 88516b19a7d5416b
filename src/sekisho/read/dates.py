"""Dates as people in Japan write them: Western or era years, any width of digits.

Era bounds are those of the Cabinet orders on era names: a date belongs to an era from the first
day of the era on.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

# NFKC turns the one-character eras (U+32FF, U+337B to U+337E) into these names.
_ERAS: tuple[tuple[str, str, date, date], ...] = (
    ("令和", "R", date(2019, 5, 1), date.max),
    ("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    ("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    ("大正", "T", date(1912, 7, 30), date(1926, 12, 24)),
    ("明治", "M", date(1868, 1, 25), date(1912, 7, 29)),
)
_DAY = r"(\d{1,2})"
_YEAR_FIRST = re.compile(
    rf"(\d{{4}})\s*(?:[-/.]\s*{_DAY}\s*[-/.]\s*{_DAY}|年\s*{_DAY}\s*月\s*{_DAY}\s*日)\Z"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_ERA = re.compile(
    r"(令和|平成|昭和|大正|明治|[RHSTM])\.?\s*(元|\d{1,2})\s*"
    rf"(?:[-/.]\s*{_DAY}\s*[-/.]\s*{_DAY}|年\s*{_DAY}\s*月\s*{_DAY}\s*日)\Z"
)
_DAY_OR_MONTH_FIRST = re.compile(r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*(\d{4}|\d{2})\Z")
_TIME = re.compile(r"[T ]00:00(:00(\.0+)?)?\Z")
_WEEKDAY = re.compile(r"\s*\([月火水木金土日]\)\Z")


class NotADateError(ValueError):
    """The text is no date; `why` is `form`, `missing`, `ambiguous` or `era`.

    `form`: in no form we know; `missing`: in a known form, but the calendar has no such day;
    `ambiguous`: day and month could be exchanged; `era`: the day lies outside the era.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read_date(text: str) -> date:
    """Reads a date; raises `NotADateError`.

    Read are `2026-11-27`, `2026/11/27`, `2026.11.27`, `2026年11月27日` (a weekday in brackets
    may follow), `20261127`, `令和8年11月27日`, `R8.11.27`, `平成元年1月8日`, in any width.
    """
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    plain = _WEEKDAY.sub("", _TIME.sub("", plain))
    if found := _YEAR_FIRST.match(plain):
        year, *rest = found.groups()
        return _day(int(year), rest)
    if found := _COMPACT.match(plain):
        return _day(int(found.group(1)), list(found.groups()[1:]))
    if found := _ERA.match(plain):
        era, year, *rest = found.groups()
        return _era_day(era, year, rest)
    raise NotADateError("ambiguous" if _DAY_OR_MONTH_FIRST.match(plain) else "form")


def _day(year: int, rest: list[str | None]) -> date:
    month, day = (int(part) for part in rest if part is not None)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADateError("missing") from error


def _era_day(era: str, year: str, rest: list[str | None]) -> date:
    first, last = next(
        (first, last) for name, letter, first, last in _ERAS if era in (name, letter)
    )
    number = 1 if year == "元" else int(year)
    if number == 0:
        raise NotADateError("era")
    day = _day(first.year + number - 1, rest)
    if not first <= day <= last:
        raise NotADateError("era")
    return day
