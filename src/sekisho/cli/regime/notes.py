"""`sekisho regime notes`: the operator's own notes on what a desk answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.spoken import SpokenGroup
from sekisho.report.catalogue import say_id
from sekisho.report.columns import wrap

if TYPE_CHECKING:
    from sekisho.model.operator.note import Notes
    from sekisho.model.values.message import Message
    from sekisho.regime.pack import Regime


@click.group("notes", cls=SpokenGroup, help="regime.notes", short_help="regime.notes.short")
def notes() -> None:
    """Looks after the operator's own notes."""


@notes.command("check", help="regime.notes.check", short_help="regime.notes.check.short")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--regime", "asked", metavar="PACK", default="jp-espa", help="regime.opt.regime")
@click.option("--on", type=DAY, help="regime.opt.on")
@click.option("--json", "as_json", is_flag=True, help="regime.opt.json")
@lang_option
def check(*, file: Path, asked: str, on: date | None, as_json: bool, lang: str | None) -> int:
    """Checks a notes pack against the rules it is about; exit code 2 where something is wrong."""
    from sekisho.cli.rules import open_pack
    from sekisho.report.notes import note_text

    language = chosen(lang)
    regime = open_pack(asked).standing(on or today())
    found = open_notes(file, regime)
    if as_json:
        print_json(found)
        return 0
    for note in found.notes:
        click.echo(wrap(f"{note.id} ({', '.join(note.rules)})"))
        click.echo(wrap(note_text(note, language), first="  "))
    click.echo(wrap(say_id("notes.count", language, n=len(found.notes))))
    return 0


def unseen_notes(found: Notes, on: date, operator: str = "") -> tuple[Message, ...]:
    """Tells the notes that are too late to be cited on a day, and notes of another operator."""
    from sekisho.model.values.message import message
    from sekisho.read.sheets.listing import plain_name
    from sekisho.regime.asking.notes import later_notes

    told = []
    if later := tuple(note.id for note in later_notes(found.notes, on)):
        told.append(message("notes.later", ids=later, n=len(later), on=on.isoformat()))
    if plain_name(operator) not in ("", plain_name(found.operator)) and found.operator:
        said = message("notes.other_operator", found=found.operator, wanted=operator)
        told.append(said)
    return tuple(told)


def open_notes(file: Path, regime: Regime) -> Notes:
    """Reads a notes pack; raises `DefectsError` with everything that is wrong with it."""
    from sekisho.model.errors import DefectsError
    from sekisho.read.beside.notes import read_notes
    from sekisho.regime.asking.notes import wrong_notes

    found, places = read_notes(file)
    defects = wrong_notes(regime, found, places)
    if defects:
        raise DefectsError(defects)
    return found
