"""`sekisho worker`: does the background work of a portal."""

from __future__ import annotations

from pathlib import Path

import click

from sekisho.cli.portal.setting import data_option, set_data
from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.report.catalogue import say_id


@click.command(cls=SpokenCommand, help="cli.worker")
@data_option
@lang_option
def command(data: Path | None, lang: str | None) -> None:
    """Works until told to stop."""
    from sekisho.cli.portal.serve import require_tables
    from sekisho.portal.running import children, setup

    set_data(data)
    setup.make_ready()
    require_tables()
    click.echo(say_id("cli.worker.works", chosen(lang)), err=True)
    children.work()
    click.echo(say_id("cli.serve.stopped", chosen(lang)), err=True)
