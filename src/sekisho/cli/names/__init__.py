"""`sekisho names`: compare names in any script, and say why."""

from __future__ import annotations

import click

from sekisho.cli.names.compare import compare
from sekisho.cli.speech.spoken import SpokenGroup


@click.group(cls=SpokenGroup, help="cli.names", short_help="cli.names.short")
def command() -> None:
    """Compares names."""


command.add_command(compare)
