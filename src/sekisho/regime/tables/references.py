"""Checks the rows of a pack against each other: what one names, another must define."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import get_args

from sekisho.model.case import EventKind
from sekisho.model.errors import PackError, Place
from sekisho.model.filing import Act, FilingKind, Phase
from sekisho.model.values.message import message
from sekisho.regime.rules.vocabulary import FACTS
from sekisho.regime.tables.whole import Pack

_EVENTS = frozenset(get_args(EventKind))
_FILINGS = frozenset(get_args(FilingKind)) | {"emergency_change", "answer"}
_ACTS = frozenset(get_args(Act))
_PHASES = frozenset(get_args(Phase))

_Reference = tuple[str, str, Iterable[str]]
"""A file, a word written in it, and the words that are defined."""


def check_references(pack: Pack) -> None:
    """Raises `PackError` for the first word that nothing defines, and for a pack whose
    versions overlap or leave a gap, or whose last route is conditional.
    """
    for file, word, known in undefined_words(pack):
        raise PackError(
            message("pack.undefined", word=word, known=tuple(sorted(known))),
            place=Place(file=file),
            hint=message("pack.undefined.remedy"),
        )
    _check_versions(pack)
    if not ends_without_condition(pack):
        raise PackError(message("pack.no_last_route"), place=Place(file="routes.yaml"))


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
    yield from _of_law(pack)
    yield from _of_designations(pack)
    yield from _of_duties(pack)
    yield from _of_clocks(pack)
    yield from _of_contents(pack)
    yield from _of_procedure(pack)


def _of_law(pack: Pack) -> Iterator[_Reference]:
    authorities = [row.id for row in pack.authorities]
    sectors = [row.id for row in pack.sectors]
    for version in pack.head.versions:
        for word in version.authorities:
            yield "pack.yaml", word, authorities
    for sector in pack.sectors:
        yield "sectors.yaml", sector.authority, authorities
    for facility in pack.facilities:
        yield "facilities.yaml", facility.sector, sectors
    for form in pack.forms:
        yield "forms.yaml", form.filing, _FILINGS
        for word in form.authorities:
            yield "forms.yaml", word, authorities
        for word in form.acts:
            yield "forms.yaml", word, _ACTS


def _of_designations(pack: Pack) -> Iterator[_Reference]:
    file, rows = "designation.yaml", pack.designations
    for test in rows.tests:
        yield file, test.quantity, [row.id for row in rows.quantities]
    for criterion in rows.criteria:
        yield file, criterion.sector, [row.id for row in pack.sectors]


def _of_duties(pack: Pack) -> Iterator[_Reference]:
    duties = [row.id for row in pack.duties.duties]
    for duty in pack.duties.duties:
        yield "duties.yaml", duty.filing, _FILINGS
        yield "duties.yaml", duty.act, _ACTS
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
        yield file, period.capped_by, periods
        for word in (period.start, *period.moved_by, *period.shortened_by, *period.ended_by):
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
    yield file, rules.window, periods
    yield file, rules.answer, periods
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
