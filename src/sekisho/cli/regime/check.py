"""`sekisho regime check`: whether a rule pack holds together, and whether its cases come out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from sekisho.cli.regime.lines import print_json
from sekisho.cli.regime.opening import packs_of
from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.report.catalogue import say_id
from sekisho.report.columns import pad, width_of, wrap

if TYPE_CHECKING:
    from sekisho.regime.authoring.cases import Result

_DIFFERS = 1


@click.command("check", cls=SpokenCommand, help="regime.check", short_help="regime.check")
@click.argument("pack", required=False)
@click.option("--json", "as_json", is_flag=True, help="regime.opt.json")
@lang_option
def check(*, pack: str | None, as_json: bool, lang: str | None) -> int:
    """Checks packs and runs their cases: exit code 0 as expected, 1 where a case differs."""
    from sekisho.regime.authoring.cases import run_cases

    language = chosen(lang)
    results = {id: run_cases(folder.name, folder.parent) for id, folder in packs_of(pack)}
    wrong = sum(bool(result.differences) for found in results.values() for result in found)
    if as_json:
        print_json({"packs": results, "differ": wrong})
    else:
        for id, found in results.items():
            click.echo("\n".join(_results(id, found, language)))
    return _DIFFERS if wrong else 0


def _results(id: str, results: tuple[Result, ...], lang: str) -> Iterator[str]:
    yield id
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
    wrong = sum(bool(result.differences) for result in results)
    total = len(results)
    yield wrap(say_id("regime.checked", lang, n=total, ok=total - wrong, wrong=wrong), first="  ")
