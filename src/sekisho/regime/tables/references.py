"""Checks the rows of a pack against each other: what one names, another must define."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import get_args

from sekisho.model.case import EventKind
from sekisho.model.errors import PackError, Place
from sekisho.model.filing import Act, FilingKind, Phase, Work
from sekisho.model.values.message import message
from sekisho.regime.profiles import list_profiles
from sekisho.regime.rules.vocabulary import CASE, FACTS
from sekisho.regime.tables.whole import Pack

_EVENTS = frozenset(get_args(EventKind))
_FILINGS = frozenset(get_args(FilingKind)) | {
    "emergency_change",
    "answer",
    "name_change",
    "mandatory_notice",
    "validation_application",
}
_NOTICES = frozenset({"designation", "release"})
_WORKS = frozenset(get_args(Work))
_ACTS = frozenset(get_args(Act))
_PHASES = frozenset(get_args(Phase))

_Reference = tuple[str, str, Iterable[str]]
"""A file, a word written in it, and the words that are defined."""


def check_references(pack: Pack) -> None:
    """Raises `PackError` for the first word that nothing defines, and for a pack whose
    versions overlap or leave a gap, or whose last route is conditional.
    """
    for file, word, known in undefined_words(pack):
        defined = tuple(sorted(known))
        id = "pack.undefined" if defined else "pack.undefined.none"
        raise PackError(
            message(id, word=word, known=defined),
            place=Place(file=file),
            hint=message(f"{id}.remedy"),
        )
    _check_versions(pack)
    _check_tests(pack)
    _check_periods(pack)
    if not ends_without_condition(pack):
        raise PackError(message("pack.no_last_route"), place=Place(file="routes.yaml"))
    if pack.triage.classes and pack.triage.classes[-1].when:
        raise PackError(message("pack.no_last_class"), place=Place(file="triage.yaml"))
    if pack.software.rows and not pack.software.is_whole:
        raise PackError(message("pack.rows_not_whole"), place=Place(file="software.yaml"))


def undefined_words(pack: Pack) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Gives every word that nothing defines, with its file and the words that are defined."""
    for file, word, known in _references(pack):
        defined = frozenset(known)
        if word and word not in defined:
            yield file, word, defined


def ends_without_condition(pack: Pack) -> bool:
    """Says whether the last route has no condition, so that every case has a route."""
    return bool(pack.routes.routes) and not pack.routes.routes[-1].when


def _references(pack: Pack) -> Iterator[_Reference]:
    yield "routes.yaml", pack.routes.sbom_profile, list_profiles()
    yield from _of_law(pack)
    yield from _of_facilities(pack)
    yield from _of_designations(pack)
    yield from _of_duties(pack)
    yield from _of_clocks(pack)
    yield from _of_contents(pack)
    yield from _of_procedure(pack)
    yield from _of_fast_lane(pack)
    yield from _of_reliance(pack)
    outcomes = {row.id for row in pack.software.outcomes}
    yield from (("software.yaml", row.outcome, outcomes) for row in pack.software.rows)


def _of_reliance(pack: Pack) -> Iterator[_Reference]:
    if pack.duties.relies_on:
        yield "duties.yaml", pack.duties.relies_on.fact, CASE


def _of_fast_lane(pack: Pack) -> Iterator[_Reference]:
    file, lane = "fast_lane.yaml", pack.fast_lane
    yield file, lane.period, [row.id for row in pack.clocks.periods]
    yield file, lane.act, [row.id for row in pack.procedure.acts]
    for word in lane.owners:
        yield file, word, [row.id for row in pack.authorities]


def _of_law(pack: Pack) -> Iterator[_Reference]:
    authorities = [row.id for row in pack.authorities]
    for version in pack.head.versions:
        for word in version.authorities:
            yield "pack.yaml", word, authorities
    for sector in pack.sectors:
        yield "sectors.yaml", sector.authority, authorities
    for form in pack.forms:
        yield "forms.yaml", form.filing, _FILINGS | _NOTICES
        for word in form.authorities:
            yield "forms.yaml", word, authorities
        for word in form.acts:
            yield "forms.yaml", word, _ACTS


def _of_facilities(pack: Pack) -> Iterator[_Reference]:
    sectors = [row.id for row in pack.sectors]
    kinds = [row.business for row in pack.designations.criteria]
    for facility in pack.facilities:
        yield "facilities.yaml", facility.sector, sectors
        for word in facility.businesses:
            yield "facilities.yaml", word, kinds
    for parts in pack.components:
        for word in parts.facilities:
            yield "components.yaml", word, [row.id for row in pack.facilities]
    for work in pack.works:
        yield "works.yaml", work.id, _WORKS


def _of_designations(pack: Pack) -> Iterator[_Reference]:
    file, rows = "designation.yaml", pack.designations
    quantities = [row.id for row in rows.quantities]
    for test in rows.tests:
        for word in (test.quantity, test.of):
            yield file, word, quantities
    for group in rows.same_years:
        for word in group.tests:
            yield file, word, [row.id for row in rows.tests if row.year_ends is None]
    for criterion in rows.criteria:
        yield file, criterion.sector, [row.id for row in pack.sectors]
        yield file, criterion.authority, [row.id for row in pack.authorities]
    for owed in rows.returns:
        yield file, owed.business, [row.business for row in rows.criteria]


