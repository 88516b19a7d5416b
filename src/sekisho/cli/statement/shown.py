"""Statements as `sekisho statement list` shows them: in words, or as canonical JSON."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.model.canonical import canonical_bytes
from sekisho.model.case import SignedStatement
from sekisho.report.catalogue import say_id
from sekisho.report.columns import wrap

Listed = tuple[tuple[SignedStatement, bool], ...]
"""Statements in the order of their file, each with whether its signature holds."""


def as_lines(listed: Listed, lang: str) -> Iterator[str]:
    """Says each statement in a few lines of at most 80 columns."""
    if not listed:
        yield say_id("statement.list.none", lang)
    for at, (signed, holds) in enumerate(listed, 1):
        it = signed.statement
        head = say_id("statement.list.head", lang, kind=it.kind, about=it.about)
        yield wrap(head, first=f"{at}. ", rest="   ")
        yield _line("statement.list.by", lang, by=it.by, on=it.on.isoformat())
        yield _line("statement.list.reason", lang, reason=it.reason)
        if it.value:
            yield _line("statement.list.value", lang, value=it.value)
        for side in ("party_sha256", "entry_sha256"):
            if digest := getattr(it, side):
                yield _line(f"statement.list.{side}", lang, sha256=digest)
        state = "holds" if holds else "false"
        yield _line(f"statement.list.{state}", lang)
        yield _line("statement.list.key", lang, key=signed.key)


def as_json_text(listed: Listed) -> str:
    """Writes the statements as canonical JSON, each with its key and `holds`."""
    document = [
        {"statement": signed.statement, "key": signed.key, "holds": holds}
        for signed, holds in listed
    ]
    return canonical_bytes(document).decode()


def _line(id: str, lang: str, **params: str) -> str:
    return wrap(say_id(id, lang, **params), first="   ", rest="     ")
