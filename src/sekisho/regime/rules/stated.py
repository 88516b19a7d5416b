"""Facts written down by name, as a case of a pack states them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from sekisho.model.errors import PackError
from sekisho.model.values.message import message
from sekisho.regime.rules.vocabulary import FACTS, Value


def read_facts(written: Mapping[str, str | Sequence[str]]) -> dict[str, Value]:
    """Reads facts by the types the vocabulary gives them; raises `PackError` for any other."""
    return {name: _read(name, text) for name, text in written.items()}


def _read(name: str, text: str | Sequence[str]) -> Value:
    kind = FACTS.get(name)
    if kind is None:
        raise PackError(message("pack.undefined", word=name, known=tuple(sorted(FACTS))))
    if kind == "texts":
        return [text] if isinstance(text, str) else list(text)
    if not isinstance(text, str):
        raise _wrong(name, ", ".join(text))
    if kind == "text":
        return text
    if kind == "bool" and text in {"true", "false"}:
        return text == "true"
    if kind == "int" and text.lstrip("-").isdecimal():
        return int(text)
    if kind == "day":
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise _wrong(name, text) from error
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    raise _wrong(name, text)


def _wrong(name: str, text: str) -> PackError:
    return PackError(message("pack.bad_fact", fact=name, found=text))
