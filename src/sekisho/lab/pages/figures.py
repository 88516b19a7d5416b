"""The figures of a result in the order in which every page shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sekisho.lab.pages.words import signed
from sekisho.lab.replay.flips import KINDS
from sekisho.lab.result import Effect, LabResult, Row, Span
from sekisho.report.catalogue import knows, say_id, say_term, visible

Value = int | Span


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of figures: its name, and one value for each source."""

    name: str
    values: tuple[Value, ...]
    is_assumed: bool = False

    @property
    def says_something(self) -> bool:
        """Says whether any of the values is other than nothing."""
        return any(value not in (0, Span()) for value in self.values)


def figures(result: LabResult, draft: int, lang: str) -> tuple[Figure, ...]:
    """Gives every line of figures of one draft, source by source; lines of nothing left out,
    but for the operators and cases newly caught and freed.
    """
    effects = result.effects_of(draft)
    lines = list(_lines(effects, lang))
    always = 4
    return tuple(line for at, line in enumerate(lines) if at < always or line.says_something)


def _lines(effects: tuple[Effect, ...], lang: str) -> Iterator[Figure]:
    yield _line("lab.figure.operators_in", lang, [_moved(e, "after") for e in effects])
    yield _line("lab.figure.operators_out", lang, [_moved(e, "before") for e in effects])
    for kind in KINDS:
        values = [effect.total.kinds.get(kind, 0) for effect in effects]
        yield _line(f"lab.figure.{kind}", lang, values)
    filings = sorted({filing for effect in effects for filing in effect.total.filings})
    for filing in filings:
        name = say_id("lab.figure.filing", lang, filing=filing)
        yield Figure(name, tuple(effect.total.filings.get(filing, 0) for effect in effects))
    for word in ("fields", "typed", "documents", "days", "saved"):
        yield _line(f"lab.figure.{word}", lang, [getattr(e.total, word) for e in effects])
    for word in ("examiner_hours", "operator_hours"):
        name = say_id(f"lab.figure.{word}", lang)
        yield Figure(name, tuple(getattr(e.total, word) for e in effects), is_assumed=True)


def _line(id: str, lang: str, values: list[int]) -> Figure:
    return Figure(say_id(id, lang), tuple(values))


def _moved(effect: Effect, side: str) -> int:
    return sum(getattr(flip, side) == "yes" for flip in effect.operators)


def value_text(value: Value, lang: str) -> str:
    """Writes a value: a span as its middle with the low and the high in brackets."""
    if isinstance(value, Span):
        if value.low == value.high:
            return signed(value.mid)
        return say_id(
            "lab.span", lang, mid=signed(value.mid), low=signed(value.low), high=signed(value.high)
        )
    return signed(value)


def range_text(result: LabResult, figure: Figure, lang: str) -> str:
    """Writes the range of a line over the scenarios, empty where there are not several."""
    values = [
        value
        for source, value in zip(result.sources, figure.values, strict=True)
        if source.synthetic
    ]
    if len(values) < 2:
        return ""
    lows = [value.low if isinstance(value, Span) else value for value in values]
    highs = [value.high if isinstance(value, Span) else value for value in values]
    if min(lows) == max(highs):
        return signed(min(lows))
    return say_id("lab.range", lang, low=signed(min(lows)), high=signed(max(highs)))


def level_name(level: str, lang: str) -> str:
    """Names a set of assumptions."""
    id = f"lab.level.{level}"
    return say_id(id, lang) if knows(id, lang) else visible(level)


def source_name(result: LabResult, at: int, lang: str) -> str:
    """Names a source: a scenario by its assumptions and seed, others by what was given; one made up
    says so.
    """
    source = result.sources[at]
    if source.nature == "real":
        return visible(source.name)
    if not source.synthetic:
        return say_id("lab.made_up", lang, name=source.name)
    return say_id("lab.scenario", lang, name=level_name(source.name, lang), seed=source.seed or 0)


def main_effect(result: LabResult, draft: int) -> Effect:
    """Gives the effect that lists are taken from: that of the middle assumptions, else the first."""
    effects = result.effects_of(draft)
    middle = (e for e in effects if result.sources[e.source].name == "mid")
    return next(middle, effects[0])


def group_name(row: Row, group: str, lang: str, names: dict[str, str]) -> str:
    """Names a group: a sector by its title, a size by its word, a country by its code."""
    if not row.group:
        return say_id("lab.group.unknown", lang)
    if group == "sector":
        return names.get(row.group, visible(row.group))
    return say_term(row.group, lang) if group == "size" else visible(row.group)


def side_by_side(result: LabResult, lang: str) -> list[tuple[str, ...]]:
    """Gives the drafts beside each other, a line for each figure: the range over the scenarios
    where there are several, else the value of the source that lists are taken from.
    """
    columns = [_column(result, draft, lang) for draft in range(len(result.drafts))]
    names = dict.fromkeys(name for column in columns for name in column)
    return [(name, *(column.get(name, "0") for column in columns)) for name in names]


def _column(result: LabResult, draft: int, lang: str) -> dict[str, str]:
    at = main_effect(result, draft).source
    return {
        line.name: range_text(result, line, lang) or value_text(line.values[at], lang)
        for line in figures(result, draft, lang)
    }
