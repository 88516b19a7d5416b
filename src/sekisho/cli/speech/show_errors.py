"""How a command says that something is wrong: place, message, remedy, on standard error."""

from __future__ import annotations

from collections.abc import Iterable

import click

from sekisho.model.errors import Defect, Place, SekishoError
from sekisho.model.values.message import Message
from sekisho.report.catalogue import say, say_id, visible
from sekisho.report.columns import WIDTH, width_of, wrap


def print_error(error: SekishoError, lang: str) -> None:
    """Prints an error with everything it knows, without a traceback."""
    print_defects(error.defects, lang)


def print_defects(defects: Iterable[Defect], lang: str) -> None:
    """Prints every defect on standard error, then how many there were when more than one."""
    count = 0
    for defect in defects:
        click.echo(defect_text(defect, lang), err=True)
        count += 1
    if count > 1:
        click.echo(say_id("cli.defects", lang, n=count), err=True)


def print_note(note: Message, lang: str) -> None:
    """Prints a message that is no answer (a warning, a hint) on standard error."""
    click.echo(wrap(say(note, lang)), err=True)


def defect_text(defect: Defect, lang: str) -> str:
    """Gives a defect as lines of at most 80 columns: place, message, remedy.

    A long place has a line of its own and is never broken, so that it can be copied.
    """
    place = place_text(defect.place, lang)
    said = say(defect.message, lang)
    if width_of(place) > WIDTH // 2:
        lines = [f"{place}:", wrap(said, first="  ")]
    else:
        lines = [wrap(f"{place}: {said}" if place else said, rest="  ")]
    if defect.remedy is not None:
        lines.append(wrap(say(defect.remedy, lang), first="  → ", rest="    "))
    return "\n".join(lines)


def place_text(place: Place, lang: str) -> str:
    """Gives a place as people read it: `file:12:5 (/pointer)`, `file, sheet S, cell B4`."""
    where = visible(place.file)
    if place.line:
        where = f"{where}:{place.line}" if where else say_id("cli.line", lang, n=place.line)
        where += f":{place.column}" if place.column else ""
    if place.sheet:
        where += say_id("cli.sheet", lang, sheet=place.sheet)
    if place.cell:
        where += say_id("cli.cell", lang, cell=place.cell)
    if place.pointer:
        where += f" ({visible(place.pointer)})" if where else visible(place.pointer)
    return where.strip(" ,、")
