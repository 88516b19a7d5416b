"""The inputs of a section, made from the shape of its record: a new field needs no new code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from sekisho.model.errors import Defect
from sekisho.model.values.country import countries
from sekisho.model.values.message import Message
from sekisho.portal.filing.changing.words import path_text
from sekisho.portal.filing.prefill.queries import source_at
from sekisho.portal.filing.workbench.sections import Section
from sekisho.portal.filing.workbench.tree import Tree, at, size_of
from sekisho.read.filing.meaning import REFERENCES, meaning_of
from sekisho.read.shape import Field, Shape, fields_of
from sekisho.regime.pack import Regime
from sekisho.regime.tables.law import Title
from sekisho.report.catalogue import knows, say_id, say_term
from sekisho.report.rules.condition import say_word

Kind = Literal["text", "long", "lines", "choice", "day"]
_LONG = frozenset({"overview", "content", "function", "means", "reason", "notes", "cause"})
_BLANK_ROWS = 2
_MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """A word that may stand in a field, and what it is called."""

    value: str
    called: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Input:
    """One field on the page; `pointer` is its name in the form."""

    pointer: str
    label: str
    kind: Kind
    value: str
    choices: tuple[Choice, ...] = ()
    wrong: Message | None = None
    remedy: Message | None = None
    missing: tuple[Message, ...] = ()
    prefilled: bool = False
    source: str = ""
    """From what it was filled in, where that is known."""
    fixed: bool = False

    @property
    def html_id(self) -> str:
        """A name for labels to point to."""
        return "f" + self.pointer.replace("/", "-")


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together under one legend."""

    legend: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of records as a table: the ones stated, and empty ones to write into."""

    legend: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Input, ...], ...]


Part = Input | Group | Rows


@dataclass(frozen=True, slots=True)
class Desk:
    """What making inputs needs: the draft, what is wrong and missing in it, the law, the tongue."""

    tree: Tree
    regime: Regime
    lang: str
    wrong: Mapping[str, Defect]
    missing: Mapping[str, tuple[Message, ...]]
    sources: Mapping[str, str] = field(default_factory=dict)


def parts_of(desk: Desk, section: Section, pointer: str) -> tuple[Part, ...]:
    """Gives the inputs of a section, or of one entry of it, at a pointer."""
    return tuple(_parts(desk, section.record, pointer, section.fields))


def _parts(
    desk: Desk, record: type[msgspec.Struct], pointer: str, only: tuple[str, ...]
) -> Iterator[Part]:
    known = fields_of(record)
    for name in only or known:
        field, below = known[name], f"{pointer}/{name}"
        label = _label(record.__name__, name, desk.lang)
        inner, item = field.shape.record, field.shape.item
        if inner is not None:
            inputs = tuple(one for one in _parts(desk, inner, below, ()) if isinstance(one, Input))
            yield Group(label, inputs)
        elif item is not None and item.record is not None:
            yield _rows(desk, item.record, below, label)
        else:
            yield _input(desk, record.__name__, field, below, label)


def _rows(desk: Desk, record: type[msgspec.Struct], pointer: str, label: str) -> Rows:
    count = min(size_of(desk.tree, pointer) + _BLANK_ROWS, _MOST_ROWS)
    heads = tuple(_label(record.__name__, name, desk.lang) for name in fields_of(record))
    rows = tuple(
        tuple(
            one for one in _parts(desk, record, f"{pointer}/{index}", ()) if isinstance(one, Input)
        )
        for index in range(count)
    )
    return Rows(label, heads, rows)


def _label(record: str, name: str, lang: str) -> str:
    """Names a field; where a page offers names to choose from, its label asks for no id."""
    own = f"portal.field.{record}.{name}"
    return say_id(own if knows(own, lang) else f"field.{record}.{name}", lang)


def _input(desk: Desk, record: str, field: Field, pointer: str, label: str) -> Input:
    stated = at(desk.tree, pointer)
    value = "\n".join(map(str, stated)) if isinstance(stated, list) else str(stated or "")
    if not value and field.shape.kind == "word" and field.default:
        value = str(field.default)
    choices = _choices(desk, record, field, value)
    defect = desk.wrong.get(pointer)
    marked = desk.tree.get("prefilled") or []
    prefilled = any(pointer == one or pointer.startswith(f"{one}/") for one in marked)
    return Input(
        pointer=pointer,
        label=label,
        kind=_kind(field.shape, field.name, choices),
        value=value,
        choices=choices,
        wrong=defect.message if defect else None,
        remedy=defect.remedy if defect else None,
        missing=desk.missing.get(pointer, ()),
        prefilled=prefilled,
        source=source_at(desk.sources, pointer) if prefilled else "",
        fixed=field.name == "id" and bool(value) and record != "RiskMeasure",
    )


def _kind(shape: Shape, name: str, choices: tuple[Choice, ...]) -> Kind:
    if choices:
        return "choice"
    if shape.kind == "date":
        return "day"
    if shape.kind == "list":
        return "lines"
    return "long" if name in _LONG else "text"


def _choices(desk: Desk, record: str, field: Field, value: str) -> tuple[Choice, ...]:
    words = dict(_words(desk, record, field))
    if not words:
        return ()
    if value and value not in words:
        words[value] = value
    return (
        Choice("", say_id("portal.draft.no_answer", desk.lang), not value),
        *(Choice(word, called, word == value) for word, called in words.items()),
    )


def _words(desk: Desk, record: str, field: Field) -> Iterator[tuple[str, str]]:
    lang = desk.lang
    if field.shape.kind == "word":
        yield from ((word, say_word(word, lang)) for word in field.shape.words)
    elif field.shape.kind == "boolean":
        yield from (("true", say_term("yes", lang)), ("false", say_term("no", lang)))
    elif target := REFERENCES.get((record, field.name)):
        if field.shape.kind == "text":
            rows = at(desk.tree, f"/{target}")
            for row in rows if isinstance(rows, list) else ():
                if isinstance(row, dict) and row.get("id"):
                    yield str(row["id"]), str(row.get("name") or row.get("path") or row["id"])
    elif field.shape.kind == "text" and meaning_of(record, field.name) == "country":
        for code, row in countries().items():
            yield code, row.ja if lang == "ja" else row.en
    else:
        yield from _of_the_pack(desk, record, field.name)


def _of_the_pack(desk: Desk, record: str, name: str) -> Iterator[tuple[str, str]]:
    regime, lang = desk.regime, desk.lang
    titles: dict[tuple[str, str], Iterable[tuple[str, Title]]] = {
        ("Filing", "sector"): ((row.id, row.title) for row in regime.sectors),
        ("Filing", "authority"): ((row.id, row.title) for row in regime.authorities),
        ("Facility", "kind"): ((row.id, row.title) for row in regime.facilities),
        ("FieldChange", "path"): (
            (path, Title(ja=path_text(path, "ja"), en=path_text(path, "en")))
            for path in dict.fromkeys(path for row in regime.changes.classes for path in row.paths)
        ),
        ("RiskMeasure", "id"): ((row.id, row.title) for row in regime.measures),
    }
    yield from ((id, title.said_in(lang)) for id, title in titles.get((record, name), ()))
