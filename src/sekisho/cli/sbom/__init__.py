"""`sekisho sbom`: look at an SBOM before it is relied on."""

from __future__ import annotations

import click

from sekisho.cli.sbom.check import check
from sekisho.cli.sbom.columns import columns
from sekisho.cli.speech.spoken import SpokenGroup


@click.group(cls=SpokenGroup, help="sbom_check.group", short_help="cli.sbom.short")
def command() -> None:
    """Looks at SBOMs."""


command.add_command(check)
command.add_command(columns)
