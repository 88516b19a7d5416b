"""`sekisho portal`: looks after the data of a portal: upgrades, backs up, restores."""

from __future__ import annotations

from pathlib import Path

import click

from sekisho.cli.portal.setting import data_option, set_data
from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.spoken import SpokenGroup
from sekisho.model.values.message import Value
from sekisho.report.catalogue import say_id

_PATH = click.Path(path_type=Path, dir_okay=False)


@click.group(cls=SpokenGroup, help="cli.portal")
def command() -> None:
    """Looks after the data of a portal."""


@command.command("upgrade", help="cli.portal.upgrade", short_help="cli.portal.upgrade.short")
@data_option
@lang_option
def upgrade(data: Path | None, lang: str | None) -> None:
    """Makes the tables what this version needs."""
    from sekisho.portal.running import setup

    set_data(data)
    setup.make_ready()
    steps = setup.steps_behind()
    setup.bring_up_to_date()
    click.echo(say_id("cli.portal.upgraded", chosen(lang), n=steps))


@command.command("backup", help="cli.portal.backup", short_help="cli.portal.backup.short")
@click.argument("file", type=_PATH)
@data_option
@lang_option
def backup(file: Path, data: Path | None, lang: str | None) -> None:
    """Writes the whole portal into one file."""
    from sekisho.portal.running.archive.backup import back_up
    from sekisho.portal.running.setup import read_environment

    set_data(data)
    made = back_up(read_environment(), file)
    facts: dict[str, Value] = {
        "file": str(file),
        "n": made.files,
        "size": made.size,
        "sha256": made.sha256,
    }
    click.echo(say_id("cli.portal.backed_up", chosen(lang), **facts))


@command.command("restore", help="cli.portal.restore", short_help="cli.portal.restore.short")
@click.argument("file", type=_PATH)
@data_option
@lang_option
def restore(file: Path, data: Path | None, lang: str | None) -> None:
    """Puts an archive in place of nothing."""
    from sekisho.portal.running.archive import restore as restoring
    from sekisho.portal.running.setup import read_environment

    set_data(data)
    here = read_environment()
    manifest = restoring.restore(here, file)
    facts: dict[str, Value] = {
        "n": len(manifest.members) - 1,
        "taken": manifest.taken_at,
        "version": manifest.sekisho,
        "folder": str(here.data),
    }
    click.echo(say_id("cli.portal.restored", chosen(lang), **facts))
