"""`sekisho filing package`: what goes to each authority, as files."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.clock.authority import read_authority
from sekisho.cli.filing.files import usage
from sekisho.cli.speech.language import DAY, LANGUAGES, chosen, today
from sekisho.cli.speech.show_errors import print_error, print_note
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.model.errors import InputError, UsageError
from sekisho.model.values.message import message
from sekisho.read.refused import not_written
from sekisho.report.catalogue import say_id

if TYPE_CHECKING:
    from sekisho.desk.package.folder import Manifest
    from sekisho.desk.package.view import Copy, Vetted

_PATH = click.Path(path_type=Path)
_COPIES: tuple[Copy, ...] = ("authority", "shareable")
_UNSAFE = re.compile(r"[^\w-]+")
_FOUND, _UNANSWERED = 1, 3


@click.command(
    "package", cls=SpokenCommand, help="filing.help.package", short_help="filing.help.package.short"
)
@click.argument("filing", type=_PATH)
@click.option("-o", "--output", type=_PATH, metavar="DIR", help="package.opt.output")
@click.option("--authority", "named", multiple=True, help="package.opt.authority")
@click.option(
    "--copy", "copies", multiple=True, type=click.Choice(_COPIES), help="package.opt.copy"
)
@click.option("--library", type=_PATH, help="cli.vet.library")
@click.option("--regime", metavar="PACK[@VERSION]", help="cli.vet.regime")
@click.option("--on", type=DAY, help="cli.vet.on")
@click.option("--no-pdf", is_flag=True, help="package.opt.no_pdf")
@click.option("--force", is_flag=True, help="package.opt.force")
@click.option("--lang", type=click.Choice(LANGUAGES), help="package.opt.lang")
def package(  # noqa: PLR0913  # one parameter an option
    *,
    filing: Path,
    output: Path | None,
    named: tuple[str, ...],
    copies: tuple[Copy, ...],
    library: Path | None,
    regime: str | None,
    on: date | None,
    no_pdf: bool,
    force: bool,
    lang: str | None,
) -> int:
    """Makes the package; exit code 1 when something lacks, 3 when something was not answered."""
    from sekisho.desk.package.folder import Wish, make_package
    from sekisho.desk.package.printing import Printer

    language = chosen(lang)
    vetted = _vet(filing, library, regime, on, language)
    target = output or Path(f"package-{_UNSAFE.sub('-', vetted.filing.reference) or 'filing'}")
    _refuse_strangers(target, overwrite=force)
    printer = None if no_pdf else Printer()
    files, manifest = make_package(
        vetted,
        Wish(
            authorities=_authorities(vetted, named),
            languages=(lang,) if lang else ("ja", "en"),
            copies=copies or _COPIES,
            print=printer,
        ),
    )
    source = filing if filing.is_dir() else filing.parent
    _write(target, files, _copied(vetted, manifest, source))
    _tell(target, manifest, vetted, language)
    refused = printer.refused if printer else []
    for error in refused[:1]:
        print_error(error, language)
    if any(row.missing for row in manifest.authorities):
        return _FOUND
    return _UNANSWERED if refused or any(row.open for row in manifest.authorities) else 0


def _vet(
    path: Path, library: Path | None, regime_id: str | None, on: date | None, lang: str
) -> Vetted:
    from sekisho.check.look import Look
    from sekisho.cli.rules import open_rules
    from sekisho.cli.vet import FOR_FILINGS, choose_library
    from sekisho.desk.package.view import Vetted
    from sekisho.read.case import open_filing
    from sekisho.vet import vet

    case = open_filing(path)
    if case.filing is None:
        raise UsageError(message("package.no_filing"))
    opened, notes = choose_library(case, path, library)
    for note in notes:
        print_note(note, lang)
    day = on or (opened.made_on if opened.fictional else None) or today()
    rules = open_rules(regime_id, case.filing.regime or FOR_FILINGS, day)
    look = Look(case=case, regime=rules, library=opened, on=day)
    return Vetted(case, case.filing, look, vet(case, rules, opened, day))


def _authorities(vetted: Vetted, named: tuple[str, ...]) -> tuple[str, ...]:
    from sekisho.regime.words import authority_in_charge, name_rows, write_names

    if named:
        found = [read_authority(vetted.regime, word) for word in named]
    else:
        found = [authority_in_charge(vetted.regime, vetted.plan)]
    if not all(found):
        names = name_rows(vetted.regime.authorities)
        raise UsageError(
            message("package.no_authority"),
            hint=message("package.no_authority.remedy", known=write_names(names, names)),
        )
    return tuple(dict.fromkeys(found))


def _refuse_strangers(target: Path, *, overwrite: bool) -> None:
    """A folder that is there is replaced only when asked, and only if it is a package of ours."""
    from sekisho.desk.package.folder import MANIFEST, Manifest
    from sekisho.model.schema import from_json
    from sekisho.read.files import path_within, read_bytes
    from sekisho.read.limits import FILING

    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    try:
        old = from_json(read_bytes(target / MANIFEST, FILING), Manifest)
    except InputError as error:
        raise usage("package.not_ours", target) from error
    if not overwrite:
        raise usage("package.folder_there", target)
    for row in (*(packed.path for packed in old.files), MANIFEST):
        path_within(target, row).unlink(missing_ok=True)


def _copied(vetted: Vetted, manifest: Manifest, source: Path) -> dict[str, tuple[Path, str]]:
    """What is copied into the package -> from where, and the digest it was read with."""
    from sekisho.desk.package.copies import place_copies
    from sekisho.read.files import path_within

    digests = {file.path: file.sha256 for file in manifest.files if file.part == "evidence"}
    return {
        path: (path_within(source, stated), digests[path])
        for stated, path in place_copies(vetted.case.evidence).items()
        if path in digests
    }


def _copy(source: Path, target: Path, sha256: str) -> None:
    """Copies a file in pieces; one that changed since it was read is not handed in."""
    from sekisho.read.files import copy_file
    from sekisho.read.limits import EVIDENCE

    if copy_file(source, target, EVIDENCE) != sha256:
        target.unlink()
        raise usage("package.evidence_changed", source)


def _write(target: Path, files: dict[str, bytes], copies: dict[str, tuple[Path, str]]) -> None:
    """Writes the evidence first and the manifest last: what has one is whole."""
    from sekisho.read.files import path_within

    try:
        for name, (source, sha256) in copies.items():
            path = path_within(target, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            _copy(source, path, sha256)
        for name, data in files.items():
            path = path_within(target, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise not_written(target, error) from error


def _tell(target: Path, manifest: Manifest, vetted: Vetted, lang: str) -> None:
    from sekisho.desk.package.authorities import authority_name

    names = tuple(authority_name(vetted.regime, row.id, lang) for row in manifest.authorities)
    n = len(manifest.files) + 1
    click.echo(say_id("package.written", lang, name=str(target), n=n, authorities=names), err=True)
    for row in manifest.authorities:
        shown = [file.path for file in manifest.files if file.part == "review"]
        review = next(
            (path for path in shown if path.startswith(f"{row.id}/") and f".{lang}." in path),
            next(path for path in shown if path.startswith(f"{row.id}/")),
        )
        if row.missing:
            print_note(message("package.lacks", n=row.missing, name=review), lang)
        if row.open:
            print_note(message("package.open", n=row.open, name=review), lang)
        if not row.missing and not row.open:
            said = "package.complete" if vetted.is_due else "package.nothing_due"
            print_note(message(said), lang)
    print_note(message("package.keep"), lang)
