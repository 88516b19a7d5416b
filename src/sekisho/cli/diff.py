"""`sekisho diff`: what changed between two SBOMs of one product."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.show_errors import print_defects
from sekisho.cli.speech.spoken import SpokenCommand

if TYPE_CHECKING:
    from sekisho.model.errors import Defect
    from sekisho.model.evidence import EvidenceKind
    from sekisho.model.finding import Finding
    from sekisho.model.inventory import Inventory
    from sekisho.report.comparison.told import Compared, Flaws

_LIGHT = frozenset({"low", "info"})
"""Below the line of `vet --fail-on`, which is medium unless it is moved."""


_Read = tuple["Inventory", "tuple[Defect, ...]"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller asked to compare, and with what."""

    old: Path
    new: Path
    lang: str
    library: Path | None = None
    on: date | None = None


@click.command(cls=SpokenCommand, help="cli.diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--library", type=click.Path(path_type=Path), help="cli.diff.library")
@click.option("--on", type=DAY, help="cli.diff.on")
@click.option("--json", "as_json", is_flag=True, help="cli.diff.json")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="cli.diff.html")
@lang_option
def command(
    *,
    old: Path,
    new: Path,
    as_json: bool,
    html: Path | None,
    lang: str | None,
    **asked: Path | date | None,
) -> int:
    """Compares two SBOMs; exit code 1 for a change that asks for a look, else 0."""
    language = chosen(lang)
    compared = _compared(Asked(old, new, language, **asked))  # type: ignore[arg-type]  # click's
    if html is not None:
        _write_html(compared, html, language)
    if as_json:
        _print_json(compared)
    else:
        _print(compared, language)
    return 1 if _asks_for_a_look(compared) else 0


def _asks_for_a_look(compared: Compared) -> bool:
    """The line of `vet --fail-on`: a change or a new flaw that is medium or graver."""
    from sekisho.check.difference.said import SEVERITIES

    flaws = compared.flaws
    came = (*flaws.new, *flaws.planted) if flaws else ()
    grave = (finding for finding in came if finding.severity not in _LIGHT)
    changed = (
        change for change in compared.difference.changes if SEVERITIES[change.kind] not in _LIGHT
    )
    return next(grave, None) is not None or next(changed, None) is not None


def _compared(asked: Asked) -> Compared:
    from sekisho.match.packages.difference import compare
    from sekisho.report.comparison.told import Compared

    old, new = _read(asked.old, asked.lang), _read(asked.new, asked.lang)
    named = os.environ.get("SEKISHO_LIBRARY")
    library = asked.library or (Path(named) if named else None)
    flaws = _flaws((old, new), library, asked) if library else None
    return Compared(compare(old[0], new[0]), flaws, str(asked.old), str(asked.new))


def _read(path: Path, lang: str) -> _Read:
    from sekisho.read.files import read_bytes
    from sekisho.read.limits import SBOM
    from sekisho.read.sbom import read_sbom

    inventory, defects = read_sbom(read_bytes(path, SBOM), str(path))
    print_defects(defects, lang)
    return inventory, defects


def _flaws(sides: tuple[_Read, _Read], path: Path, asked: Asked) -> Flaws:
    """Asks the checks that vetting asks, and sorts what they answer by what the update does."""
    from sekisho.check import known_flaws, malicious
    from sekisho.check.look import Look
    from sekisho.library.snapshot import open_library
    from sekisho.model.case import Case
    from sekisho.model.evidence import Evidence, EvidenceItem
    from sekisho.regime.loader import load_regime
    from sekisho.report.catalogue import say_id
    from sekisho.report.comparison.told import Flaws

    library = open_library(path)
    day = asked.on or (library.made_on if library.fictional else None) or today()
    kinds: tuple[EvidenceKind, EvidenceKind] = ("sbom_in_service", "sbom")
    evidence = tuple(
        EvidenceItem(evidence=Evidence(id=kind, kind=kind), inventory=side, defects=defects)
        for kind, (side, defects) in zip(kinds, sides, strict=True)
    )
    regime = load_regime("baseline", day)
    look = Look(case=Case(evidence=evidence), regime=regime, library=library, on=day)
    answers = [check.run(look) for check in (known_flaws.CHECK, malicious.CHECK)]
    found, planted = ([f for f in a.findings if f.state == "found"] for a in answers)
    fixed = [finding for finding in found if finding.rule == "known_flaws.fixed"]
    known = [finding for finding in found if _is_kept(finding)]
    unknown = [answer.reason for answer in answers if answer.reason]
    unknown += [f.message for f in answers[0].findings if f.state == "not_checked"]
    return Flaws(
        new=tuple(each for each in found if each not in fixed and each not in known),
        kept=tuple(known),
        fixed=tuple(fixed),
        planted=tuple(planted),
        not_checked=tuple(each for at, each in enumerate(unknown) if each not in unknown[:at]),
        sources=say_id("compare.library", asked.lang, digest=library.sha256, on=day.isoformat()),
    )


def _is_kept(finding: Finding) -> bool:
    """Says whether what is in service has the flaw too."""
    return any(detail.id == "known_flaws.in_service_too" for detail in finding.details)


def _print(compared: Compared, lang: str) -> None:
    from sekisho.report.comparison.terminal import render
    from sekisho.report.terminal import COLOUR, PLAIN

    wants = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    dumb = os.environ.get("TERM", "dumb") == "dumb"
    click.echo(render(compared, lang, ink=COLOUR if wants and not dumb else PLAIN), nl=False)


def _print_json(compared: Compared) -> None:
    """Writes the difference; with a library the flaws stand beside it under `flaws`."""
    from sekisho.model.canonical import plain

    document = plain(compared.difference)
    if compared.flaws is not None:
        flaws = compared.flaws
        parts = ("new", "kept", "fixed", "planted", "not_checked")
        document["flaws"] = {part: [plain(one) for one in getattr(flaws, part)] for part in parts}
    print_json(document)


def _write_html(compared: Compared, path: Path, lang: str) -> None:
    from sekisho.model.values.message import message
    from sekisho.read.refused import not_written
    from sekisho.report.catalogue import say
    from sekisho.report.comparison.html import render

    try:
        path.write_text(render(compared, lang), encoding="utf-8")
    except OSError as error:
        raise not_written(path, error) from error
    # Not wrapped: a path is there to be copied.
    click.echo(say(message("cli.vet.written", file=str(path)), lang), err=True)
