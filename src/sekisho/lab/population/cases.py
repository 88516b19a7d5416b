"""Fictional cases of a year: its updates, introductions, entrustments, emergencies and changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

import msgspec
from msgspec import structs

from sekisho.lab.past.record import PastCase
from sekisho.lab.population.assumed import Level, assumptions
from sekisho.lab.population.draws import Draws
from sekisho.lab.population.operators import Made
from sekisho.lab.population.suppliers import Suppliers
from sekisho.model.case import Event, Precedent
from sekisho.model.filing import (
    Change,
    Component,
    Emergency,
    Entrustment,
    Facility,
    FieldChange,
    Filing,
    Introduction,
    Operator,
    RiskMeasure,
)
from sekisho.model.party import Control, Location, Party
from sekisho.model.values.ratio import Ratio
from sekisho.regime.fast_lane.precedents import precedent_of
from sekisho.regime.tables.whole import Pack

_DESIGNATED_ON = date(2023, 11, 16)
_CLERK = "架空担当者"
_PATHS = ("party.vote_holder.ratio", "party.officers", "party.address", "party.name")
_STANDSTILL = timedelta(days=25)


@dataclass(frozen=True, slots=True)
class _Year:
    """Everything the cases of a year are drawn from."""

    made: tuple[Made, ...]
    circles: tuple[tuple[int, ...], ...]
    suppliers: Suppliers
    facilities: dict[str, tuple[str, ...]]
    measures: tuple[str, ...]
    paths: tuple[str, ...]
    level: Level

    def number(self, id: str) -> int:
        return assumptions().number(id, self.level)


def count_cases(made: tuple[Made, ...], level: Level) -> int:
    """Gives how many cases so many operators have in a year by the assumptions."""
    assumed = assumptions()
    each = 12 * assumed.number("updates.a_month", level) + assumed.number("acts.a_year", level)
    return len(made) * each


def make_cases(  # noqa: PLR0913  # a year is made of these
    pack: Pack,
    made: tuple[Made, ...],
    suppliers: Suppliers,
    *,
    year: int,
    seed: int,
    level: Level,
    count: int,
) -> Iterator[PastCase]:
    """Yields so many cases in the order of their days, spread evenly over the year."""
    draws = Draws(seed, f"cases {level}")
    circles = tuple(suppliers.circle(draws) for _ in made)
    paths = {path for row in pack.changes.classes for path in row.paths}
    known = _Year(
        made=made,
        circles=circles,
        suppliers=suppliers,
        facilities=_facilities(pack),
        measures=tuple(row.id for row in pack.measures[:6]),
        paths=tuple(path for path in _PATHS if path in paths) or tuple(sorted(paths)[:4]) or ("",),
        level=level,
    )
    first, days = date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days
    updates = 12 * known.number("updates.a_month")
    acts = known.number("acts.a_year")
    for number in range(count):
        on = first + timedelta(days=number * days // count)
        case = _Case(known, draws, on, f"case-{number + 1:07d}")
        yield case.update() if draws.happens(updates, updates + acts) else case.act()


def _facilities(pack: Pack) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in pack.facilities:
        if row.critical and row.id not in found.get(row.sector, []):
            found.setdefault(row.sector, []).append(row.id)
    return {sector: tuple(ids) for sector, ids in found.items()}


class _Case:
    """One case on its way."""

    def __init__(self, year: _Year, draws: Draws, on: date, id: str) -> None:
        self._year, self._draws, self._on, self._id = year, draws, on, id
        at = draws.below(len(year.made))
        self._made, self._circle = year.made[at], year.circles[at]

    def update(self) -> PastCase:
        """An update of something in service; nearly none needs a filing."""
        year, draws = self._year, self._draws
        supplier = year.suppliers.brief[draws.one(self._circle)]
        lot = draws.below(1000)
        by_others = lot < year.number("updates.by_others")
        covered = lot >= year.number("updates.not_covered")
        what = self._what_changes()
        unconfirmed = what == "" and draws.happens(year.number("updates.unconfirmed"))
        fields = (self._field(supplier),) if what == "parties" else ()
        change = Change(
            of=f"P-{self._made.row.id}",
            phase="before_introduction" if what == "before_introduction" else "in_service",
            component="c1",
            facility_replaced=what == "renewal",
            type_changed=False,
            name_changed=False,
            function_changed=what in {"function", "before_introduction"},
            confirmed_by="" if unconfirmed else _CLERK,
            confirmed_on=None if unconfirmed else self._on,
            applied_by=supplier.id if by_others else "",
            entrustment_cleared=covered if by_others else None,
            fields=fields,
        )
        return self._past(self._filing(supplier, (supplier,), change=change))

    def act(self) -> PastCase:
        """An introduction or an entrustment, with all that a plan states."""
        year, draws = self._year, self._draws
        main, maker = (year.suppliers.whole[draws.one(self._circle)] for _ in range(2))
        is_entrustment = draws.happens(year.number("acts.entrustment"))
        is_emergency = draws.happens(year.number("acts.emergency"))
        is_group = not is_entrustment and draws.happens(year.number("acts.group"))
        if is_group:
            main = _controlled(main)
        parties = (main,) if maker.id == main.id else (main, maker)
        filing = self._plan(main, maker, parties, is_entrustment=is_entrustment)
        if is_emergency:
            filing = _replace(filing, kind="emergency", emergency=self._emergency())
        if not self._made.is_designated or is_emergency:
            return self._past(filing)
        precedents = self._precedents(filing)
        clean = draws.happens(year.number("acts.clean"))
        past = self._past(filing, self._events())
        return _replace(past, precedents=precedents, clean=clean)

    def _precedents(self, filing: Filing) -> tuple[Precedent, ...]:
        """A plan cleared before, of the same parties and products; some of another version."""
        draws, year = self._draws, self._year
        if not draws.happens(year.number("acts.precedent")):
            return ()
        cleared_on = self._on - timedelta(days=draws.between(30, 700))
        before = filing
        if not draws.happens(year.number("acts.same_version")):
            parts = tuple(_replace(part, version="0.9") for part in filing.components)
            before = _replace(filing, components=parts)
        return (precedent_of(_replace(before, reference=f"{self._id}-before"), cleared_on),)

    def _what_changes(self) -> str:
        kinds = ("function", "before_introduction", "parties", "renewal")
        lot = self._draws.below(1000)
        for kind in kinds:
            lot -= self._year.number(f"updates.{kind}")
            if lot < 0:
                return kind
        return ""

    def _field(self, supplier: Party) -> FieldChange:
        path = self._draws.one(self._year.paths)
        if path.endswith("ratio"):
            before, after = self._draws.between(5, 40), self._draws.between(5, 60)
            return FieldChange(
                path=path, subject=supplier.id, before=f"{before}%", after=f"{after}%"
            )
        return FieldChange(path=path, subject=supplier.id, before="旧", after="新")

    def _filing(self, supplier: Party, parties: tuple[Party, ...], **more: Any) -> Filing:
        row = self._made.row
        kinds = self._year.facilities.get(self._made.sector, ("",))
        operator = Party(id=row.id, name=row.profile.name, law_country="JP")
        filing = Filing(
            act="introduction",
            sector=self._made.sector,
            operator=Operator(
                party=row.id, designated_on=_DESIGNATED_ON if self._made.is_designated else None
            ),
            facility=Facility(
                kind=self._draws.one(kinds), supplier=supplier.id, embedded_facility=False
            ),
            parties=(operator, *parties),
            fictional=True,
        )
        return _replace(filing, **more)

    def _plan(
        self, main: Party, maker: Party, parties: tuple[Party, ...], *, is_entrustment: bool
    ) -> Filing:
        draws = self._draws
        planned = self._on + timedelta(days=draws.between(45, 200))
        components = tuple(
            Component(
                id=f"c{at}",
                type="サーバー",
                name=f"架空機器{draws.below(1000):03d}",
                function="監視・制御",
                version="1.0",
                supplier=maker.id,
                place_of_manufacture=Location(address="架空工場", country=maker.law_country),
            )
            for at in range(1, draws.between(1, 5) + 1)
        )
        measures = tuple(
            RiskMeasure(id=id, applied=True, means="契約及び検査") for id in self._year.measures
        )
        facility = {"overview": "架空の設備の概要", "name": "架空設備"}
        filing = self._filing(main, parties, kind="plan", risk_measures=measures)
        filing = _replace(filing, facility=_replace(filing.facility, **facility), filed_on=self._on)
        if is_entrustment:
            work = Entrustment(
                contractor=main.id,
                works=("maintenance",),
                content="保守",
                starts_on=planned,
                ends_on=planned + timedelta(days=365),
            )
            return _replace(filing, act="entrustment", entrustment=work)
        introduction = Introduction(content="設備の導入", planned_on=planned)
        return _replace(filing, introduction=introduction, components=components)

    def _emergency(self) -> Emergency:
        return Emergency(
            occurred_on=self._on,
            done_on=self._on,
            cause="故障",
            service_hindered=True,
            no_other_means=True,
            caused_to_escape_duty=False,
        )

    def _events(self) -> tuple[Event, ...]:
        draws, year = self._draws, self._year
        waited = draws.below(2 * year.number("acts.days_before_acceptance"))
        events = [
            Event(kind="submitted", on=self._on - timedelta(days=waited)),
            Event(kind="accepted", on=self._on),
        ]
        if draws.happens(year.number("acts.asked")):
            events.append(Event(kind="asked", on=self._on))
        if draws.happens(year.number("acts.extended")):
            until = self._on + _STANDSTILL + timedelta(days=draws.between(10, 90))
            events.append(Event(kind="extended", on=self._on, until=until))
        return tuple(events)

    def _past(self, filing: Filing, events: tuple[Event, ...] = ()) -> PastCase:
        return PastCase(
            id=self._id, on=self._on, operator=self._made.row.id, filing=filing, events=events
        )


_Record = TypeVar("_Record", bound=msgspec.Struct)


def _replace(record: _Record, **values: Any) -> _Record:
    return structs.replace(record, **values)


def _controlled(party: Party) -> Party:
    return _replace(party, controlled_by_operator=Control(votes=Ratio(1)))
