"""`sekisho triage`: a month's updates become memos, and drafts of what must be filed."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.show_errors import print_defects, print_note
from sekisho.cli.speech.spoken import SpokenGroup
from sekisho.model.values.message import message
from sekisho.report.catalogue import say_id

_PATH = click.Path(path_type=Path)
EXIT_CODES = {"pass": 0, "found": 1, "unanswered": 3}


class _Straight(SpokenGroup):
    """A group in which `triage SHEET` means `triage run SHEET`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts `run` before what names no command and asks for no help."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Straight, help="triage.help")
def command() -> None:
    """Sorts a month's updates."""


@command.command("new", help="triage.help.new", short_help="triage.help.new.short")
@click.option("--xlsx", type=_PATH, metavar="FILE", required=True, help="triage.option.xlsx")
@click.option(
    "--register", type=_PATH, metavar="FILE", required=True, help="triage.option.register"
)
@click.option("--force", is_flag=True, help="filing.option.force")
@lang_option
def new(*, xlsx: Path, register: Path, force: bool, lang: str | None) -> None:
    """Writes the sheet of a month's updates, filled from the register as far as it goes."""
    from sekisho.cli.register.files import open_register, write_file
    from sekisho.desk.triage.month.sheets import updates_sheet

    language = chosen(lang)
    read = open_register(register)
    print_defects(read.defects, language)
    write_file(xlsx, updates_sheet(read.register), overwrite=force)
    click.echo(say_id("filing.written", language, name=str(xlsx)), err=True)
    if read.left_rows:
        print_note(message("register.partly", left=read.left_rows), language)
    print_note(message("triage.new.next", n=len(read.register.entries)), language)


@command.command("run", help="triage.help.run", short_help="triage.help.run.short")
@click.argument("updates", type=_PATH)
@click.option(
    "--register", type=_PATH, metavar="FILE", required=True, help="triage.option.register"
)
@click.option(
    "--cleared", type=_PATH, metavar="FILING", multiple=True, help="triage.option.cleared"
)
@click.option("--answers", type=_PATH, metavar="FILE", help="triage.option.answers")
@click.option("--notes", type=_PATH, metavar="FILE", help="cli.vet.notes")
@click.option("--on", type=DAY, help="triage.option.on")
@click.option("--regime", metavar="ID[@VERSION]", help="cli.vet.regime")
@click.option("--library", type=_PATH, help="cli.vet.library")
@click.option("-o", "--output", type=_PATH, metavar="FOLDER", help="triage.option.output")
@click.option("--json", "as_json", is_flag=True, help="triage.option.json")
@lang_option
def run(  # noqa: PLR0913  # one parameter an option
    updates: Path,
    *,
    register: Path,
    cleared: tuple[Path, ...],
    answers: Path | None,
    notes: Path | None,
    on: date | None,
    regime: str | None,
    library: Path | None,
    output: Path | None,
    as_json: bool,
    lang: str | None,
) -> int:
    """Sorts the updates of a sheet and gives the exit code their outcome asks for."""
    from sekisho.cli.triage.months import Asked, judge, open_month, take_answers

    language = chosen(lang)
    asked = Asked(updates, register, cleared, answers, on or today(), regime, library, notes)
    opened = open_month(asked)
    for note in opened.notes:
        print_note(note, language)
    given = take_answers(opened, asked)
    if answers is None and not as_json and sys.stdin.isatty() and sys.stderr.isatty():
        from sekisho.cli.triage.asked import ask_person

        given = ask_person(opened.questions, opened.month.on, language)
    result = judge(opened, given, shows_progress=sys.stderr.isatty() and not as_json)
    print_defects(opened.defects, language)
    if output is not None:
        from sekisho.cli.triage.folder import write_folder

        write_folder(result, output, language)
    if as_json:
        from sekisho.cli.triage.shown import print_json

        print_json(result)
    else:
        from sekisho.cli.triage.shown import print_month

        print_month(result, output, language)
    return EXIT_CODES[result.outcome]
