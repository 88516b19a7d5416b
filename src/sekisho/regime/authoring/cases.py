"""Runs the cases a pack carries: given a filing and events on a day, expect these answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from sekisho.model.case import Case, Event
from sekisho.model.errors import UsageError
from sekisho.model.evidence import Evidence, EvidenceItem
from sekisho.model.filing import Filing
from sekisho.model.finding import CheckRun, Finding
from sekisho.model.operator.profile import OperatorProfile
from sekisho.model.values.message import message
from sekisho.model.values.record import Record
from sekisho.regime.authoring.asked import list_asked
from sekisho.regime.authoring.expected import Difference, Expected, differ, facts_of, lack, only
from sekisho.regime.authoring.stands import compare_law
from sekisho.regime.authoring.tries import Tries, Try, name_of, profile_of
from sekisho.regime.changes import classify_changes
from sekisho.regime.clock import clock_dates
from sekisho.regime.designation import judge_designation, judge_returns
from sekisho.regime.duties import decide_duties
from sekisho.regime.entries import Judged, judge_entry
from sekisho.regime.facts import moment, project
from sekisho.regime.loader import find_pack, stand_on
from sekisho.regime.pack import Regime
from sekisho.regime.procedure import lawful_acts
from sekisho.regime.routes import choose_route
from sekisho.regime.rules.stated import read_facts
from sekisho.regime.rules.vocabulary import filing_paths
from sekisho.regime.sales import look_at_sales
from sekisho.regime.tables.law import Title
from sekisho.regime.tables.reading import read_tree, to_row
from sekisho.regime.tables.whole import Pack

NO_VERSION = "none"
"""What a case expects as version of a day before the first one."""


class Scenario(Record, frozen=True, kw_only=True):
    """One situation and its right outcome.

    `product` states facts of one product against the entries of a list, by their names; `found`
    names the rules that found something, `unanswered` the required checks that were not answered,
    so far as the route turns on them.
    """

    name: Title
    on: date
    version: str | None = None
    filing: Filing | None = None
    cleared: Filing | None = None
    events: tuple[Event, ...] = ()
    product: dict[str, str | tuple[str, ...]] = {}
    found: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    profile: OperatorProfile | None = None
    expect: Expected


class PackCase(Record, frozen=True, kw_only=True):
    """One case a pack carries; every name in it is fictional."""

    id: str
    title: Title
    scenarios: tuple[Scenario, ...] = ()
    tries: tuple[Tries, ...] = ()


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
        yield from compare_law(self.regime, self.scenario.on, self.scenario.expect)
        yield from self._duties()
        yield from self._clock()
        yield from self._acts()
        yield from self._changes()
        yield from self._sales()
        yield from self._entries()
        yield from self._designation()

    @property
    def _case(self) -> Case:
        given = self.scenario
        return Case(
            filing=given.filing,
            cleared=given.cleared,
            events=given.events,
            evidence=tuple(EvidenceItem(evidence=item) for item in given.evidence),
        )

    def _duties(self) -> Iterator[Difference]:
        expect = self.scenario.expect
        facts = project(self._case, self.regime, self.scenario.on)
        duties = decide_duties(self.regime, facts)
        yield from differ("duties", expect.duties, {duty.id: duty.need for duty in duties})
        forms = {duty.id: duty.form for duty in duties}
        yield from differ("forms", expect.forms, only(forms, expect.forms))
        said = [reason.message for duty in duties for reason in duty.reasons]
        yield from lack("reasons", expect.reasons, [message.id for message in said])
        missing = [str(fact) for message in said for fact in facts_of(message.params.get("facts"))]
        missing += filing_paths(fact for row in self._judged() for fact in row.missing)
        if self.scenario.profile is None:
            yield from lack("missing", expect.missing, missing)
        if expect.required is not None:
            checks = self.regime.required_checks(facts, duties)
            yield from differ(
                "required", dict.fromkeys(expect.required, True), dict.fromkeys(checks, True)
            )
        if expect.asked is not None:
            asked = list_asked(self.regime, self._case, facts, duties, self.scenario.on)
            yield from differ(
                "asked", dict.fromkeys(expect.asked, True), dict.fromkeys(asked, True)
            )
        if expect.route is not None:
            route = choose_route(self.regime, facts, duties, *self._checked())
            yield from differ("route", {"": expect.route}, {"": route.id})

    def _checked(self) -> tuple[tuple[Finding, ...], tuple[CheckRun, ...]]:
        """What the checks of the scenario found and left open."""
        found = tuple(
            Finding(
                rule=rule,
                rule_version="1",
                subject="filing",
                state="found",
                severity="high",
                message=message("route.cannot_tell"),
            )
            for rule in self.scenario.found
        )
        runs = tuple(
            CheckRun(check=check, version="1", state="not_checked", required=True)
            for check in self.scenario.unanswered
        )
        return found, runs

    def _designation(self) -> Iterator[Difference]:
        expect, profile = self.scenario.expect, self.scenario.profile
        if profile is None:
            return
        judged = judge_designation(self.regime, profile, self.scenario.on)
        answers = {row.criterion.id: row.verdict.answer for row in judged}
        yield from differ("designation", expect.designation, answers)
        lacking = [word for row in judged for word in row.lacking]
        yield from lack("missing", expect.missing, lacking)

    def _clock(self) -> Iterator[Difference]:
        expect = self.scenario.expect
        dates = clock_dates(self.regime, self.scenario.events, self.scenario.on)
        days = {shown.id: shown.on.isoformat() if shown.on else "" for shown in dates}
        yield from differ("clock", expect.clock, only(days, expect.clock))
        if expect.warnings is not None:
            warned = {shown.id: "warning" for shown in dates if shown.warning}
            yield from differ("warnings", dict.fromkeys(expect.warnings, "warning"), warned)

    def _acts(self) -> Iterator[Difference]:
        expect = self.scenario.expect
        acts = lawful_acts(self.regime, self.scenario.events, self.scenario.on)
        lawful = {act.act: act.lawful for act in acts}
        yield from differ("acts", expect.acts, only(lawful, expect.acts))
        said = {act.act: act.message.id if act.message else "" for act in acts}
        yield from differ("said", expect.said, only(said, expect.said))
        until = {act.act: act.until for act in acts}
        yield from differ("until", expect.until, only(until, expect.until))

    def _changes(self) -> Iterator[Difference]:
        expected = self.scenario.expect.changes
        if expected is not None:
            classes = [
                row.becomes or "unknown" for row in classify_changes(self.regime, self._case)
            ]
            yield from differ("changes", dict(enumerate(expected)), dict(enumerate(classes)))

    def _judged(self) -> tuple[Judged, ...]:
        on, rows = self.scenario.on, self.regime.entries.entries
        if not self.scenario.product:
            return ()
        facts = {"today": moment(on), **read_facts(self.scenario.product)}
        return tuple(judge_entry(self.regime, row, facts, on) for row in rows)

    def _entries(self) -> Iterator[Difference]:
        found = {row.entry.id: row.standing for row in self._judged() if row.standing != "clear"}
        yield from differ("entries", self.scenario.expect.entries, found)

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
        yield from differ("sales", given, only(found, given))


def run_cases(id: str, folder: Path | None = None) -> tuple[Result, ...]:
    """Runs every case of a pack, each scenario under the law of its own day.

    Raises `PackError` where the pack or a case is wrong; a wrong outcome is a difference.
    """
    return tuple(iter_cases(id, folder))


def iter_cases(id: str, folder: Path | None = None) -> Iterator[Result]:
    """Runs the cases of a pack one by one, for who stops at the first difference; errors as in
    `run_cases`.
    """
    pack = find_pack(id, folder)
    yield from run_on(pack, read_cases(pack.folder))


def read_cases(folder: Path) -> tuple[PackCase, ...]:
    """Reads the cases in the folder of a pack; raises `PackError` where one is wrong."""
    paths = sorted((folder / "cases").glob("*.yaml"))
    return tuple(to_row(read_tree(path, folder), PackCase) for path in paths)


def has_rules(pack: Pack) -> bool:
    """Says whether a pack has anything that cases could try: duties, periods, entries, criteria."""
    return bool(
        pack.duties.duties
        or pack.clocks.periods
        or pack.procedure.acts
        or pack.contents.fields
        or pack.entries.entries
        or pack.designations.criteria
    )


def run_on(pack: Pack, cases: Iterable[PackCase]) -> Iterator[Result]:
    """Runs cases on a pack one by one, each scenario under the law of its own day."""
    for case in cases:
        for scenario in case.scenarios:
            found = tuple(_compare(pack, scenario))
            yield Result(case=case.id, scenario=scenario.name, differences=found)
        for given in case.tries:
            yield from (_tried(pack, case.id, given, row) for row in given.tries)


def _compare(pack: Pack, scenario: Scenario) -> Iterator[Difference]:
    """Before the first version there is no law to compare; a case may expect just that."""
    try:
        regime = stand_on(pack, scenario.on, scenario.version)
    except UsageError:
        yield from differ("version", {"": scenario.expect.version or "?"}, {"": NO_VERSION})
        return
    yield from _Outcome(regime, scenario).compare()


def _tried(pack: Pack, case: str, given: Tries, row: Try) -> Result:
    """Judges one try by the criterion, or the return, that it is of."""
    on = row.on or given.on
    regime, name = stand_on(pack, on), name_of(given, row)
    profile = profile_of(given, row)
    judged: list[dict[str, object]] = [
        {"answer": each.verdict.answer, "lacks": each.lacking}
        for each in judge_designation(regime, profile, on)
        if each.criterion.id == given.of
    ]
    owed: list[dict[str, object]] = [
        {
            "answer": each.verdict.answer,
            "lacks": each.lacking,
            "due": each.due if row.due else None,
            "form": each.row.form if row.form else "",
        }
        for each in judge_returns(regime, profile, on)
        if each.row.id == given.of
    ]
    wanted: dict[str, object] = {
        "answer": row.answer,
        "lacks": row.lacks,
        "due": row.due,
        "form": row.form,
    }
    found = [{**wanted, **each} for each in (*judged, *owed)] or [{**wanted, "answer": "none"}]
    if len(found) > 1:
        found = [{**wanted, "answer": "several rows"}]
    differences = tuple(chain.from_iterable(differ(given.of, wanted, each) for each in found))
    return Result(case=case, scenario=Title(ja=name, en=name), differences=differences)
