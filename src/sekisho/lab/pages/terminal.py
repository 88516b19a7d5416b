"""The result of the lab for a terminal: the figures, who flips and why, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.lab.pages.figures import (
    figures,
    main_effect,
    range_text,
    side_by_side,
    source_name,
    value_text,
)
from sekisho.lab.pages.words import (
    case_text,
    grouped,
    operator_text,
    point_text,
    rule_brief,
    rule_text,
    signed,
    title_text,
    vetted_text,
    watermark,
)
from sekisho.lab.result import Effect, LabResult
from sekisho.report.catalogue import say_id
from sekisho.report.columns import WIDTH, pad, width_of, wrap

_OPERATORS, _CASES, _VETTED = 20, 8, 12


def render(result: LabResult, lang: str, names: dict[str, str]) -> str:
    """Says a result in a language, in lines of at most 80 columns where its columns allow."""
    return "\n".join(_lines(result, lang, names)) + "\n"


def _lines(result: LabResult, lang: str, names: dict[str, str]) -> Iterator[str]:
    yield wrap(title_text(result, lang))
    yield from (wrap(said) for said in watermark(result, lang))
    yield "=" * WIDTH
    if len(result.drafts) > 1:
        yield ""
        yield from _table(
            [("", *(draft.name for draft in result.drafts)), *side_by_side(result, lang)]
        )
    for draft in range(len(result.drafts)):
        yield from _draft(result, draft, lang, names)
    if result.sweep:
        yield from _sweep(result, lang)
    yield from _vetted(result, lang)


def _draft(result: LabResult, draft: int, lang: str, names: dict[str, str]) -> Iterator[str]:
    if len(result.drafts) > 1:
        yield ""
        yield wrap(say_id("lab.draft", lang, name=result.drafts[draft].name))
    yield ""
    yield from _figures(result, draft, lang)
    effect = main_effect(result, draft)
    every = [e for e in result.effects_of(draft) if e is effect or not _synthetic(result, e)]
    for each in every:
        yield from _flips(result, each, lang, names)


def _synthetic(result: LabResult, effect: Effect) -> bool:
    return result.sources[effect.source].synthetic


def _figures(result: LabResult, draft: int, lang: str) -> Iterator[str]:
    heads = [source_name(result, at, lang) for at in range(len(result.sources))]
    lines = figures(result, draft, lang)
    ranges = [range_text(result, line, lang) for line in lines]
    with_range = any(ranges)
    rows = [("", *heads, *((say_id("lab.range.head", lang),) if with_range else ()))]
    cases = tuple(f"{source.cases:,}" for source in result.sources)
    rows.append((say_id("lab.figure.cases", lang), *cases, *(("",) if with_range else ())))
    for line, over in zip(lines, ranges, strict=True):
        name = f"{line.name} *" if line.is_assumed else line.name
        values = tuple(value_text(value, lang) for value in line.values)
        rows.append((name, *values, *((over,) if with_range else ())))
    yield from _table(rows)
    yield wrap(say_id("lab.assumed_hours", lang), first="* ")


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(width_of(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = [pad(row[0], widths[0])]
        for cell, width in zip(row[1:], widths[1:], strict=True):
            cells.append(" " * (width - width_of(cell)) + cell)
        yield "  ".join(cells).rstrip()


def _flips(result: LabResult, effect: Effect, lang: str, names: dict[str, str]) -> Iterator[str]:
    name = source_name(result, effect.source, lang)
    if effect.rules:
        yield from _heading(say_id("lab.rules", lang, source=name))
        for told in effect.rules[:_CASES]:
            yield wrap(rule_text(told.rule, lang), first=f"  {signed(told.cases)}: ")
    yield from _heading(say_id("lab.operators", lang, n=len(effect.operators), source=name))
    yield from _operators(effect, lang, names)
    if effect.flips:
        yield from _heading(say_id("lab.cases", lang, n=effect.flips_in_all, source=name))
    for case in effect.flips[:_CASES]:
        yield wrap(case_text(case, lang), first="  * ")
    if (left := effect.flips_in_all - _CASES) > 0:
        yield wrap(say_id("lab.cases.more", lang, n=left), first="  ")


def _operators(effect: Effect, lang: str, names: dict[str, str]) -> Iterator[str]:
    if not effect.operators:
        yield wrap(say_id("lab.operators.none", lang), first="  ")
    for flip in effect.operators[:_OPERATORS]:
        yield wrap(operator_text(flip, lang, names), first="  * ")
        if flip.rule:
            by = say_id("lab.rule", lang, row=rule_brief(flip.rule, lang))
            yield wrap(by, first="      ")
    if (left := len(effect.operators) - _OPERATORS) > 0:
        yield wrap(say_id("report.more", lang, n=left), first="  … ")


def _sweep(result: LabResult, lang: str) -> Iterator[str]:
    sweep = result.sweep
    if sweep is None:
        return
    path = sweep.path
    if len(result.drafts) > 1:
        path = say_id("lab.sweep.of", lang, path=path, draft=result.drafts[0].name)
    yield from _heading(say_id("lab.sweep", lang, path=path))
    sources = sorted({point.source for point in sweep.points})
    heads = [source_name(result, at, lang) for at in sources]
    rows = [(say_id("lab.sweep.value", lang), *heads)]
    for value in dict.fromkeys(point.value for point in sweep.points):
        cells = [point_text(point, lang) for point in sweep.points if point.value == value]
        mark = "" if value not in (sweep.base, sweep.draft) else " <"
        rows.append((f"{grouped(value)}{mark}", *cells))
    yield from _table(rows)
    yield wrap(say_id("lab.sweep.key", lang, base=grouped(sweep.base), draft=grouped(sweep.draft)))


def _vetted(result: LabResult, lang: str) -> Iterator[str]:
    yield from _heading(say_id("lab.findings", lang))
    for told in result.vetted[:_VETTED]:
        yield wrap(vetted_text(told, lang), first="  * ")
    if len(result.vetted) > _VETTED:
        yield wrap(say_id("report.more", lang, n=len(result.vetted) - _VETTED), first="  … ")
    if result.findings_not_replayed:
        yield wrap(say_id("lab.findings.not_replayed", lang, n=result.findings_not_replayed))


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield wrap(text)
    yield "-" * min(WIDTH, width_of(text))
