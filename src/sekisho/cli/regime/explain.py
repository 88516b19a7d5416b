"""`sekisho regime explain`: which rules applied to a filing, and why, article by article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sekisho.cli.regime.said.lines import verified, version_line
from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.report.catalogue import say, say_id
from sekisho.report.columns import wrap

if TYPE_CHECKING:
    from sekisho.model.operator.note import Note
    from sekisho.regime.asking.explain import Explained
    from sekisho.regime.pack import Regime

_DEFAULT = "jp-espa"


@click.command(
    "explain", cls=SpokenCommand, help="regime.explain", short_help="regime.explain.short"
)
@click.argument("filing", type=click.Path(path_type=Path))
@click.option("--regime", "asked", metavar="PACK", help="regime.opt.regime")
@click.option("--on", type=DAY, help="regime.opt.on")
@click.option("--notes", type=click.Path(path_type=Path), metavar="FILE", help="cli.vet.notes")
@click.option("--json", "as_json", is_flag=True, help="regime.opt.json")
@lang_option
def explain(
    *, filing: Path, on: date | None, as_json: bool, lang: str | None, **given: Path | str | None
) -> int:
    """Explains every rule that was asked about a filing; exit code 0."""
    from sekisho.cli.regime.notes import open_notes
    from sekisho.cli.rules import open_pack
    from sekisho.read.case import open_filing
    from sekisho.regime.asking.explain import explain as explain_case

    language = chosen(lang)
    case = open_filing(filing)
    day = on or today()
    own = case.filing.regime if case.filing else ""
    regime = open_pack(str(given["asked"] or own or _DEFAULT)).standing(day)
    notes = given["notes"]
    cited = open_notes(Path(notes), regime).notes if notes else ()
    rules = explain_case(regime, case, day)
    if as_json:
        print_json(_data(regime, rules, day) | {"notes": cited})
    else:
        click.echo("\n".join(_lines(regime, rules, day, language, cited)))
    return 0


def _lines(
    regime: Regime, rules: tuple[Explained, ...], on: date, lang: str, notes: tuple[Note, ...]
) -> Iterator[str]:
    from sekisho.report.rules.explained import explained_lines

    title = say_id("explain.title", lang, regime=regime.title(lang), on=on.isoformat())
    yield wrap(title)
    yield wrap(version_line(regime, lang))
    for caveat in regime.caveats(on):
        yield wrap(say(caveat, lang), first="! ")
    yield from explained_lines(rules, regime, lang, notes)
    if not rules:
        yield ""
        yield wrap(say_id("explain.none", lang))
    yield ""
    yield wrap(say_id("explain.foot", lang, verified=verified(regime, lang)))


def _data(regime: Regime, rules: tuple[Explained, ...], on: date) -> dict[str, Any]:
    return {
        "regime": regime.id,
        "version": regime.version,
        "verified_to": regime.verified_to.isoformat() if regime.verified_to else None,
        "sha256": regime.sha256,
        "on": on.isoformat(),
        "rules": [_rule(rule) for rule in rules],
    }


def _rule(rule: Explained) -> dict[str, Any]:
    asked = [
        asdict(each) | {"facts": {name: _plain(value) for name, value in each.facts}}
        for each in rule.asked
    ]
    return {
        "kind": rule.kind,
        "rule": rule.rule,
        "answer": rule.answer,
        "article": rule.article,
        "on": rule.on.isoformat() if rule.on else None,
        "asked": asked,
        "reasons": rule.reasons,
    }


def _plain(value: object) -> object:
    return value.date().isoformat() if isinstance(value, datetime) else value
