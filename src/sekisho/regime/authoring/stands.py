"""How the law stands on a day: what a case may expect without any filing or event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sekisho.regime.authoring.expected import Difference, Expected, differ
from sekisho.regime.entries import is_current
from sekisho.regime.pack import Regime
from sekisho.regime.tables.law import Order, Pending

_Stand = tuple[str, object, object]
"""What is compared, what a case expects of it, and how it is."""


def compare_law(regime: Regime, on: date, expect: Expected) -> Iterator[Difference]:
    """Compares the rows that hold on a day with what is expected of them."""
    for what, wanted, found in (
        *_stands(regime, expect),
        *_information(regime, expect),
        *_list(regime, on, expect),
    ):
        yield from differ(what, wanted, found)
    if expect.amended is not None:
        told = [str(said.params["amendments"]) for said in regime.amended(on)]
        wanted = [str(tuple(sorted(expect.amended)))] if expect.amended else []
        yield from differ("amended", dict(enumerate(wanted)), dict(enumerate(told)))
    yield from _days(regime, expect)


def _stands(regime: Regime, expect: Expected) -> tuple[_Stand, ...]:
    def of(what: str) -> list[tuple[str, Order | None]]:
        return list(_orders(regime, getattr(expect, what) or {}).items())

    return (
        ("version", _as_one(expect.version), {"": regime.version}),
        ("verified_to", _as_one(expect.verified_to), {"": regime.verified_to}),
        ("promulgated_on", _as_one(expect.promulgated_on), {"": regime.edition.promulgated_on}),
        ("pending", expect.pending, {row.id: _days_of(row) for row in regime.pending}),
        ("orders", expect.orders, {id: row and row.valid_from for id, row in of("orders")}),
        (
            "promulgated",
            expect.promulgated,
            {id: row and row.promulgated_on for id, row in of("promulgated")},
        ),
        ("verified", expect.verified, {id: row and row.verified_to for id, row in of("verified")}),
        (
            "authorities",
            expect.authorities,
            {id: _in_charge(regime, id) for id in expect.authorities or {}},
        ),
        ("items", expect.items, {row.id: row.item for row in regime.sectors}),
        (
            "facilities",
            expect.facilities,
            _held({row.id for row in regime.facilities if row.critical}, expect.facilities or {}),
        ),
        ("works", expect.works, _held({row.id for row in regime.works}, expect.works or {})),
        (
            "numbers",
            expect.numbers,
            {words: _number(regime, words) for words in expect.numbers or {}},
        ),
        (
            "articles",
            expect.articles,
            {words: _article(regime, words) for words in expect.articles or {}},
        ),
    )


def _information(regime: Regime, expect: Expected) -> tuple[_Stand, ...]:
    return (
        (
            "components",
            expect.components,
            {id: _components(regime, id) for id in expect.components or {}},
        ),
        (
            "penalties",
            expect.penalties,
            {row.id: f"{row.years or '-'} {row.fine or '-'}" for row in regime.penalties},
        ),
        (
            "powers",
            None if expect.powers is None else dict.fromkeys(expect.powers, True),
            {row.id: True for row in regime.powers},
        ),
    )


def _list(regime: Regime, on: date, expect: Expected) -> tuple[_Stand, ...]:
    rows = regime.entries
    held = (row for row in rows.entries if row.valid_from <= on)
    return (
        (
            "listed",
            expect.listed,
            {row.id: row.valid_from for row in held if row.valid_to is None or on <= row.valid_to},
        ),
        ("current", _as_one(expect.current), {"": is_current(regime, on)}),
        (
            "affiliate_over",
            _as_one(expect.affiliate_over),
            {"": rows.relations.affiliate_over if rows.relations else None},
        ),
    )


def _as_one(value: object) -> object:
    return None if value is None else {"": value}


def _in_charge(regime: Regime, sector: str) -> str:
    """All who are in charge on the day: two would be a mistake of the pack."""
    return " ".join(row.authority for row in regime.sectors if row.id == sector)


def _orders(regime: Regime, ids: Iterable[str]) -> dict[str, Order | None]:
    """The one order of each authority that holds on the day; none where there are two."""
    held = {row.id: row.orders for row in regime.authorities if row.id in set(ids)}
    return {id: orders[0] if len(orders) == 1 else None for id, orders in held.items()}


def _days_of(row: Pending) -> str:
    return f"{row.promulgated_on or '-'} {row.effective_on or '-'}"


def _components(regime: Regime, facility: str) -> str:
    lists = [row for row in regime.components if facility in row.facilities]
    return " | ".join(
        ("? " if row.unverified else "") + " ".join(kind.id for kind in row.kinds) for row in lists
    )


def _held(held: set[str], asked: Iterable[str]) -> dict[str, bool]:
    return {id: id in held for id in asked}


def _article(regime: Regime, words: str) -> str:
    authority, article = words.split()
    first = regime.authorities[0].letters
    return regime.cite(f"Ministerial order ({first} Art. {article})", authority)


def _number(regime: Regime, words: str) -> str:
    authority, filing, *act = words.split()
    return regime.form(authority, filing, act[0] if act else "")


def _days(regime: Regime, expect: Expected) -> Iterator[Difference]:
    calendar = regime.calendar
    if expect.holidays is not None:
        years = {day.year for day in expect.holidays}
        dated = {day for day in calendar.holidays if day.year in years}
        yield from differ(
            "holidays", dict.fromkeys(expect.holidays, "closed"), dict.fromkeys(dated, "closed")
        )
    asked = (("open", expect.open), ("closed", expect.closed), ("unknown", expect.unknown_days))
    for wanted, days in asked:
        for day in days:
            found = "unknown"
            if calendar.knows(day):
                found = "closed" if calendar.is_closed(day) else "open"
            yield from differ("day", {day.isoformat(): wanted}, {day.isoformat(): found})
