"""`sekisho register`: what is in service, imported from a sheet or taken from cleared filings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.speech.language import DAY, chosen, lang_option, today
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
    from sekisho.cli.register.files import open_register, written
    from sekisho.desk.register_sheet import unknown_words
    from sekisho.report.catalogue import both

    language = chosen(lang)
    read = open_register(sheet, both)
    print_defects(read.defects, language)
    if read.unread:
        print_note(message("sheet.unread", columns=read.unread), language)
    written(read.register, output, language, as_json=as_json, force=force)
    _sum_up(read.register, read.left_rows, len(read.defects), language)
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
    from sekisho.cli.register.files import write_file
    from sekisho.desk.register_sheet import register_sheet
    from sekisho.model.operator.register import Register

    language = chosen(lang)
    write_file(xlsx, register_sheet(Register()), overwrite=force)
    click.echo(say_id("filing.written", language, name=str(xlsx)), err=True)
    print_note(message("register.new.next", name=str(xlsx)), language)


@command.command("from", help="register.help.from", short_help="register.help.from.short")
@click.argument("filings", nargs=-1, required=True, type=_PATH)
@click.option("--on", type=DAY, help="plans.option.on")
@click.option(
    "--cleared-on",
    "stated",
    metavar="[REFERENCE=]DAY",
    multiple=True,
    help="plans.option.stated",
)
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="register.option.output")
@click.option("--json", "as_json", is_flag=True, help="register.option.json")
@click.option("--force", is_flag=True, help="filing.option.force")
@lang_option
def from_(  # noqa: PLR0913  # one parameter an option
    filings: tuple[Path, ...],
    *,
    on: date | None,
    stated: tuple[str, ...],
    output: Path | None,
    as_json: bool,
    force: bool,
    lang: str | None,
) -> int:
    """Makes a register from plans that were cleared, and gives the exit code for the others."""
    from sekisho.cli.register.files import written
    from sekisho.cli.register.plans import open_plans, stated_days
    from sekisho.desk.plans import check_operator, one_each, sift_plans
    from sekisho.desk.register import register_from

    language, day = chosen(lang), on or today()
    plans, notes = one_each(open_plans(filings))
    check_operator(plans)
    days = stated_days(stated, plans, day)
    sifted = sift_plans(
        [replace(plan, stated_on=days.get(plan.filing.reference)) for plan in plans], day
    )
    for note in notes:
        print_note(note, language)
    for reason in sifted.reasons:
        print_defects((reason,), language)
    code = 1 if sifted.refused else 3 if sifted.unknown else 0
    if not sifted.cleared:
        print_note(message("plans.none"), language)
        return code
    register = register_from(sifted.cleared, day)
    written(register, output, language, as_json=as_json, force=force)
    left = len(plans) - len(sifted.cleared)
    print_note(message("plans.taken", n=len(sifted.cleared), left=left), language)
    print_note(message("register.made", n=len(register.entries)), language)
    by_word = tuple(plan.name for plan in sifted.cleared if not plan.events)
    if by_word:
        print_note(message("plans.stated", plans=by_word), language)
    if any(plan.introduces_as_planned for plan in sifted.cleared):
        print_note(message("register.from.introduced"), language)
    return code


def _sum_up(register: Register, left: int, wrong: int, lang: str) -> None:
    id = "register.read" if left else "register.made"
    said = message(id, n=len(register.entries), left=left, wrong=wrong)
    print_note(said, lang)
