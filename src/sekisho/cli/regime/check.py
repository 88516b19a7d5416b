"""`sekisho regime check`: whether a rule pack holds together, and whether its cases come out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.rules import packs_of
from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.report.catalogue import say_id
from sekisho.report.columns import pad, width_of, wrap

if TYPE_CHECKING:
    from sekisho.regime.authoring.cases import Result
    from sekisho.regime.authoring.checks.remarks import Remark
    from sekisho.regime.authoring.mutations.run import Run

_FOUND = 1
_UNTRIED = 3


@click.command("check", cls=SpokenCommand, help="regime.check", short_help="regime.check.short")
@click.argument("pack", required=False)
@click.option("--mutations", is_flag=True, help="regime.opt.mutations")
@click.option("--json", "as_json", is_flag=True, help="regime.opt.json")
@lang_option
def check(*, pack: str | None, mutations: bool, as_json: bool, lang: str | None) -> int:
    """Looks at packs and runs their cases: exit code 1 where something is found or differs, 3 where
    a pack has rules and no case that tries them.
    """
    from sekisho.regime.authoring.cases import has_rules, read_cases, run_on
    from sekisho.regime.loader import read_pack

    language = chosen(lang)
    packs = packs_of(pack)
    remarks = {id: _looked_at(folder) for id, folder in packs}
    results = {id: tuple(run_on(read_pack(folder), read_cases(folder))) for id, folder in packs}
    untried = {id for id, folder in packs if not results[id] and has_rules(read_pack(folder))}
    runs = {id: _mutated(folder, language) for id, folder in packs} if mutations else {}
    if as_json:
        _print_data(remarks, results, runs, untried)
    else:
        for id, _ in packs:
            click.echo("\n".join(_pack(id, remarks[id], results[id], language)))
            if id in untried:
                click.echo(wrap(say_id("check.untried", language), first="  "))
            if id in runs:
                from sekisho.cli.regime.said.mutations import run_lines

                click.echo("\n".join(run_lines(runs[id], language)))
    wrong = any(result.differences for found in results.values() for result in found)
    found = any(each.level == "found" for rows in remarks.values() for each in rows)
    if wrong or found or any(run.survivors for run in runs.values()):
        return _FOUND
    return _UNTRIED if untried else 0


def _looked_at(folder: Path) -> tuple[Remark, ...]:
    """Raises `DefectsError` with every error, so that all can be mended at once."""
    from sekisho.model.errors import DefectsError
    from sekisho.regime.authoring.checks.whole import look_at_pack
    from sekisho.report.catalogue import catalogue

    words = frozenset(catalogue("en")) & frozenset(catalogue("ja"))
    remarks = look_at_pack(folder, words)
    errors = tuple(each.defect for each in remarks if each.level == "error")
    if errors:
        others = tuple(each.defect for each in remarks if each.level == "found")
        raise DefectsError(errors + others)
    return remarks


def _mutated(folder: Path, lang: str) -> Run:
    from sekisho.cli.regime.said.mutations import mutate

    return mutate(folder, lang)


def _print_data(
    remarks: dict[str, tuple[Remark, ...]],
    results: dict[str, tuple[Result, ...]],
    runs: dict[str, Run],
    untried: set[str],
) -> None:
    from sekisho.cli.regime.said.mutations import run_data

    wrong = sum(bool(result.differences) for found in results.values() for result in found)
    document = {"packs": results, "differ": wrong, "remarks": remarks, "untried": sorted(untried)}
    mutations = {id: run_data(run) for id, run in runs.items()}
    print_json(document | ({"mutations": mutations} if mutations else {}))


def _pack(
    id: str, remarks: tuple[Remark, ...], results: tuple[Result, ...], lang: str
) -> Iterator[str]:
    yield id
    for each in remarks:
        yield from _remark(each, lang)
    yield from _results(results, lang)
    if not remarks:
        yield wrap(say_id("check.none", lang), first="  ")
    yield from _count(results, lang)


def _remark(remark: Remark, lang: str) -> Iterator[str]:
    from sekisho.cli.speech.show_errors import defect_text

    level = say_id(f"check.level.{remark.level}", lang)
    said = defect_text(remark.defect, lang)
    first, *rest = said.splitlines()
    yield f"  {level}  {first}"
    yield from (f"    {line}" for line in rest)
    if remark.level == "suspected":
        yield wrap(say_id("check.suspected", lang), first="    ")


def _results(results: tuple[Result, ...], lang: str) -> Iterator[str]:
    words = say_id("regime.ok", lang), say_id("regime.differs", lang)
    column = max(map(width_of, words))
    for result in results:
        word = words[bool(result.differences)]
        said = f"{result.case}: {result.scenario.said_in(lang)}"
        yield wrap(said, first=f"  {pad(word, column)}  ")
        for found in result.differences:
            said = say_id(
                "regime.difference",
                lang,
                what=found.what,
                expected=found.expected,
                found=found.found,
            )
            yield wrap(said, first=" " * (column + 6))


def _count(results: tuple[Result, ...], lang: str) -> Iterator[str]:
    wrong = sum(bool(result.differences) for result in results)
    total = len(results)
    yield wrap(say_id("regime.checked", lang, n=total, ok=total - wrong, wrong=wrong), first="  ")
