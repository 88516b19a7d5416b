"""Questions to the database whose SQL is made once and asked with other values each time.

Making the SQL of a question takes Django ten times as long as the database takes to answer it. A
prepared question is written as any other, with a `Slot` where a value will stand; its SQL is kept
for each kind of database, and asked through Django's own readers of rows.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Model, QuerySet

Asked = TypeVar("Asked", bound=Model)
Row = TypeVar("Row")


class Slot(Expression):
    """The place of a value that is given when the question is asked, by its name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:  # noqa: ARG002
        """Stands in the parameters itself, until the value comes."""
        return "%s", [self]


class Prepared(Generic[Asked, Row]):
    """A question that is asked often: what makes it is called once for a kind of database."""

    def __init__(self, make: Callable[[], QuerySet[Asked, Row]]) -> None:
        self._make = make
        self._made: dict[str, tuple[QuerySet[Asked, Row], Any, str, tuple[Any, ...]]] = {}

    def __call__(self, **values: object) -> list[Row]:
        """Asks with values by the names of the slots; gives the rows.

        Raises `KeyError` for a slot without a value.
        """
        connection = connections[DEFAULT_DB_ALIAS]
        known = self._made.get(connection.vendor)
        if known is None:
            known = self._made[connection.vendor] = self._prepare(connection)
        made, compiler, sql, places = known
        given = tuple(
            _for_database(values[place.name], connection) if isinstance(place, Slot) else place
            for place in places
        )
        ready = copy.copy(compiler)
        ready.connection = connection
        ready.as_sql = lambda: (sql, given)
        query: Any = _Ready(made.query, ready)
        asked = type(made)(made.model, query, DEFAULT_DB_ALIAS)
        asked._iterable_class = made._iterable_class  # noqa: SLF001
        asked._fields = made._fields  # type: ignore[attr-defined]
        return list(asked)

    def first(self, **values: object) -> Row | None:
        """Asks with values; gives the first row where there is one."""
        return next(iter(self(**values)), None)

    def _prepare(self, connection: Any) -> tuple[QuerySet[Asked, Row], Any, str, tuple[Any, ...]]:
        made = self._make()
        compiler = made.query.get_compiler(connection=connection)
        sql, places = compiler.as_sql()
        return made, compiler, sql, tuple(places)


class _Ready:
    """A query as Django's readers of rows use one: its compiler is ready."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, using: str | None = None) -> Any:  # noqa: ARG002
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def _for_database(value: object, connection: Any) -> object:
    """A value as the database takes it, as the fields of Django would give it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
