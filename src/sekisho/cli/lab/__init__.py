"""`sekisho lab`: try a draft law on past cases, and make synthetic years to try it on."""

from __future__ import annotations

import click

from sekisho.cli.lab.population import population
from sekisho.cli.lab.run import run
from sekisho.cli.speech.spoken import SpokenGroup


@click.group(cls=SpokenGroup, help="lab.command", short_help="cli.lab.short")
def command() -> None:
    """Tries draft laws on past cases."""


for each in (run, population):
    command.add_command(each)
