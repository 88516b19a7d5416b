"""A consistent copy of the database while the portal runs, and its way back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.portal.running.archive.form import POSTGRESQL, SQLITE
from sekisho.portal.settings.environment import Environment
from sekisho.portal.settings.stores import database


def copy(here: Environment, folder: Path) -> Path:
    """Copies the database as it is in one moment into a folder; gives the file.

    SQLite by its own means of backup, PostgreSQL by `pg_dump`. Raises `UsageError`.
    """
    known = database(here)
    if here.database_url is None:
        target, source = folder / SQLITE, Path(known["NAME"])
        if not source.is_file():
            raise UsageError(message("portal.archive.no_database", file=str(source)))
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as taken,
            closing(sqlite3.connect(target)) as made,
        ):
            taken.backup(made)
        return target
    target = folder / POSTGRESQL
    _run(["pg_dump", "--format=custom", "--no-owner", f"--file={target}"], known)
    return target


def is_empty(here: Environment) -> bool:
    """Says whether a PostgreSQL database holds no table; a SQLite one is a file of its own."""
    if here.database_url is None:
        return not Path(database(here)["NAME"]).exists()
    import psycopg  # noqa: PLC0415 (only where it is used)

    asked = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    try:
        with psycopg.connect(here.database_url.get_secret_value()) as server:
            row = server.execute(asked).fetchone()
    except psycopg.OperationalError as error:
        said = str(error).strip().partition("\n")[0]
        raise UsageError(
            message("portal.run.no_database", said=said),
            hint=message("portal.run.no_database.remedy"),
        ) from error
    return row is not None and row[0] == 0


def restore(here: Environment, copied: Path) -> None:
    """Puts a copy in place of an empty database, whole or not at all."""
    known = database(here)
    if here.database_url is None:
        copied.replace(known["NAME"])
        return
    words = ["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction"]
    _run([*words, f"--dbname={known['NAME']}", str(copied)], known)


def _run(words: list[str], known: dict[str, Any]) -> None:
    """Calls a program of PostgreSQL; the password goes by the environment, never by a word."""
    if shutil.which(words[0]) is None:
        raise UsageError(
            message("portal.archive.no_program", program=words[0]),
            hint=message("portal.archive.no_program.remedy"),
        )
    names = {"HOST": "HOST", "PORT": "PORT", "USER": "USER", "PASSWORD": "PASSWORD"}
    given = {f"PG{name}": str(known[key]) for key, name in names.items() if known[key]}
    options = {f"PG{key.upper()}": str(value) for key, value in known["OPTIONS"].items()}
    ended = subprocess.run(
        words,
        env={**os.environ, **options, **given, "PGDATABASE": str(known["NAME"])},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        said = ended.stderr.strip().splitlines()
        raise UsageError(
            message(
                "portal.archive.program_failed", program=words[0], said=said[-1] if said else ""
            )
        )
