"""The guard of the records that are only ever appended to, in the words of each database.

What it holds against: any statement of this portal or of anyone who may write to its tables,
TRUNCATE and COPY on PostgreSQL included, and rows that would replace others on SQLite. What it
cannot hold against is who owns the database: on PostgreSQL the owner may drop a trigger, on SQLite
whoever may write the file may do anything (`PRAGMA writable_schema` included). `require_guards`
notices a guard that is gone; that a row was changed meanwhile only a copy elsewhere can show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from sekisho.model.errors import UsageError
from sekisho.model.values.message import message

GUARDED = (
    "cases_event",
    "cases_document",
    "accounts_event",
    "personal_erasure",
    "examine_advice",
    "desk_registerversion",
    "desk_answered",
    "desk_result",
    "desk_memorow",
)
"""The tables that are only ever appended to."""

KEPT = ("decide_decision", "decide_signature", "examine_question", "examine_consultation")
"""The tables whose rows are completed once and never deleted."""

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation'; END $$;
DROP TRIGGER IF EXISTS {table}_no_change ON {table};
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only();
DROP TRIGGER IF EXISTS {table}_no_truncate ON {table};
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_change;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate;
"""
# A session that plays a replica (`session_replication_role`) skips all triggers but ALWAYS ones.
_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act} ON {table}
  BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
# A row that replaces another is deleted without its trigger, unless the connection asks for it.
_SQLITE_REPLACED = """
CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table}
  WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
  BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


def guard(*tables: str) -> Callable[[Any, Any], None]:
    """Gives what makes the triggers of some tables: a migration runs it, and may run it again."""

    def make(apps: Any, editor: Any) -> None:
        del apps
        for table in tables:
            if editor.connection.vendor == "postgresql":
                editor.execute(_POSTGRESQL.format(table=table))
                continue
            for act in ("update", "delete"):
                editor.execute(_SQLITE.format(table=table, act=act))
            with editor.connection.cursor() as cursor:
                key = editor.connection.introspection.get_primary_key_column(cursor, table)
            editor.execute(_SQLITE_REPLACED.format(table=table, key=key))

    return make


def kept(table: str, *fixed: str, once: Iterable[str]) -> Callable[[Any, Any], None]:
    """Gives what guards rows that are completed once: never deleted, `fixed` never changed, and
    the columns of `once` never changed again after they were filled in.
    """

    def make(apps: Any, editor: Any) -> None:
        del apps
        # Each database has its own word for "other, or empty on one side only".
        other = "IS DISTINCT FROM" if editor.connection.vendor == "postgresql" else "IS NOT"
        changed = [f"OLD.{name} {other} NEW.{name}" for name in fixed]
        again = [
            f"(COALESCE(CAST(OLD.{name} AS text), '') <> '' AND OLD.{name} {other} NEW.{name})"
            for name in once
        ]
        when = " OR ".join((*changed, *again))
        if editor.connection.vendor == "postgresql":
            editor.execute(_KEPT_POSTGRESQL.format(table=table, when=when))
        else:
            editor.execute(_KEPT_SQLITE.format(table=table, act="update", when=f"WHEN {when}"))
            editor.execute(_KEPT_SQLITE.format(table=table, act="delete", when=""))

    return make


_KEPT_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{table} is kept' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table}
  FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {table}_is_kept();
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION {table}_is_kept();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_kept();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_change;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_delete;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate;
"""
_KEPT_SQLITE = """
CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} {when}
  BEGIN SELECT RAISE(ABORT, '{table} is kept'); END
"""


def missing_guards() -> tuple[str, ...]:
    """Gives the tables whose triggers are not all there, or are switched off."""
    postgresql = connection.vendor == "postgresql"
    asked = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'"
        if postgresql
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        there = {name for (name,) in cursor.fetchall()}
    change, more = ("no_change", ("no_truncate",)) if postgresql else ("no_update", ("no_delete",))
    wanted = {
        **dict.fromkeys(GUARDED, (change, *more, *(() if postgresql else ("no_replace",)))),
        **dict.fromkeys(KEPT, (change, *more, *(("no_delete",) if postgresql else ()))),
    }
    return tuple(
        table
        for table, names in wanted.items()
        if not {f"{table}_{name}" for name in names} <= there
    )


def require_guards() -> None:
    """Raises `UsageError` that names the tables whose guard is gone."""
    lacking = missing_guards()
    if lacking:
        raise UsageError(
            message("portal.run.unguarded", tables=", ".join(lacking)),
            hint=message("portal.run.unguarded.remedy"),
        )
