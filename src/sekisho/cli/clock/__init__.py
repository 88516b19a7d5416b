"""`sekisho clock`: the dates that follow from the events of a case, with their reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from sekisho.cli.speech.language import DAY, chosen, lang_option
from sekisho.cli.speech.spoken import SpokenGroup
from sekisho.model.case import Event, EventKind
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.report.catalogue import say_date, say_id
from sekisho.report.columns import pad, width_of, wrap
from sekisho.report.outline import by_day
from sekisho.report.phrases import with_article

if TYPE_CHECKING:
    from sekisho.model.assessment import ClockDate
    from sekisho.regime.pack import Regime


_STARTS: tuple[EventKind, ...] = ("designated", "submitted", "accepted", "recommended")
_MOVES: tuple[EventKind, ...] = ("shortened", "extended")


@click.group(cls=SpokenGroup, help="clock.command", short_help="cli.clock.short")
def command() -> None:
    """Shows the dates that follow from the events of a case."""


@command.command("show", help="clock.show", short_help="clock.show")
@click.option("--submitted", type=DAY, help="clock.opt.submitted")
@click.option("--accepted", type=DAY, help="clock.opt.accepted")
@click.option("--extended", type=DAY, help="clock.opt.extended")
@click.option("--extended-until", type=DAY, help="clock.opt.extended_until")
@click.option("--shortened-until", type=DAY, help="clock.opt.shortened_until")
@click.option("--recommended", type=DAY, help="clock.opt.recommended")
@click.option("--designated", type=DAY, help="clock.opt.designated")
@click.option("--event", "written", multiple=True, metavar="KIND=DAY", help="clock.opt.event")
@click.option("--regime", "regime_id", default="jp-espa", help="clock.opt.regime")
@click.option("--authority", default="", help="clock.opt.authority")
@click.option("--on", type=DAY, help="clock.opt.on")
@click.option("--json", "as_json", is_flag=True, help="clock.opt.json")
@lang_option
def show(
    *,
    regime_id: str,
    authority: str,
    on: date | None,
    as_json: bool,
    lang: str | None,
    **given: Any,
) -> int:
    """Shows every date of the pack that the events given set in motion."""
    from sekisho.regime.clock import clock_dates
    from sekisho.regime.loader import load_regime

    written: tuple[str, ...] = given.pop("written")
    events = _events(given, written)
    # A notice of extension may reach past the day it is given: its new end is no event.
    as_of = on or max(event.on for event in events)
    regime = load_regime(regime_id, as_of)
    authority = _read_authority(regime, authority)
    dates = clock_dates(regime, events, as_of)
    if as_json:
        _print_json(regime, dates, as_of)
    else:
        click.echo("\n".join(_lines(regime, authority, dates, as_of, chosen(lang))))
    return 0


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


def _read_authority(regime: Regime, authority: str) -> str:
    from sekisho.regime.words import find_id, name_rows, write_names

    id = find_id(regime.authorities, authority)
    if authority and not id:
        names = name_rows(regime.authorities)
        raise UsageError(
            message("clock.unknown_authority", authority=authority),
            hint=message("clock.unknown_authority.remedy", known=write_names(names, names)),
        )
    return id


def _lines(
    regime: Regime, authority: str, dates: tuple[ClockDate, ...], on: date, lang: str
) -> Iterator[str]:
    yield wrap(say_id("clock.title", lang, regime=regime.title(lang), on=on.isoformat()))
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
    order = regime.order_of(authority) if authority else None
    if order is not None:
        verified = order.verified_to.isoformat() if order.verified_to else ""
        title = order.title.said_in(lang)
        yield wrap(say_id("clock.order", lang, title=title, source=order.source, verified=verified))
    elif regime.verified_to:
        yield wrap(say_id("clock.verified", lang, verified=regime.verified_to.isoformat()))


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
    }
    click.echo(canonical_bytes(document).decode())
