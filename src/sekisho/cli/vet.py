"""`sekisho vet`: a filing, or an SBOM without one, becomes an explained assessment."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from sekisho.cli.delivery import (
    is_delivery,
    open_delivery,
    print_delivery,
    print_questions,
    write_questions,
)
from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.show_errors import print_note
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.model.errors import LibraryError, Place, UsageError
from sekisho.model.values.message import message

if TYPE_CHECKING:
    from sekisho.library.snapshot import Library
    from sekisho.model.assessment import Assessment
    from sekisho.model.case import Case
    from sekisho.model.values.message import Message
    from sekisho.regime.pack import Regime
    from sekisho.report.gate.policy import Gated

_FILE = click.Path(path_type=Path)
EXIT_CODES = {"pass": 0, "found": 1, "unanswered": 3}
FOR_FILINGS = "jp-espa"
FOR_SOFTWARE = "baseline"


class Request(msgspec.Struct, frozen=True):
    """What the caller asked to vet, and with what; what is `None` follows from the rest."""

    filing: Path | None = None
    sbom: Path | None = None
    in_service: Path | None = None
    vex: tuple[Path, ...] = ()
    statements: Path | None = None
    library: Path | None = None
    regime: str | None = None
    notes: Path | None = None
    delivery: Path | None = None
    on: date | None = None
    columns: Path | None = None
    product: str = ""
    vendor: str = ""
    product_version: str = ""
    all_new: bool = False


class Vetted(msgspec.Struct, frozen=True):
    """An assessment, and what the caller should know beside it."""

    assessment: Assessment
    notes: tuple[Message, ...]
    case: Case


@click.command(cls=SpokenCommand, help="cli.vet")
@click.argument("filing", required=False, type=click.Path(path_type=Path))
@click.option("--sbom", type=click.Path(path_type=Path), help="cli.vet.sbom")
@click.option("--in-service", type=click.Path(path_type=Path), help="cli.vet.in_service")
@click.option(
    "--vex", type=click.Path(path_type=Path), multiple=True, metavar="FILE", help="cli.vet.vex"
)
@click.option("--statements", type=click.Path(path_type=Path), help="cli.vet.statements")
@click.option("--library", type=click.Path(path_type=Path), help="cli.vet.library")
@click.option("--regime", metavar="PACK[@VERSION]", help="cli.vet.regime")
@click.option("--notes", type=click.Path(path_type=Path), metavar="FILE", help="cli.vet.notes")
@click.option("--delivery", type=click.Path(path_type=Path), metavar="DIR", help="cli.vet.delivery")
@click.option("--on", type=DAY, help="cli.vet.on")
@click.option("--columns", type=click.Path(path_type=Path), metavar="FILE", help="cli.vet.columns")
@click.option("--product", default="", metavar="NAME", help="cli.vet.product")
@click.option("--vendor", default="", metavar="NAME", help="cli.vet.vendor")
@click.option("--product-version", default="", metavar="VERSION", help="cli.vet.product_version")
@click.option("--all-new", is_flag=True, help="cli.vet.all_new")
@click.option(
    "--questions", type=click.Path(path_type=Path), metavar="FILE", help="cli.vet.questions"
)
@click.option("--fail-on", multiple=True, metavar="SEVERITY|RULE", help="cli.vet.fail_on")
@click.option("--since", type=_FILE, metavar="OLD_SBOM", help="cli.vet.since")
@click.option("--exceptions", type=_FILE, metavar="FILE", help="cli.vet.exceptions")
@click.option("--json", "as_json", is_flag=True, help="cli.vet.json")
@click.option("--html", type=_FILE, metavar="FILE", help="cli.vet.html")
@click.option("--sarif", type=_FILE, metavar="FILE", help="cli.vet.sarif")
@click.option("--junit", type=_FILE, metavar="FILE", help="cli.vet.junit")
@lang_option
def command(  # noqa: PLR0913  # one a option
    *,
    fail_on: tuple[str, ...],
    since: Path | None,
    exceptions: Path | None,
    as_json: bool,
    html: Path | None,
    questions: Path | None,
    sarif: Path | None,
    junit: Path | None,
    lang: str | None,
    **asked: Path | str | date | tuple[Path, ...] | None,
) -> int:
    """Vets a filing or an SBOM and gives the exit code its outcome asks for."""
    from sekisho.cli.gate.build import Asked, stand_at_gate, write_for_machines

    language = chosen(lang)
    gate = Asked(fail_on=fail_on, since=since, exceptions=exceptions)
    line = gate.line(is_filing=asked["filing"] is not None)
    request = Request(**asked)  # type: ignore[arg-type]  # click gives these types
    vetted = vet_request(request)
    for note in vetted.notes:
        print_note(note, language)
    gated = stand_at_gate(vetted.assessment, request, gate, line)
    write_for_machines(gated, request, sarif=sarif, junit=junit, lang=language)
    if html is not None:
        _write_html(gated, vetted.case, html, language)
    if questions is not None:
        write_questions(vetted.case, questions, language)
    if as_json:
        print_json(gated if gate.marks else gated.assessment)
    elif gate.marks:
        print_gated(gated, language)
    else:
        print_delivery(vetted.case, language)
        print_report(gated.assessment, language)
        print_questions(vetted.case, language)
    return EXIT_CODES[gated.outcome]


def vet_request(request: Request) -> Vetted:
    """Opens what was asked for, chooses library, day and rules, and vets.

    Raises `UsageError` for a request without meaning, and whatever opening its parts raises.
    """
    case = _with_delivery(_open(request), request.delivery)
    from sekisho.vet import vet

    library, notes = choose_library(case, request.filing, request.library)
    notes += _not_counted(case)
    on = request.on or (library.made_on if library.fictional else None) or today()
    regime = _regime(request, case, on)
    if request.notes is not None:
        case, unseen = _noted(case, request.notes, regime, on)
        notes += unseen
    return Vetted(vet(case, regime, library, on), notes, case)


def choose_library(
    case: Case, filing: Path | None, given: Path | None
) -> tuple[Library, tuple[Message, ...]]:
    """Gives the library to vet with, and what to tell the caller about it.

    A library is taken from `given`; for a fictional filing from the nearest fictional one
    beside or above it; from SEKISHO_LIBRARY; else it is the starter library. Raises
    `UsageError` when a real filing would be vetted with invented facts.
    """
    from sekisho.library.snapshot import open_library, starter_library

    is_fictional = case.filing is not None and case.filing.fictional
    named = os.environ.get("SEKISHO_LIBRARY")
    path = given
    if path is None and is_fictional and filing is not None:
        path = _nearest_fictional(filing)
    if path is None and named:
        path = Path(named)
    if path is None:
        return starter_library(), (message("cli.vet.starter"),)
    library = open_library(path)
    if library.fictional and case.filing is not None and not is_fictional:
        raise UsageError(
            message("cli.vet.fictional_library", folder=str(path)),
            place=Place(file=str(filing)),
            hint=message("cli.vet.fictional_library.remedy"),
        )
    if library.fictional and case.filing is None:
        return library, (message("cli.vet.fictional_facts"),)
    if is_fictional and not library.fictional:
        return library, (message("cli.vet.real_library"),)
    return library, ()


def print_gated(gated: Gated, lang: str) -> None:
    """Writes the report with what each finding is marked with, then how it stands at the gate."""
    from sekisho.cli.gate.shown import text
    from sekisho.report.gate.policy import marked

    print_report(marked(gated), lang, gated.assessment.sha256)
    click.echo(text(gated, lang))


def print_report(assessment: Assessment, lang: str, name: str = "") -> None:
    """Writes the report on standard output, in colour only on a terminal that wants it."""
    from sekisho.report.terminal import COLOUR, PLAIN, render

    wants = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    dumb = os.environ.get("TERM", "dumb") == "dumb"
    ink = COLOUR if wants and not dumb else PLAIN
    click.echo(render(assessment, lang, ink=ink, name=name), nl=False)


def _open(request: Request) -> Case:
    from sekisho.read.case import open_filing, open_sbom_case

    if is_delivery(request):
        return open_delivery(request)
    if request.filing is not None and request.sbom is not None:
        raise UsageError(message("cli.vet.both"), hint=message("cli.vet.both.remedy"))
    if request.filing is not None:
        if request.vex:
            raise UsageError(
                message("cli.vet.vex_beside"), hint=message("cli.vet.vex_beside.remedy")
            )
        if request.in_service is not None:
            raise UsageError(message("cli.vet.both"), hint=message("cli.vet.both.remedy"))
        if request.statements is not None:
            id = "cli.vet.statements_beside"
            raise UsageError(message(id), hint=message(f"{id}.remedy"))
        return open_filing(request.filing)
    if request.sbom is None:
        raise UsageError(message("cli.vet.neither"), hint=message("cli.vet.neither.remedy"))
    case = open_sbom_case(request.sbom, request.in_service, request.vex)
    if request.statements is None:
        return case
    from msgspec.structs import replace

    from sekisho.read.beside.statements import read_statements

    return replace(case, statements=read_statements(request.statements))


def _with_delivery(case: Case, folder: Path | None) -> Case:
    if folder is None:
        return case
    from msgspec.structs import replace

    from sekisho.read.beside.delivery import read_delivery

    return replace(case, delivered=read_delivery(folder))


def _not_counted(case: Case) -> tuple[Message, ...]:
    """Tells of statements that no check counts because they are not what was signed."""
    if not case.statements:
        return ()
    from sekisho.keys.signing import is_signed

    n = sum(not is_signed(signed) for signed in case.statements)
    return (message("statement.not_counted", n=n),) if n else ()


def _regime(request: Request, case: Case, on: date) -> Regime:
    from sekisho.cli.rules import open_rules

    by_case = (case.filing.regime or FOR_FILINGS) if case.filing else FOR_SOFTWARE
    return open_rules(request.regime, by_case, on)


def _noted(case: Case, file: Path, regime: Regime, on: date) -> tuple[Case, tuple[Message, ...]]:
    from msgspec.structs import replace

    from sekisho.cli.regime.notes import open_notes, unseen_notes

    found = open_notes(file, regime)
    return replace(case, notes=found.notes), unseen_notes(found, on)


def _nearest_fictional(filing: Path) -> Path | None:
    """Finds the nearest folder `library` beside or above a filing that says it is fictional."""
    from sekisho.library.snapshot import read_manifest

    start = filing.resolve()
    for folder in (start, *start.parents):
        candidate = folder / "library"
        if not (candidate / "manifest.json").is_file():
            continue
        try:
            if read_manifest(candidate).fictional:
                return candidate
        except LibraryError:
            continue
    return None


def _write_html(gated: Gated, case: Case, path: Path, lang: str) -> None:
    from sekisho.cli.gate.build import write
    from sekisho.report.gate.policy import marked
    from sekisho.report.html import render

    page = render(marked(gated), lang, gated.assessment.sha256, case)
    write(page.encode(), path, lang)
