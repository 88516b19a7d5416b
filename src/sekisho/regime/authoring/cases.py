"""Runs the cases a pack carries: given a filing and events on a day, expect these answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sekisho.model.case import Case, Event
from sekisho.model.filing import Filing
from sekisho.model.values.ratio import Ratio
from sekisho.model.values.record import Record
from sekisho.regime.changes import classify_changes
from sekisho.regime.clock import clock_dates
from sekisho.regime.duties import decide_duties
from sekisho.regime.facts import project
from sekisho.regime.loader import find_pack, stand_on
from sekisho.regime.pack import Regime
from sekisho.regime.procedure import lawful_acts
from sekisho.regime.routes import choose_route
from sekisho.regime.sales import look_at_sales
from sekisho.regime.tables.law import Title
from sekisho.regime.tables.reading import read_tree, to_row
from sekisho.regime.tables.whole import Pack


class Shares(Record, frozen=True, kw_only=True):
    """What is expected of the sales of one party; `reportable` maps a country to its share."""

    party: str
    cut_off: date | None = None
    years: tuple[date, ...] | None = None
    reportable: dict[str, Ratio] | None = None


class Expected(Record, frozen=True, kw_only=True):
    """The right outcome; only what is given is compared.

    `duties` maps a duty to its need and must name every duty the case raises; `clock` maps a
    shown date to its day, empty for one without a number; `warnings` must name all of them.
    """

    duties: dict[str, str] | None = None
    forms: dict[str, str] | None = None
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    clock: dict[str, str] | None = None
    warnings: tuple[str, ...] | None = None
    acts: dict[str, bool] | None = None
    said: dict[str, str] | None = None
    until: dict[str, date] | None = None
    changes: tuple[str, ...] | None = None
    sales: Shares | None = None
    route: str | None = None


class Scenario(Record, frozen=True, kw_only=True):
    """One situation and its right outcome."""

    name: Title
    on: date
    version: str | None = None
    filing: Filing | None = None
    cleared: Filing | None = None
    events: tuple[Event, ...] = ()
    expect: Expected


class PackCase(Record, frozen=True, kw_only=True):
    """One case a pack carries; every name in it is fictional."""

    id: str
    title: Title
    scenarios: tuple[Scenario, ...]


class Difference(Record, frozen=True, kw_only=True):
    """Where an outcome is not the expected one."""

    what: str
    expected: str
    found: str


class Result(Record, frozen=True, kw_only=True):
    """How one scenario ended."""

    case: str
    scenario: Title
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the regime answers for a scenario, in the words of `Expected`."""

    regime: Regime
    scenario: Scenario

    def compare(self) -> Iterator[Difference]:
        yield from self._duties()
        yield from self._clock()
        yield from self._acts()
        yield from self._changes()
        yield from self._sales()

    @property
    def _case(self) -> Case:
        given = self.scenario
        return Case(filing=given.filing, cleared=given.cleared, events=given.events)

    def _duties(self) -> Iterator[Difference]:
        expect = self.scenario.expect
        facts = project(self._case, self.regime, self.scenario.on)
        duties = decide_duties(self.regime, facts)
        yield from _differ("duties", expect.duties, {duty.id: duty.need for duty in duties})
        forms = {duty.id: duty.form for duty in duties}
        yield from _differ("forms", expect.forms, _only(forms, expect.forms))
        said = [reason.message for duty in duties for reason in duty.reasons]
        yield from _lack("reasons", expect.reasons, [message.id for message in said])
        missing = [str(fact) for message in said for fact in _facts(message.params.get("facts"))]
        yield from _lack("missing", expect.missing, missing)
        if expect.route is not None:
            route = choose_route(self.regime, facts, duties, (), ())
            yield from _differ("route", {"": expect.route}, {"": route.id})

    def _clock(self) -> Iterator[Difference]:
        expect = self.scenario.expect
        dates = clock_dates(self.regime, self.scenario.events, self.scenario.on)
        days = {shown.id: shown.on.isoformat() if shown.on else "" for shown in dates}
        yield from _differ("clock", expect.clock, _only(days, expect.clock))
        if expect.warnings is not None:
            warned = {shown.id: "warning" for shown in dates if shown.warning}
            yield from _differ("warnings", dict.fromkeys(expect.warnings, "warning"), warned)

    def _acts(self) -> Iterator[Difference]:
        expect = self.scenario.expect
        acts = lawful_acts(self.regime, self.scenario.events, self.scenario.on)
        lawful = {act.act: act.lawful for act in acts}
        yield from _differ("acts", expect.acts, _only(lawful, expect.acts))
        said = {act.act: act.message.id if act.message else "" for act in acts}
        yield from _differ("said", expect.said, _only(said, expect.said))
        until = {act.act: act.until for act in acts}
        yield from _differ("until", expect.until, _only(until, expect.until))

    def _changes(self) -> Iterator[Difference]:
        expected = self.scenario.expect.changes
        if expected is not None:
            classes = [
                row.becomes or "unknown" for row in classify_changes(self.regime, self._case)
            ]
            yield from _differ("changes", dict(enumerate(expected)), dict(enumerate(classes)))

    def _sales(self) -> Iterator[Difference]:
        expected = self.scenario.expect.sales
        filing = self.scenario.filing
        if expected is None or filing is None:
            return
        party = filing.party(expected.party)
        if party is None:
            yield Difference(what="sales", expected=expected.party, found="")
            return
        sales = look_at_sales(self.regime, party, filing.filed_on or self.scenario.on)
        found = {
            "cut_off": sales.cut_off if sales else None,
            "years": sales.years if sales else None,
            "reportable": {row.country: row.share for row in sales.reportable} if sales else None,
        }
        wanted = {name: getattr(expected, name) for name in found}
        given = {name: value for name, value in wanted.items() if value is not None}
        yield from _differ("sales", given, _only(found, given))


