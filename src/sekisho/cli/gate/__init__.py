"""`sekisho gate`: is what is delivered what was vetted?"""

from __future__ import annotations

import click

from sekisho.cli.gate.check import check
from sekisho.cli.speech.spoken import SpokenGroup


@click.group(cls=SpokenGroup, help="gate_check.group", short_help="cli.gate.short")
def command() -> None:
    """Holds deliveries against what was vetted."""


command.add_command(check)
