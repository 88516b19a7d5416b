"""A portal for tests: on SQLite and on a real PostgreSQL, each test with a database of its own.

Every test starts from a copy of a database whose tables were made once, so that it may commit,
run threads and be killed like the real thing, and leaves nothing behind.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pytest

ROOT = Path(__file__).parents[2]
NO_POSTGRESQL = "pg_virtualenv is not installed (Debian: postgresql postgresql-common)"
_NUMBER = count()

Test = TypeVar("Test", bound=Callable[..., None])


def on_both(test: Test) -> Test:
    """Runs a test on SQLite and again on PostgreSQL."""
    both = pytest.mark.parametrize("site", ["sqlite", "postgresql"], indirect=True)
    return pytest.mark.usefixtures("site")(both(test))


@cache
def make_django_ready() -> Path:
    """Makes Django ready over a data folder of its own, once a process; gives the folder.

    A `conftest.py` of tests that import tables calls this before they are collected.
    """
    folder = tempfile.TemporaryDirectory(prefix="sekisho-portal-")
    atexit.register(folder.cleanup)
    os.environ |= {
        # The driver of the browser keeps a loop of its own running in the thread of the tests.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        "SEKISHO_DATA": folder.name,
        "SEKISHO_MODE": "demo",
        "SEKISHO_HTTPS": "false",
        "SEKISHO_HOSTS": '["testserver", "localhost", "127.0.0.1"]',
        "SEKISHO_LIBRARY": str(ROOT / "examples" / "library"),
        "SEKISHO_SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only",
    }
    os.environ.pop("SEKISHO_DATABASE_URL", None)
    from sekisho.portal.running.setup import make_ready

    make_ready()
    # Read once, above: the commands that other tests of this process run choose for themselves.
    os.environ.pop("SEKISHO_LIBRARY")
    return Path(folder.name)


@dataclass(frozen=True, slots=True)
class Site:
    """A portal with empty tables; `description` is Django's of its database."""

    vendor: str
    description: dict[str, Any]
    data: Path


@pytest.fixture(scope="session")
def portal() -> Path:
    """Gives the data folder of a portal whose tables and static files are made."""
    data = make_django_ready()
    from sekisho.portal.running.setup import bring_up_to_date

    bring_up_to_date()
    return data


@pytest.fixture(scope="session")
def sqlite_tables(portal: Path) -> Path:
    """Gives a SQLite file with all tables."""
    from django.db import connections

    connections.close_all()
    made = portal / "tables.sqlite3"
    shutil.move(portal / "portal.sqlite3", made)
    return made


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[dict[str, str]]:
    """Starts a PostgreSQL that is thrown away at the end; gives its PG* variables."""
    if shutil.which("pg_virtualenv") is None:
        pytest.skip(NO_POSTGRESQL)
    with (Path(tempfile.gettempdir()) / "sekisho-tests-postgresql.lock").open("a") as lock:
        # One after the other: two that start together would choose the same port.
        fcntl.flock(lock, fcntl.LOCK_EX)
        holder, told = _start_cluster()
    _, port, user, password = told
    # By number: to look up a name is refused in tests.
    yield {"HOST": "127.0.0.1", "PORT": port, "USER": user, "PASSWORD": password}
    holder.communicate(timeout=60)


@pytest.fixture(scope="session")
def postgresql_tables(portal: Path, postgresql_cluster: dict[str, str]) -> dict[str, Any]:
    """Makes a PostgreSQL database with all tables, to be copied; gives its description."""
    del portal
    from django.core.management import call_command

    described = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "tables",
        "TEST": {},
        **postgresql_cluster,
    }
    on_server(described, 'CREATE DATABASE "tables"')
    use_database(described)
    call_command("migrate", verbosity=0, interactive=False)
    from django.db import connections

    connections.close_all()
    return described


@pytest.fixture
def site(request: pytest.FixtureRequest, portal: Path, tmp_path: Path) -> Iterator[Site]:
    """Gives a portal with empty tables: on SQLite, or as `on_both` asks."""
    vendor = getattr(request, "param", "sqlite")
    if vendor == "postgresql":
        tables = request.getfixturevalue("postgresql_tables")
        name = f"site_{next(_NUMBER)}"
        on_server(tables, f'CREATE DATABASE "{name}" TEMPLATE "tables"')
        described = {**tables, "NAME": name}
    else:
        from sekisho.portal.settings.environment import environment
        from sekisho.portal.settings.stores import database

        file = tmp_path / "portal.sqlite3"
        shutil.copyfile(request.getfixturevalue("sqlite_tables"), file)
        described = {**database(environment()), "NAME": file}
    use_database(described)
    yield Site(vendor, described, portal)
    from django.db import connections

    connections.close_all()
    if vendor == "postgresql":
        on_server(described, f'DROP DATABASE "{name}" WITH (FORCE)')


def _start_cluster() -> tuple[subprocess.Popen[str], list[str]]:
    say = 'printf "%s\\n" "$PGHOST" "$PGPORT" "$PGUSER" "$PGPASSWORD"; echo ready; cat >/dev/null'
    # As root all clusters would have one name and one place.
    become = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    holder = subprocess.Popen(
        [*become, "pg_virtualenv", "sh", "-c", say],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd="/",
    )
    told: list[str] = []
    for line in holder.stdout or ():
        if line == "ready\n":
            return holder, told[-4:]
        told.append(line.strip())
    holder.communicate(timeout=60)
    raise RuntimeError(f"pg_virtualenv did not start: {told}")


def use_database(described: dict[str, Any]) -> None:
    """Points Django at another database."""
    from django.db import connections

    connections.close_all()
    connections.settings["default"] = connections.configure_settings({"default": dict(described)})[
        "default"
    ]
    if connections.all(initialized_only=True):
        del connections["default"]


def on_server(described: dict[str, Any], statement: str) -> None:
    """Says something to the server that is about no database of ours."""
    import psycopg

    with psycopg.connect(
        host=described["HOST"],
        port=described["PORT"],
        user=described["USER"],
        password=described["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    ) as server:
        server.execute(statement.encode())
