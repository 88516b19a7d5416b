"""A plan as a calendar file (RFC 5545): one event of a whole day for each date."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from sekisho.desk.planning.plan import Plan, PlannedCase, PlannedDate
from sekisho.desk.planning.words import case_title
from sekisho.regime.days.calendar import ONE_DAY
from sekisho.report.articles import say_article
from sekisho.report.catalogue import say, say_id

_LONGEST = 75
"""Octets in a line of a calendar file (RFC 5545 section 3.1)."""

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def write_calendar(plan: Plan, lang: str) -> bytes:
    """Writes every date of a plan that has a day; the same plan always gives the same bytes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sekisho//plan//EN",
        "CALSCALE:GREGORIAN",
        *(line for case in plan.cases for line in _events(plan, case, lang)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _events(plan: Plan, case: PlannedCase, lang: str) -> Iterator[str]:
    title = case_title(case, lang)
    for row in case.dates:
        if row.on is None:
            continue
        yield "BEGIN:VEVENT"
        yield f"UID:{_name(plan, case, row)}@sekisho"
        yield f"DTSTAMP:{plan.on:%Y%m%d}T000000Z"
        yield f"DTSTART;VALUE=DATE:{row.on:%Y%m%d}"
        if row.on < row.on.max:
            yield f"DTEND;VALUE=DATE:{row.on + ONE_DAY:%Y%m%d}"
        yield f"SUMMARY:{_text(say_id(f'term.plan.{row.id}', lang))}"
        said = [title, say(row.message, lang), say_article(row.article, lang)]
        yield f"DESCRIPTION:{_text(chr(10).join(part for part in said if part))}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"


def _name(plan: Plan, case: PlannedCase, row: PlannedDate) -> str:
    """Names an event by what it is about, so that a later plan replaces it in a calendar."""
    parts = (plan.regime, plan.go_live.isoformat(), case.id, row.id, row.message.params.get("end"))
    return sha256("|".join(str(part) for part in parts).encode()).hexdigest()[:32]


def _text(text: str) -> str:
    return text.translate(_ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """Breaks a line so that no part has more than 75 octets, never within a character."""
    part, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part += char
        size += octets
    yield part
