"""`sekisho regime list`: which rule packs there are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from sekisho.cli.regime.said.lines import version_line
from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.model.errors import Place, UsageError
from sekisho.model.values.message import message
from sekisho.report.columns import pad, width_of, wrap

_FOLDER = click.Path(path_type=Path)


@click.command("list", cls=SpokenCommand, help="regime.list", short_help="regime.list")
@click.option("--on", type=DAY, help="regime.opt.on")
@click.option("--folder", type=_FOLDER, help="regime.opt.folder")
@click.option("--json", "as_json", is_flag=True, help="regime.opt.json")
@lang_option
def list_(*, on: date | None, folder: Path | None, as_json: bool, lang: str | None) -> int:
    """Lists the rule packs with the version that holds on a day."""
    from sekisho.cli.regime.show import summary
    from sekisho.regime.loader import list_packs, load_regime

    language = chosen(lang)
    regimes = [load_regime(id, on or today(), None, folder) for id in list_packs(folder)]
    if folder is not None and not regimes:
        raise UsageError(
            message("regime.no_packs"),
            place=Place(file=str(folder)),
            hint=message("regime.no_packs.remedy"),
        )
    if as_json:
        print_json([summary(regime) for regime in regimes])
        return 0
    column = max((width_of(regime.id) for regime in regimes), default=0)
    for regime in regimes:
        first = f"{pad(regime.id, column)}  "
        click.echo(wrap(regime.title(language), first=first))
        click.echo(wrap(version_line(regime, language), first=" " * (column + 2)))
    return 0
