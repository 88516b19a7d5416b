"""`sekisho register`: what is in service, imported from a sheet or taken from cleared filings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.show_errors import print_defects, print_note
from sekisho.cli.speech.spoken import SpokenGroup
from sekisho.model.values.message import message
from sekisho.report.catalogue import say_id

if TYPE_CHECKING:
    from sekisho.model.operator.register import Register

_PATH = click.Path(path_type=Path)
_WRONG = 2


@click.group(cls=SpokenGroup, help="register.help")
def command() -> None:
    """Keeps the register of an operator."""


@command.command("import", help="register.help.import", short_help="register.help.import.short")
@click.argument("sheet", type=_PATH)
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="register.option.output")
@click.option("--json", "as_json", is_flag=True, help="register.option.json")
@click.option("--force", is_flag=True, help="filing.option.force")
@lang_option
def import_(
    sheet: Path, *, output: Path | None, as_json: bool, force: bool, lang: str | None
) -> int:
    """Reads a register from a sheet; exit code 2 when a row of it is wrong, and it is left out."""
    from sekisho.cli.register.files import both, open_register, unknown_words, written

    language = chosen(lang)
    read = open_register(sheet, both)
    print_defects(read.defects, language)
    if read.unread:
        print_note(message("sheet.unread", columns=read.unread), language)
    written(read.register, output, language, as_json=as_json, force=force)
    _sum_up(read.register, len(read.defects), language)
    strange = unknown_words(read.register)
    if strange:
        print_note(message("register.unknown_words", words=strange), language)
    return _WRONG if read.defects else 0


@command.command("new", help="register.help.new", short_help="register.help.new.short")
@click.option("--xlsx", type=_PATH, metavar="FILE", required=True, help="register.option.xlsx")
@click.option("--force", is_flag=True, help="filing.option.force")
@lang_option
def new(*, xlsx: Path, force: bool, lang: str | None) -> None:
    """Writes a blank sheet for a register."""
    from sekisho.cli.register.files import register_sheet, write_file
    from sekisho.model.operator.register import Register

    language = chosen(lang)
    write_file(xlsx, register_sheet(Register()), overwrite=force)
    click.echo(say_id("filing.written", language, name=str(xlsx)), err=True)
    print_note(message("register.new.next", name=str(xlsx)), language)


@command.command("from", help="register.help.from", short_help="register.help.from.short")
@click.argument("filings", nargs=-1, required=True, type=_PATH)
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="register.option.output")
@click.option("--json", "as_json", is_flag=True, help="register.option.json")
@click.option("--force", is_flag=True, help="filing.option.force")
@lang_option
def from_(
    filings: tuple[Path, ...],
    *,
    output: Path | None,
    as_json: bool,
    force: bool,
    lang: str | None,
) -> None:
    """Makes a register from filings that were cleared."""
    from sekisho.cli.register.files import written
    from sekisho.desk.register import register_from
    from sekisho.read.case import find_filing
    from sekisho.read.files import read_bytes
    from sekisho.read.filing import read_filing
    from sekisho.read.limits import FILING

    language = chosen(lang)
    found = [find_filing(path) for path in filings]
    read = [read_filing(read_bytes(path, FILING), str(path)) for path in found]
    register = register_from(read)
    written(register, output, language, as_json=as_json, force=force)
    _sum_up(register, 0, language)
    if any(entry.introduced_on for entry in register.entries):
        print_note(message("register.from.introduced"), language)


def _sum_up(register: Register, wrong: int, lang: str) -> None:
    said = message("register.read", n=len(register.entries), wrong=wrong)
    print_note(said, lang)
