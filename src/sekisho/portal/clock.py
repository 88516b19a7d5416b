"""The one clock that pages, acts and the worker ask."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sekisho.portal.settings.environment import environment
from sekisho.portal.work.clock import database_time

TOKYO = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """Gives the time: the only clock that pages, acts and the worker ask, the database's.

    A demonstration may take it from a file (`SEKISHO_NOW`); any other site refuses to start so.
    """
    given = environment().now
    if given is None:
        return database_time()
    return datetime.fromisoformat(given.read_text(encoding="ascii").strip())


def today() -> date:
    """Gives the day in Tokyo."""
    return now().astimezone(TOKYO).date()
