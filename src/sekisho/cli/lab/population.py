"""`sekisho lab population`: makes a synthetic national year by documented assumptions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.report.catalogue import say_id
from sekisho.report.columns import wrap

if TYPE_CHECKING:
    from sekisho.lab.population.assumed import Level

_LEVELS = ("low", "mid", "high")
_MOST_OPERATORS = 100_000
_MOST_CASES = 20_000_000


@click.command(
    "population", cls=SpokenCommand, help="lab.population", short_help="lab.population.short"
)
@click.option("--seed", type=int, default=1, help="lab.opt.seed")
@click.option("--year", type=click.IntRange(2000, 2100), default=2025, help="lab.opt.year")
@click.option("--operators", type=click.IntRange(1, _MOST_OPERATORS), help="lab.opt.operators")
@click.option("--cases", type=click.IntRange(1, _MOST_CASES), help="lab.opt.cases")
@click.option(
    "--assume", type=click.Choice((*_LEVELS, "all")), default="all", help="lab.opt.assume"
)
@click.option("--regime", "regime_id", default="jp-espa", help="lab.opt.regime")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="lab.opt.folder"
)
@click.option("--json", "as_json", is_flag=True, help="lab.opt.json")
@lang_option
def population(  # noqa: PLR0913  # the options
    *,
    seed: int,
    year: int,
    operators: int | None,
    cases: int | None,
    assume: str,
    regime_id: str,
    output: Path,
    as_json: bool,
    lang: str | None,
) -> int:
    """Makes a synthetic year, one folder for each set of assumptions."""
    from sekisho.cli.lab.bar import progress_bar
    from sekisho.lab.pages.figures import level_name
    from sekisho.lab.population.make import make_year
    from sekisho.lab.replay.sides import Side, read_spec
    from sekisho.model.canonical import canonical_bytes

    language = chosen(lang)
    levels = cast("tuple[Level, ...]", _LEVELS if assume == "all" else (assume,))
    pack = Side(read_spec(regime_id)).pack
    total = cases * len(levels) if cases else None
    with progress_bar(total, say_id("lab.making", language)) as told:
        made = make_year(
            pack,
            output,
            year=year,
            seed=seed,
            operators=operators,
            cases=cases,
            levels=levels,
            progress=told,
        )
    if as_json:
        click.echo(canonical_bytes(made).decode())
        return 0
    click.echo(wrap(say_id("lab.watermark", language)))
    for manifest in made:
        params = {"operators": manifest.operators, "cases": manifest.count}
        said = say_id(
            "lab.made", language, scenario=level_name(manifest.scenario, language), **params
        )
        click.echo(wrap(said, first="  "))
    click.echo(say_id("lab.written", language, folder=str(output)))
    return 0
