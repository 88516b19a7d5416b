"""What the history says of an entry by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sekisho.report.catalogue import say_id


def entered_facts(payload: dict[str, Any], lang: str, *, struck: bool) -> Iterator[str]:
    """Says that an entry was made by hand, from which source, and whether it still counts."""
    if not payload.get("entered"):
        return
    source = say_id(f"portal.dates.source.{payload['source']}", lang)
    yield say_id("portal.dates.entered", lang, source=source)
    for name in ("reference", "note"):
        if payload.get(name):
            yield str(payload[name])
    if struck:
        yield say_id("portal.dates.struck", lang)