def run_cases(id: str, folder: Path | None = None) -> tuple[Result, ...]:
    """Runs every case of a pack, each scenario under the law of its own day.

    Raises `PackError` where the pack or a case is wrong; a wrong outcome is a difference.
    """
    pack = find_pack(id, folder)
    return tuple(run_on(pack, read_cases(pack.folder)))


def read_cases(folder: Path) -> tuple[PackCase, ...]:
    """Reads the cases in the folder of a pack; raises `PackError` where one is wrong."""
    paths = sorted((folder / "cases").glob("*.yaml"))
    return tuple(to_row(read_tree(path, folder), PackCase) for path in paths)


def run_on(pack: Pack, cases: Iterable[PackCase]) -> Iterator[Result]:
    """Runs cases on a pack one by one, each scenario under the law of its own day."""
    for case in cases:
        for scenario in case.scenarios:
            regime = stand_on(pack, scenario.on, scenario.version)
            found = tuple(_Outcome(regime, scenario).compare())
            yield Result(case=case.id, scenario=scenario.name, differences=found)


def _facts(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _only(found: Mapping[str, object], expected: object) -> dict[str, object]:
    """Leaves out what nothing is expected of."""
    names = expected if isinstance(expected, dict) else {}
    return {name: value for name, value in found.items() if name in names}


def _lack(what: str, expected: Iterable[str], found: Iterable[str]) -> Iterator[Difference]:
    found = tuple(found)
    for word in expected:
        if word not in found:
            yield Difference(what=what, expected=word, found=", ".join(found))


def _differ(what: str, expected: object, found: object) -> Iterator[Difference]:
    """Compares two mappings name by name; nothing expected means nothing compared."""
    if not isinstance(expected, dict) or not isinstance(found, dict):
        return
    for name in sorted({*expected, *found}, key=str):
        wanted, got = expected.get(name), found.get(name)
        if wanted != got:
            place = f"{what}.{name}" if name != "" else what
            yield Difference(what=place, expected=_say(wanted), found=_say(got))


def _say(value: object) -> str:
    return "" if value is None else str(value)
