"""Countries and days as list publishers write them."""

from __future__ import annotations

import re
from datetime import date, datetime

from sekisho.model.values.country import read_country

_ASIDE = re.compile(r"\s*[(（].*?[)）]")
_DAY = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)")
_WORDED_DAY = re.compile(r"([A-Z][a-z]+ \d{1,2}, \d{4})")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_NAMED_MONTH = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]{2})[a-z]* (\d{4})\b")
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_CENTURY_TURNS_AT = 50
"""Two-digit years from 50 on are of the last century: the oldest lists here are of the 1970s."""


def country_code(text: str) -> str:
    """Gives the ISO code of a published country name, empty when it is none.

    Reads `Korea, North`, `Bahamas, The`, `North Korea (DPRK)` and two names on two lines; a
    region or a people is no country.
    """
    for line in (text, *text.splitlines()):
        bare = _ASIDE.sub("", line).strip()
        last, _, first = bare.partition(", ")
        for name in (line, bare, f"{first} {last}".strip()):
            if found := read_country(name):
                return found
    return ""


def day_of(text: str) -> date | None:
    """Gives the first day written in a text: ISO, `June 21, 2022`, `21 Jun 2022` or the American `6/21/22`."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        pass
    days = [day for day in (*_slashed(text), *_worded(text), *_named(text)) if day]
    return min(days, default=None)


def day_first(text: str) -> date | None:
    """Gives the day in a text of a publisher who writes the day first: `24/03/2007`, `5.9.2016`."""
    found = _DAY_FIRST.search(text)
    if found is None:
        return day_of(text)
    day, month, year = map(int, found.groups())
    return _valid(year, month, day)


def _slashed(text: str) -> list[date | None]:
    found = []
    for month, day, year in _DAY.findall(text):
        full = int(year)
        if len(year) == 2:
            full += 1900 if full >= _CENTURY_TURNS_AT else 2000
        found.append(_valid(full, int(month), int(day)))
    return found


def _worded(text: str) -> list[date | None]:
    found: list[date | None] = []
    for words in _WORDED_DAY.findall(text):
        try:
            found.append(datetime.strptime(words, "%B %d, %Y").date())  # noqa: DTZ007 - a day has no zone
        except ValueError:
            found.append(None)
    return found


def _named(text: str) -> list[date | None]:
    """Reads `12 November 2014` and `14 Nov 2007`."""
    found: list[date | None] = []
    for day, month, year in _NAMED_MONTH.findall(text):
        number = _MONTHS.find(month) // 3 + 1 if month in _MONTHS else 0
        found.append(_valid(int(year), number, int(day)))
    return found


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
