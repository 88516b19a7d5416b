"""How the law stands on a day: what a case may expect without any filing or event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sekisho.regime.authoring.expected import Difference, Expected, differ
from sekisho.regime.pack import Regime


def compare_law(regime: Regime, on: date, expect: Expected) -> Iterator[Difference]:
    """Compares the rows that hold on a day with what is expected of them."""
    if expect.version is not None:
        yield from differ("version", {"": expect.version}, {"": regime.version})
    if expect.orders is not None:
        orders = {id: regime.order_of(id) for id in expect.orders}
        since = {id: order.valid_from for id, order in orders.items() if order}
        yield from differ("orders", expect.orders, since)
    if expect.authorities is not None:
        found = {sector: regime.authority_of(sector) for sector in expect.authorities}
        yield from differ("authorities", expect.authorities, found)
    if expect.facilities is not None:
        critical = {row.id for row in regime.facilities if row.critical}
        kinds = {id: id in critical for id in expect.facilities}
        yield from differ("facilities", expect.facilities, kinds)
    if expect.numbers is not None:
        numbers = {words: _number(regime, words) for words in expect.numbers}
        yield from differ("numbers", expect.numbers, numbers)
    if expect.amended is not None:
        told = [str(said.params["amendments"]) for said in regime.caveats(on)]
        wanted = [str(tuple(sorted(expect.amended)))] if expect.amended else []
        yield from differ("amended", dict(enumerate(wanted)), dict(enumerate(told)))
    yield from _days(regime, expect)


def _number(regime: Regime, words: str) -> str:
    authority, filing, *act = words.split()
    return regime.form(authority, filing, act[0] if act else "")


def _days(regime: Regime, expect: Expected) -> Iterator[Difference]:
    calendar = regime.calendar
    asked = (("open", expect.open), ("closed", expect.closed), ("unknown", expect.unknown_days))
    for wanted, days in asked:
        for day in days:
            found = "unknown"
            if calendar.knows(day):
                found = "closed" if calendar.is_closed(day) else "open"
            yield from differ("day", {day.isoformat(): wanted}, {day.isoformat(): found})
