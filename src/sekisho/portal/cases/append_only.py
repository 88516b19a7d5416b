"""The guard of the records that are only ever appended to, in the words of each database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only();
"""
_SQLITE = """
CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table}
  BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


def guard(*tables: str) -> Callable[[Any, Any], None]:
    """Gives what makes the triggers of some tables: a migration runs it."""

    def make(apps: Any, editor: Any) -> None:
        del apps
        for table in tables:
            if editor.connection.vendor == "postgresql":
                editor.execute(_POSTGRESQL.format(table=table))
            else:
                for act in ("update", "delete"):
                    editor.execute(_SQLITE.format(table=table, act=act))

    return make
