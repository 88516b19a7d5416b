"""`sekisho clock plan`: the dates that a go-live leaves, counted backwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.clock.authority import read_authority, source_line
from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.read.refused import not_written
from sekisho.report.articles import say_article
from sekisho.report.catalogue import say, say_date, say_id
from sekisho.report.columns import pad, width_of, wrap
from sekisho.report.phrases import set_apart

if TYPE_CHECKING:
    from sekisho.desk.planning import Plan, PlannedCase, PlannedDate

_LONGEST_WAIT = 3650
"""Days anyone may allow for a step; a cap against slips of the hand."""

_RISK, _NOT_TOLD = 1, 3
_DAYS = click.IntRange(0, _LONGEST_WAIT)


@click.command("plan", cls=SpokenCommand, help="plan.help", short_help="plan.help.short")
@click.option("--go-live", type=DAY, required=True, help="plan.opt.go_live")
@click.option("--contract", type=DAY, help="plan.opt.contract")
@click.option("--allowance", type=_DAYS, metavar="DAYS", help="plan.opt.allowance")
@click.option("--vendor-days", type=_DAYS, metavar="DAYS", help="plan.opt.vendor")
@click.option("--working-days", is_flag=True, help="plan.opt.working")
@click.option("--year-end", multiple=True, metavar="MM-DD", help="plan.opt.year_end")
@click.option(
    "--regime", "asked", metavar="PACK[@VERSION]", default="jp-espa", help="plan.opt.regime"
)
@click.option("--authority", default="", help="clock.opt.authority")
@click.option("--on", type=DAY, help="plan.opt.on")
@click.option("--ics", type=click.Path(path_type=Path), metavar="FILE", help="plan.opt.ics")
@click.option("--json", "as_json", is_flag=True, help="clock.opt.json")
@lang_option
def plan(  # noqa: PLR0913  # one parameter an option
    *,
    go_live: date,
    contract: date | None,
    allowance: int | None,
    vendor_days: int | None,
    working_days: bool,
    year_end: tuple[str, ...],
    asked: str,
    authority: str,
    on: date | None,
    ics: Path | None,
    as_json: bool,
    lang: str | None,
) -> int:
    """Prints the plan; exit code 1 when the go-live is at risk, 3 when a day cannot be told."""
    from sekisho.cli.rules import open_pack
    from sekisho.desk.planning import YEAR_ENDS, Goal, make_plan
    from sekisho.model.canonical import canonical_bytes

    language = chosen(lang)
    as_of = on or today()
    regime = open_pack(asked).standing(as_of)
    authority = read_authority(regime, authority)
    goal = Goal(
        go_live=go_live,
        contract_on=contract,
        allowance=allowance,
        vendor=vendor_days,
        in_working_days=working_days,
        year_ends=tuple(map(_year_end, year_end)) or YEAR_ENDS,
    )
    made = make_plan(regime, goal, as_of)
    if ics is not None:
        _write_calendar(made, ics, language)
    if as_json:
        click.echo(canonical_bytes(made).decode())
    else:
        click.echo("\n".join(_lines(made, regime.title(language), language)))
        click.echo("\n".join(source_line(regime, authority, language)))
    if any(not warning.hint for warning in made.warnings):
        return _RISK
    return _NOT_TOLD if _not_told(made) else 0


def _not_told(made: Plan) -> bool:
    """A day that cannot be told, or of which nobody knows whether it is a working day."""
    dates = (row for case in made.cases for row in case.dates)
    return any(row.on is None for row in dates) or any(w.id == "calendar" for w in made.warnings)


def _year_end(text: str) -> tuple[int, int]:
    """Reads the end of a fiscal year; 29 February is a day of the leap year it is read in."""
    try:
        read = date.fromisoformat(f"2024-{text}")
    except ValueError as error:
        raise UsageError(
            message("plan.not_a_year_end", text=text), hint=message("plan.not_a_year_end.remedy")
        ) from error
    return read.month, read.day


def _write_calendar(made: Plan, target: Path, lang: str) -> None:
    from sekisho.desk.planning.calendar_file import write_calendar

    try:
        target.write_bytes(write_calendar(made, lang))
    except OSError as error:
        raise not_written(target, error) from error
    click.echo(say_id("filing.written", lang, name=str(target)), err=True)


def _lines(made: Plan, title: str, lang: str) -> Iterator[str]:
    from sekisho.desk.planning.words import case_title

    on, go_live = made.on.isoformat(), made.go_live.isoformat()
    yield wrap(say_id("plan.title", lang, regime=title, go_live=go_live, on=on))
    above, below = set_apart(made.caveats)
    yield from (wrap(say(caveat, lang), first="! ") for caveat in above)
    for case in made.cases:
        yield ""
        yield wrap(case_title(case, lang) + _bracketed(case.article, lang))
        yield from _case(case, lang)
        for warning in made.warnings:
            if warning.case == case.id:
                mark = "  " if warning.hint else "! "
                yield wrap(say(warning.message, lang), first=mark)
    yield ""
    if made.note:
        yield wrap(made.note.said_in(lang))
    for id in ("plan.note.contract", "plan.note.formal_check"):
        yield wrap(say_id(id, lang))
    for caveat in below:
        yield wrap(say(caveat, lang))


def _case(case: PlannedCase, lang: str) -> Iterator[str]:
    days = [_day(row, lang) for row in case.dates]
    column = max(width_of(day) for day in days)
    for row, day in zip(case.dates, days, strict=True):
        said = say(row.message, lang) + _bracketed(row.article, lang)
        if row.on is not None and row.working_on is not None and row.working_on != row.on:
            said += say_id("plan.working", lang, day=row.working_on.isoformat())
        yield wrap(said, first=f"{'!' if row.warning else ' '} {pad(day, column)}  ")


def _day(row: PlannedDate, lang: str) -> str:
    return say_date(row.on, lang) if row.on else say_id("clock.no_day", lang)


def _bracketed(article: str, lang: str) -> str:
    return say_id("plan.article", lang, article=say_article(article, lang)) if article else ""
