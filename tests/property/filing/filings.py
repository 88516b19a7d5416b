"""Filings of every shape the model allows and a reader accepts, made from the type hints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec
from hypothesis import strategies as st

from sekisho.model.filing import Filing
from sekisho.model.values.country import countries
from sekisho.model.values.ratio import Ratio
from sekisho.read.filing.meaning import REFERENCES, meaning_of
from sekisho.read.shape import Shape, fields_of

IDS = {
    "parties": ("p1", "p2", "p3"),
    "components": ("c1", "c2"),
    "authorisations": ("a1", "a2"),
    "reentrustments": ("r1", "r2", "r3"),
    "risk_measures": ("I-1", "M-2"),
    "evidence": ("e1", "e2"),
}
MOST = 3
"""Entries of a list; shares are so small that as many never pass the whole."""

_plain_text = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=12
)
words = _plain_text.map(str.strip)
lines = st.lists(words, max_size=3).map(lambda parts: "\n".join(parts).strip())
codes = st.text("abcdefghijkxyz0123456789-", min_size=1, max_size=8).map(str.strip)
shares = st.one_of(
    st.integers(0, 10**6).map(lambda part: Ratio(Fraction(part, 3 * 10**6))),
    st.integers(3, 10**9).map(lambda part: Ratio(Fraction(1, part))),
)
_BY_MEANING: dict[str, st.SearchStrategy[str]] = {
    "words": lines,
    "code": codes,
    "country": st.sampled_from(["", *countries()]),
    "sha256": st.text("0123456789abcdef", min_size=64, max_size=64),
    "corporate_number": st.text("0123456789", min_size=13, max_size=13),
    "lei": st.text("ABCXYZ0123456789", min_size=18, max_size=18).map(lambda text: f"{text}42"),
}
_SCALARS: dict[str, Callable[[Shape], st.SearchStrategy[Any]]] = {
    "boolean": lambda _: st.booleans(),
    "date": lambda _: st.dates(date(1000, 1, 1)),
    "ratio": lambda _: shares,
    "word": lambda shape: st.sampled_from(shape.words),
}
_LATER = {"ends_on": "starts_on", "valid_until": "issued_on"}


@st.composite
def filings(draw: st.DrawFn) -> Filing:
    """Gives a filing that breaks no rule of reading."""
    filing: Filing = draw(records(Filing))
    chained = []
    for number, link in enumerate(filing.reentrustments):
        above = [other.id for other in filing.reentrustments[:number]]
        chosen = draw(st.sampled_from(["", *above]))
        chained.append(msgspec.structs.replace(link, entrusted_by=chosen))
    return msgspec.structs.replace(filing, reentrustments=tuple(chained))


@st.composite
def records(draw: st.DrawFn, record: type[msgspec.Struct]) -> Any:
    """Gives a record; a section or an entry that states nothing is left out."""
    values: dict[str, Any] = {}
    for name, field in fields_of(record).items():
        if field.required or draw(st.booleans()):
            drawn = _values(field.shape, record.__name__, name)
            values[name] = draw(drawn.filter(bool) if field.required else drawn)
    for later, earlier in _LATER.items():
        if values.get(later) and values.get(earlier):
            values[earlier], values[later] = sorted((values[earlier], values[later]))
    return record(**values)


def _values(shape: Shape, record: str, name: str) -> st.SearchStrategy[Any]:
    if shape.kind == "list":
        return _lists(shape, record, name)
    if shape.record is not None:
        stated = records(shape.record).filter(_says_something)
        return stated | st.none() if shape.optional else records(shape.record)
    if target := REFERENCES.get((record, name)):
        return st.just("") if target == "reentrustments" else st.sampled_from(["", *IDS[target]])
    if shape.kind == "text":
        return _BY_MEANING[meaning_of(record, name)]
    return _SCALARS[shape.kind](shape)


def _lists(shape: Shape, record: str, name: str) -> st.SearchStrategy[Any]:
    item = shape.item or Shape("text")
    if record == "Filing" and item.record:
        # Everything that can be referred to is there.
        made = (records(item.record) for _ in IDS[name])
        return st.tuples(*made).map(
            lambda entries: tuple(
                msgspec.structs.replace(entry, id=id)
                for entry, id in zip(entries, IDS[name], strict=True)
            )
        )
    if item.record is not None:
        entries = records(item.record).filter(_says_something)
        return st.lists(entries, max_size=MOST).map(tuple)
    if item.kind == "text" and meaning_of(record, name) == "words":
        return st.lists(words.filter(bool), max_size=MOST).map(tuple)
    return st.lists(_values(item, record, name).filter(bool), max_size=MOST).map(tuple)


def _says_something(record: msgspec.Struct) -> bool:
    """Says whether anything of a record would be written."""
    for field in fields_of(type(record)).values():
        value = getattr(record, field.name)
        if isinstance(value, msgspec.Struct):
            if _says_something(value):
                return True
        elif value not in (None, "", ()) and (value != field.default or field.required):
            return True
    return False


def with_all_ids(filing: Filing) -> Filing:
    """Adds the entries that are referred to but were left out."""
    missing = {}
    for name, ids in IDS.items():
        present = getattr(filing, name)
        kind = fields_of(Filing)[name].shape.item
        if not present and kind is not None and kind.record is not None:
            missing[name] = tuple(kind.record(id=id) for id in ids)
    return msgspec.structs.replace(filing, **missing)
