"""What the tables, rows and fields of a pack are called."""

from __future__ import annotations

import msgspec

from sekisho.model.values.message import message
from sekisho.regime.authoring.compare import name_of
from sekisho.regime.tables.law import Title
from sekisho.report.catalogue import catalogue, knows, say, say_id, visible
from sekisho.report.rules.condition import say_word


def table_title(table: str, lang: str) -> str:
    """Names a table in a language; one without a name keeps its own, which is that of its file."""
    for name in (table, table.partition(".")[0]):
        id = f"table.{name}"
        if knows(id, lang):
            return say_id(id, lang)
    return visible(table)


def row_title(row: msgspec.Struct, lang: str) -> str:
    """Names a row: by its title, what it is about, or its message; else by its id."""
    for name in ("title", "what", "name"):
        value = getattr(row, name, None)
        if isinstance(value, Title):
            return value.said_in(lang)
    said = getattr(row, "message", None)
    if isinstance(said, str) and knows(said, lang):
        return _told(said, row, lang)
    facilities = getattr(row, "facilities", ())
    if facilities:
        return ("、" if lang == "ja" else ", ").join(map(visible, facilities))
    of = getattr(row, "authorities", ())
    name = visible(name_of(row))
    return f"{say_word(name, lang)} ({', '.join(of)})" if of else name


def _told(id: str, row: msgspec.Struct, lang: str) -> str:
    """A message that cites the article of its row is said with it; other parts come with a case."""
    if "{article" in catalogue(lang)[id]:
        return say(message(id, article=str(getattr(row, "article", ""))), lang)
    return say_id(id, lang)


def field_title(field: str, lang: str) -> str:
    """Names a field of a row: by its whole path, else by its last word, else as it is."""
    for name in (field, field.rpartition(".")[2]):
        id = f"column.{name}"
        if knows(id, lang):
            return say_id(id, lang)
    return visible(field)
