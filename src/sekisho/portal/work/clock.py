"""The clock of the portal: that of the database, whichever machine asks.

Machines differ, and an act has its legal day from the clock. So each process knows by how much its
own differs from the database's, and asks again every minute; between, its own goes on.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

_ASK_EVERY = 60.0
_NONE = timedelta(0)


class _Clock:
    """By how much the clock of this machine is behind, and when that was last asked."""

    def __init__(self) -> None:
        self._behind = _NONE
        self._asked: float | None = None

    def now(self) -> datetime:
        """Gives the time; SQLite has no clock but that of this machine."""
        if connection.vendor != "postgresql":
            return timezone.now()
        asked = self._asked
        if asked is None or time.monotonic() - asked > _ASK_EVERY:
            self._behind = self._ask()
            self._asked = time.monotonic()
        return timezone.now() + self._behind

    def _ask(self) -> timedelta:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            (there,) = cursor.fetchone()
        return there - timezone.now()  # type: ignore[no-any-return]  # a column of time


_CLOCK = _Clock()


def database_time() -> datetime:
    """Gives the time of the database."""
    return _CLOCK.now()