def _of_duties(pack: Pack) -> Iterator[_Reference]:
    duties = [row.id for row in pack.duties.duties]
    for duty in pack.duties.duties:
        yield "duties.yaml", duty.filing, _FILINGS
        yield "duties.yaml", duty.act, _ACTS
        yield "duties.yaml", duty.penalty, [row.id for row in pack.penalties]
    for exemption in pack.duties.exemptions:
        for word in exemption.of:
            yield "duties.yaml", word, duties
        for word in exemption.params.values():
            yield "duties.yaml", word, FACTS
    for row in pack.changes.classes:
        for word in row.acts:
            yield "changes.yaml", word, _ACTS
        for word in row.phases:
            yield "changes.yaml", word, _PHASES


def _of_clocks(pack: Pack) -> Iterator[_Reference]:
    periods = [row.id for row in pack.clocks.periods]
    dates = [row.id for row in pack.clocks.dates]
    file = "clocks.yaml"
    for period in pack.clocks.periods:
        for word in (period.capped_by, period.after):
            yield file, word, periods
        moves = (*period.moved_by, *period.shortened_by, *period.ended_by)
        for word in (period.start, *moves, *period.stopped_by, *period.resumed_by):
            yield file, word, _EVENTS
    for shown in pack.clocks.dates:
        for word in (shown.of, shown.fits):
            yield file, word, periods
        yield file, shown.before, dates
        for word in (shown.start, *shown.unless):
            yield file, word, _EVENTS
    for conflict in pack.clocks.conflicts:
        for word in (conflict.ends, conflict.limit):
            yield file, word, periods
        yield file, conflict.act_on, dates
        for word in conflict.unless:
            yield file, word, _EVENTS


def _of_contents(pack: Pack) -> Iterator[_Reference]:
    file, contents = "contents.yaml", pack.contents
    periods = [row.id for row in pack.clocks.periods]
    if contents.sales:
        yield file, contents.sales.cut_off, periods
    yield file, contents.documents, periods
    for word in (*contents.whole, *contents.changed):
        yield file, word, _FILINGS
    authorities = [row.id for row in pack.authorities]
    for waiver in contents.waivers:
        yield file, waiver.of, [row.id for row in contents.conditions]
        for word in waiver.authorities:
            yield file, word, authorities
    for row in contents.fields:
        for word in row.called:
            yield file, word, authorities
    asked = (
        *(row.filings for row in contents.fields),
        *(row.filings for row in contents.conditions),
    )
    for words in asked:
        for word in words:
            yield file, word, _FILINGS


def _of_procedure(pack: Pack) -> Iterator[_Reference]:
    file, rules = "procedure.yaml", pack.procedure
    reached = {row.to for row in rules.transitions} | {row.to for row in rules.outcomes}
    states = {rules.first, *reached} - {""}
    periods = [row.id for row in pack.clocks.periods]
    for word in (rules.window, rules.answer, *rules.periods):
        yield file, word, periods
    for step in rules.transitions:
        yield file, step.event, _EVENTS
        for word in step.after:
            yield file, word, states
    for outcome in rules.outcomes:
        for word in outcome.after:
            yield file, word, states
    for act in rules.acts:
        yield file, act.until, [row.id for row in pack.clocks.dates]
        for word in act.after:
            yield file, word, states


def _check_periods(pack: Pack) -> None:
    """A stopped period must count days, and no period may in the end follow itself."""
    after = {period.id: period.after for period in pack.clocks.periods}
    for period in pack.clocks.periods:
        counts_days = period.unit in ("day", "working_day") and period.direction == "forward"
        if period.stopped_by and (not counts_days or period.moved_by):
            raise PackError(
                message("pack.stop_needs_days", period=period.id), place=Place(file="clocks.yaml")
            )
        id, seen = period.after, {period.id}
        while id and id not in seen:
            seen.add(id)
            id = after.get(id, "")
        if id:
            raise PackError(
                message("pack.period_after_itself", period=period.id),
                place=Place(file="clocks.yaml"),
            )


def _check_versions(pack: Pack) -> None:
    versions = pack.head.versions
    if not versions:
        raise PackError(message("pack.no_versions"), place=Place(file="pack.yaml"))
    for earlier, later in pairwise(versions):
        ends = earlier.valid_to
        if ends is None or (later.valid_from - ends).days != 1:
            raise PackError(
                message("pack.versions_do_not_join", earlier=earlier.id, later=later.id),
                place=Place(file="pack.yaml"),
            )


def _check_tests(pack: Pack) -> None:
    """A test without exactly one threshold would answer nothing, or twice."""
    for test in pack.designations.tests:
        thresholds = [end for end in (test.at_least, test.above) if end is not None]
        several = test.years > 1 and (test.take == "latest" or test.year is not None)
        if len(thresholds) != 1 or several:
            raise PackError(
                message("pack.bad_test", test=test.id),
                place=Place(file="designation.yaml"),
                hint=message("pack.bad_test.remedy"),
            )
