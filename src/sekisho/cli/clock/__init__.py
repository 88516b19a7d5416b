"""`sekisho clock`: the dates that follow from the events of a case, with their reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from sekisho.cli.clock.authority import read_authority, source_line
from sekisho.cli.clock.plan import plan
from sekisho.cli.speech.language import DAY, chosen, lang_option
from sekisho.cli.speech.spoken import SpokenGroup
from sekisho.model.case import Event, EventKind
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.report.catalogue import say, say_date, say_id
from sekisho.report.columns import pad, width_of, wrap
from sekisho.report.outline import by_day
from sekisho.report.phrases import set_apart, with_article

if TYPE_CHECKING:
    from sekisho.model.assessment import ClockDate
    from sekisho.regime.pack import Regime


_STARTS: tuple[EventKind, ...] = (
    "designated",
    "became_critical",
    "renamed",
    "submitted",
    "accepted",
    "recommended",
)
_NOT_TOLD = 3
_MOVES: tuple[EventKind, ...] = ("shortened", "extended")


@click.group(cls=SpokenGroup, help="clock.command", short_help="cli.clock.short")
def command() -> None:
    """Shows the dates that follow from the events of a case."""


@command.command("show", help="clock.show", short_help="clock.show.short")
@click.option("--submitted", type=DAY, help="clock.opt.submitted")
@click.option("--accepted", type=DAY, help="clock.opt.accepted")
@click.option("--extended", type=DAY, help="clock.opt.extended")
@click.option("--extended-until", type=DAY, help="clock.opt.extended_until")
@click.option("--shortened-until", type=DAY, help="clock.opt.shortened_until")
@click.option("--recommended", type=DAY, help="clock.opt.recommended")
@click.option("--designated", type=DAY, help="clock.opt.designated")
@click.option("--became-critical", type=DAY, help="clock.opt.became_critical")
@click.option("--renamed", type=DAY, help="clock.opt.renamed")
@click.option("--event", "written", multiple=True, metavar="KIND=DAY", help="clock.opt.event")
@click.option(
    "--regime", "asked", metavar="PACK[@VERSION]", default="jp-espa", help="clock.opt.regime"
)
@click.option("--authority", default="", help="clock.opt.authority")
@click.option("--on", type=DAY, help="clock.opt.on")
@click.option("--json", "as_json", is_flag=True, help="clock.opt.json")
@lang_option
def show(
    *,
    asked: str,
    authority: str,
    on: date | None,
    as_json: bool,
    lang: str | None,
    **given: Any,
) -> int:
    """Shows every date of the pack that the events given set in motion; 3 where one cannot be told."""
    from sekisho.cli.rules import open_pack
    from sekisho.regime.clock import UNTOLD, clock_dates

    written: tuple[str, ...] = given.pop("written")
    events = _events(given, written)
    # A notice of extension may reach past the day it is given: its new end is no event.
    as_of = on or max(event.on for event in events)
    regime = open_pack(asked).standing(as_of)
    authority = read_authority(regime, authority)
    dates = regime.cite_dates(clock_dates(regime, events, as_of), authority)
    if as_json:
        _print_json(regime, dates, as_of)
    else:
        click.echo("\n".join(_lines(regime, authority, dates, as_of, chosen(lang))))
    # That a period stands still is what the law says of it, and no lack of an answer.
    lacking = UNTOLD - {"clock.stopped"}
    return _NOT_TOLD if any(shown.message.id in lacking for shown in dates) else 0


def _events(days: dict[str, date | None], written: tuple[str, ...]) -> tuple[Event, ...]:
    from sekisho.cli.clock.events import read_event

    events = [Event(kind=kind, on=day) for kind in _STARTS if (day := days[kind]) is not None]
    notice = days["extended"] or days["accepted"]
    for kind in _MOVES:
        until = days[f"{kind}_until"]
        if until is not None and notice is None:
            option = f"--{kind}-until"
            raise UsageError(message("clock.not_accepted", option=option))
        if until is not None and notice is not None:
            events.append(Event(kind=kind, on=notice, until=until))
    if days["extended"] is not None and days["extended_until"] is None:
        if days["accepted"] is None:
            raise UsageError(message("clock.not_accepted", option="--extended"))
        # A notice without its end leaves the end unknown; left out, the old end would stand.
        events.append(Event(kind="extended", on=days["extended"]))
    events += [read_event(text) for text in written]
    if not events:
        raise UsageError(message("clock.nothing_given"), hint=message("clock.nothing_given.remedy"))
    return tuple(events)


def _lines(
    regime: Regime, authority: str, dates: tuple[ClockDate, ...], on: date, lang: str
) -> Iterator[str]:
    yield wrap(say_id("clock.title", lang, regime=regime.title(lang), on=on.isoformat()))
    yield from (wrap(say(caveat, lang), first="! ") for caveat in set_apart(regime.caveats(on))[0])
    yield ""
    ordered = by_day(dates)
    if not ordered:
        yield wrap(say_id("clock.none", lang))
    days = [_day(shown, lang) for shown in ordered]
    column = max((width_of(day) for day in days), default=0)
    for shown, day in zip(ordered, days, strict=True):
        mark = "!" if shown.warning else " "
        said = with_article(shown.message, shown.article, lang)
        yield wrap(said, first=f"{mark} {pad(day, column)}  ")
    yield ""
    yield from source_line(regime, authority, lang)


def _day(shown: ClockDate, lang: str) -> str:
    return say_date(shown.on, lang) if shown.on else say_id("clock.no_day", lang)


def _print_json(regime: Regime, dates: tuple[ClockDate, ...], on: date) -> None:
    from sekisho.model.canonical import canonical_bytes

    document = {
        "regime": regime.id,
        "version": regime.version,
        "sha256": regime.sha256,
        "on": on.isoformat(),
        "dates": dates,
        "caveats": regime.caveats(on),
    }
    click.echo(canonical_bytes(document).decode())


command.add_command(plan)
