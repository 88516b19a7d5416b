"""`sekisho regime`: see the rule packs, compare, draft and check them, and ask them."""

from __future__ import annotations

import click

from sekisho.cli.regime.check import check
from sekisho.cli.regime.diff import diff
from sekisho.cli.regime.draft import draft
from sekisho.cli.regime.duty import duty
from sekisho.cli.regime.explain import explain
from sekisho.cli.regime.notes import notes
from sekisho.cli.regime.packs import list_
from sekisho.cli.regime.schema import schema
from sekisho.cli.regime.show import show
from sekisho.cli.speech.spoken import SpokenGroup


@click.group(cls=SpokenGroup, help="regime.command", short_help="cli.regime.short")
def command() -> None:
    """Shows and tests rule packs."""


for each in (list_, show, diff, draft, check, explain, duty, notes, schema):
    command.add_command(each)
