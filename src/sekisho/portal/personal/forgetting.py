"""Keys that are destroyed: their rows at once, and what the database still holds of them after.

A deleted row is not gone. SQLite overwrites it (`secure_delete`), but its log holds the page until
the next checkpoint. PostgreSQL never writes over a row: it stays in its page, even after a plain
`VACUUM`, which frees the place and leaves the bytes. So the table of keys is written anew
(`VACUUM FULL`), by a worker, since that cannot be part of a transaction.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from sekisho.portal.personal.models import DataKey
from sekisho.portal.work.table import enqueue

PURGE = "purge_keys"
"""The kind of work that clears what is left of destroyed keys."""
_PATIENCE = "3s"


def forget(names: Collection[str]) -> None:
    """Destroys keys, in the caller's transaction, and asks for what is left to be cleared."""
    if DataKey.objects.filter(name__in=names).delete()[0]:
        enqueue(PURGE, "all")


def purge() -> None:
    """Clears what the database still holds of rows that were deleted; not in a transaction.

    Raises `OperationalError` where others are busy with the table for too long: try again.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [_PATIENCE])
        try:
            cursor.execute("VACUUM FULL personal_datakey")
        finally:
            cursor.execute("RESET lock_timeout")
