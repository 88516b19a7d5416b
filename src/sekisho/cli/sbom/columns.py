"""`sekisho sbom columns`: what the columns of a vendor's table seem to mean, to be confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.model.errors import InputError, Place
from sekisho.model.values.message import message

if TYPE_CHECKING:
    from sekisho.model.operator.delivery import ColumnGuess, Columns


@click.command("columns", cls=SpokenCommand, help="columns.cli", short_help="columns.cli.short")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--vendor", default="", metavar="NAME", help="columns.cli.vendor")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="columns.cli.output")
@click.option("--json", "as_json", is_flag=True, help="columns.cli.json")
@lang_option
def columns(
    *, file: Path, vendor: str, output: Path | None, as_json: bool, lang: str | None
) -> int:
    """Shows the guess, and writes it as a file for a person to look at and hand back."""
    from sekisho.report.catalogue import say_id

    language = chosen(lang)
    guess = _guess(file)
    found = _as_columns(guess, vendor)
    if output is not None:
        _write(output, _yaml(found, language))
        click.echo(say_id("cli.vet.written", language, file=str(output)), err=True)
    if as_json:
        print_json(found)
        return 0
    click.echo(_shown(guess, language))
    return 0


def _guess(file: Path) -> ColumnGuess:
    """Raises `InputError` for a file that is no table, or in which nothing looks like an SBOM."""
    from sekisho.read.vendor.columns import guess_columns, sheets_of
    from sekisho.read.vendor.folder import read_one

    piece = read_one(file)
    kind, data = piece.kind, piece.data
    if kind not in {"workbook", "csv"}:
        id = "columns.no_table"
        raise InputError(message(id), place=Place(file=str(file)), hint=message(f"{id}.remedy"))
    guess = guess_columns(sheets_of(data, str(file), kind), file.name)
    if guess is None:
        id = "columns.nothing"
        raise InputError(message(id), place=Place(file=str(file)), hint=message(f"{id}.remedy"))
    return guess


def _as_columns(guess: ColumnGuess, vendor: str) -> Columns:
    from sekisho.model.operator.delivery import Columns, NamedColumn

    named = tuple(
        NamedColumn(field=field, heading=heading)  # type: ignore[arg-type]  # only fields are guessed
        for field, heading in guess.columns
    )
    return Columns(vendor=vendor, sheet=guess.sheet, columns=named)


def _shown(guess: ColumnGuess, lang: str) -> str:
    from sekisho.report.catalogue import say, say_id
    from sekisho.report.columns import wrap

    head = say_id("columns.guess", lang, file=guess.path, sheet=guess.sheet, row=guess.row)
    lines = [wrap(head)]
    for field, heading in guess.columns:
        pair = message("delivery.column", heading=heading, field=f"column.{field}")
        lines.append(wrap(say(pair, lang), first="  "))
    lines.append(wrap(say_id("columns.confirm", lang)))
    return "\n".join(lines)


def _yaml(found: Columns, lang: str) -> str:
    """The mapping as YAML, with a comment that says what to do with it."""
    import json

    from sekisho.read.shape import schema_of
    from sekisho.report.catalogue import say_id

    lines = [f"# {say_id('columns.comment', lang)}", f"schema: {schema_of(type(found))}"]
    for key, text in (("vendor", found.vendor), ("sheet", found.sheet)):
        if text:
            lines.append(f"{key}: {json.dumps(text, ensure_ascii=False)}")
    lines.append("columns:")
    for column in found.columns:
        heading = json.dumps(column.heading, ensure_ascii=False)
        lines.append(f"  - {{field: {column.field}, heading: {heading}}}")
    return "\n".join([*lines, ""])


def _write(path: Path, text: str) -> None:
    from sekisho.read.refused import not_written

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise not_written(path, error) from error
