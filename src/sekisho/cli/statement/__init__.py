"""`sekisho statement`: what a named person states about a case, signed and kept beside it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

import click

from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.show_errors import print_note
from sekisho.cli.speech.spoken import SpokenGroup
from sekisho.cli.speech.words import is_text
from sekisho.model.case import Statement, StatementKind
from sekisho.model.errors import DefectsError, UsageError
from sekisho.model.values.message import message
from sekisho.report.catalogue import say_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.model.case import SignedStatement
    from sekisho.model.errors import Defect
    from sekisho.model.values.message import Message

_PATH = click.Path(path_type=Path)
_FALSE = 1
_FOLD = re.compile(r"\s*\n\s*")
"""Where a report broke the line of an id that was copied from it."""
_SHA256 = re.compile("[0-9a-f]{64}")
_UNREAD = ("confirmation",)
"""Kinds that are kept and shown, and that no check of this version counts on."""


@click.group(cls=SpokenGroup, help="statement.help", short_help="cli.statement.short")
def command() -> None:
    """Makes keys, signs statements and shows them."""


@command.command("key", help="statement.help.key", short_help="statement.help.key.short")
@click.option("-o", "--output", type=_PATH, required=True, help="statement.option.output")
@click.option("--password-file", type=_PATH, metavar="FILE", help="statement.option.password")
@lang_option
def key(*, output: Path, password_file: Path | None, lang: str | None) -> None:
    """Makes a private key; prints the public one and never the private one."""
    import secrets

    from sekisho.cli.statement.files import read_password, write_key
    from sekisho.keys.private_keys import write_private_key
    from sekisho.keys.signing import public_key

    language = chosen(lang)
    password = read_password(password_file)
    seed = secrets.token_bytes(32)
    write_key(output, write_private_key(seed, password))
    click.echo(say_id("statement.public_key", language, key=public_key(seed)))
    click.echo(say_id("statement.key_written", language, name=str(output)), err=True)
    print_note(message("statement.key_written.next"), language)


@command.command("add", help="statement.help.add", short_help="statement.help.add.short")
@click.argument("folder", type=_PATH)
@click.option(
    "--kind",
    type=click.Choice(get_args(StatementKind)),
    required=True,
    help="statement.option.kind",
)
@click.option("--about", metavar="ID", required=True, help="statement.option.about")
@click.option("--by", metavar="NAME", required=True, help="statement.option.by")
@click.option("--reason", metavar="TEXT", required=True, help="statement.option.reason")
@click.option("--value", metavar="TEXT", default="", help="statement.option.value")
@click.option("--party-sha256", metavar="HEX", default="", help="statement.option.party_sha256")
@click.option("--entry-sha256", metavar="HEX", default="", help="statement.option.entry_sha256")
@click.option("--on", type=DAY, help="statement.option.on")
@click.option(
    "--key", "key_file", type=_PATH, metavar="FILE", required=True, help="statement.option.key"
)
@click.option("--password-file", type=_PATH, metavar="FILE", help="statement.option.password")
@lang_option
def add(
    folder: Path,
    *,
    key_file: Path,
    password_file: Path | None,
    on: date | None,
    lang: str | None,
    **said: str,
) -> None:
    """Signs a statement and appends it to those of a case."""
    from sekisho.cli.statement.files import open_for_adding, read_key
    from sekisho.keys.signing import sign_statement
    from sekisho.read.beside.statements import append_statement, parse_statements

    language = chosen(lang)
    statement = _statement(said, on or today())
    seed = read_key(key_file, password_file)
    with open_for_adding(folder) as file:
        there = parse_statements(file.data, str(file.path)) if file.data else ()
        if false := tuple(_false(there, str(file.path))):
            raise DefectsError(false)
        signed = sign_statement(statement, seed)
        file.write(append_statement(file.data, signed, str(file.path)))
    click.echo(say_id("statement.added", language, file=str(file.path), n=len(there) + 1))
    for note in _notes(folder, key_file, statement):
        print_note(note, language)


@command.command("list", help="statement.help.list", short_help="statement.help.list.short")
@click.argument("folder", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="statement.option.json")
@lang_option
def list_(folder: Path, *, as_json: bool, lang: str | None) -> int:
    """Shows every statement of a case; 1 when a signature does not hold."""
    from sekisho.cli.statement.files import statements_of
    from sekisho.cli.statement.shown import as_json_text, as_lines
    from sekisho.keys.signing import is_signed

    language = chosen(lang)
    listed = tuple((signed, is_signed(signed)) for signed in statements_of(folder))
    click.echo(as_json_text(listed) if as_json else "\n".join(as_lines(listed, language)))
    return 0 if all(holds for _, holds in listed) else _FALSE


def _statement(said: dict[str, str], on: date) -> Statement:
    """Makes the statement; raises `UsageError` when what it needs is empty or is no text."""
    for option, text in said.items():
        known: dict[str, str] = {"option": f"--{option.replace('_', '-')}"}
        if not is_text(text):
            raise UsageError(message("statement.not_text", **known))
        if option in ("about", "by", "reason") and not any(char.isalnum() for char in text):
            raise UsageError(
                message("statement.empty", **known), hint=message("statement.empty.remedy")
            )
    _hold_to_sides(said)
    return Statement(
        kind=cast("StatementKind", said["kind"]),
        about=_FOLD.sub(" ", said["about"].strip()),
        value=said["value"].strip(),
        by=said["by"].strip(),
        on=on,
        reason=said["reason"].strip(),
        party_sha256=said["party_sha256"],
        entry_sha256=said["entry_sha256"],
    )


def _hold_to_sides(said: dict[str, str]) -> None:
    """Raises `UsageError` where a pair is stated apart without both its sides, or sides without a
    pair.
    """
    sides = said["party_sha256"], said["entry_sha256"]
    if said["kind"] != "not_the_same":
        if any(sides):
            raise UsageError(message("statement.no_sides"))
    elif not all(_SHA256.fullmatch(side) for side in sides):
        raise UsageError(message("statement.sides"), hint=message("statement.sides.remedy"))


def _false(there: tuple[SignedStatement, ...], file: str) -> Iterator[Defect]:
    from sekisho.keys.signing import is_signed
    from sekisho.model.errors import Defect, Place

    for at, signed in enumerate(there):
        if not is_signed(signed):
            yield Defect(
                message=message("statement.does_not_hold"),
                place=Place(file=file, pointer=f"/{at}"),
                remedy=message("statement.does_not_hold.remedy"),
            )


def _notes(folder: Path, key_file: Path, statement: Statement) -> Iterator[Message]:
    """Tells what the caller would not want to learn later."""
    from sekisho.model.errors import InputError
    from sekisho.read.case import find_filing

    try:
        find_filing(folder)
    except InputError:
        yield message("statement.no_filing")
    if statement.kind in _UNREAD:
        yield message("statement.unread")
    if key_file.resolve().is_relative_to(folder.resolve()):
        yield message("statement.key_inside")
    if key_file.stat().st_mode & 0o077:
        yield message("statement.key_open")
