"""What every format of VEX is read with: values of the right kind, words, moments, caps."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sekisho.model.vex.document import Justification

MOST_STATEMENTS = 100_000
MOST_PRODUCTS = 500_000
"""A document with more statements, or more products named in them, is read up to here."""

PROSE = 500
"""Characters kept of what a statement says in prose."""

_ID = 400
_MOST_IDS = 50
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)\Z", re.ASCII
)
_WORDS: frozenset[Justification] = frozenset(
    {
        "component_not_present",
        "vulnerable_code_not_present",
        "vulnerable_code_not_in_execute_path",
        "vulnerable_code_cannot_be_controlled_by_adversary",
        "inline_mitigations_already_exist",
    }
)


def mapping(value: Any) -> dict[str, Any]:
    """Gives an object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def listing(value: Any) -> list[Any]:
    """Gives a list, an empty one for anything else."""
    return value if isinstance(value, list) else []


def text(value: Any, most: int = _ID) -> str:
    """Gives a text without its margins and cut to a length, an empty one for anything else."""
    return value.strip()[:most].strip() if isinstance(value, str) else ""


def ids_of(values: list[Any]) -> tuple[str, ...]:
    """Gives the ids of one vulnerability, each once; none has as many as the cap."""
    return texts(values)[:_MOST_IDS]


def texts(values: Any) -> tuple[str, ...]:
    """Gives the texts of a list, each once."""
    return tuple(dict.fromkeys(found for value in listing(values) if (found := text(value))))


def number_text(value: Any) -> str:
    """Gives a version that may be written as a number or as a text."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        return str(value)
    return text(value)


def justification(word: str) -> Justification:
    """Gives one of the five words, an empty one for any other."""
    return next((known for known in _WORDS if known == word), "")


def moment(written: str) -> datetime | None:
    """Reads a point in time (RFC 3339 with an offset, no leap second); `None` for what is none."""
    found = _MOMENT.match(written)
    if not found:
        return None
    *parts, fraction, zone = found.groups()
    try:
        read = datetime(*(int(part) for part in parts), tzinfo=UTC)  # type: ignore[arg-type,misc]
        read += timedelta(microseconds=int((fraction or "0")[:6].ljust(6, "0")))
        if zone in "Zz":
            return read
        hours, minutes = int(zone[1:3]), int(zone[4:])
        if hours > 23 or minutes > 59:
            return None
        shift = timedelta(hours=hours, minutes=minutes)
        return read - shift if zone[0] == "+" else read + shift
    except (ValueError, OverflowError):
        return None


def point(*steps: str | int) -> str:
    """Gives a JSON pointer (RFC 6901)."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)
