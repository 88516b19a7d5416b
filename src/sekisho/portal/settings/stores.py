"""Where things are kept: the database, and the secrets that a site makes for itself once."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any

from sekisho.portal.settings.environment import Environment

_SQLITE = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
PRAGMA foreign_keys=ON;
PRAGMA secure_delete=ON;
PRAGMA cache_size=-8000;
PRAGMA mmap_size=1073741824;
PRAGMA temp_store=MEMORY;
"""
KEPT_OPEN = 60
"""Seconds after which a connection to SQLite is opened anew: opening one costs as much as a page's
questions, and one that is kept for ever would not see that the file was put back from a backup.
"""


def database(wanted: Environment) -> dict[str, Any]:
    """Gives Django's description of the database of a site.

    SQLite takes its write lock when a transaction begins: a deferred one that reads first and
    then writes is refused whenever another has written meanwhile.
    """
    if wanted.database_url is None:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": wanted.data / "portal.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                "init_command": _SQLITE,
            },
            "CONN_MAX_AGE": KEPT_OPEN,
        }
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 (only where it is used)

    known = conninfo_to_dict(wanted.database_url.get_secret_value())
    options = {
        key: value
        for key, value in known.items()
        if key not in {"host", "port", "user", "password", "dbname"}
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": known.get("host", ""),
        "PORT": known.get("port", ""),
        "USER": known.get("user", ""),
        "PASSWORD": known.get("password", ""),
        "NAME": known.get("dbname", ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def kept_secret(wanted: Environment, name: str) -> str:
    """Gives a secret of the data folder, making it when it is first asked for.

    The file can be read by its owner alone. Two processes that start together agree: whoever
    links the file first wins.
    """
    path = wanted.data / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        mine = path.with_name(f".{name}.{os.getpid()}")
        _write(mine, secrets.token_urlsafe(48))
        try:
            os.link(mine, path)
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return path.read_text(encoding="ascii")


def kept_seed(wanted: Environment, name: str) -> bytes:
    """Gives the seed of a signing key of the site: 32 bytes, kept like the other secrets."""
    return hashlib.sha256(kept_secret(wanted, name).encode()).digest()


def _write(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
