"""Earlier cases with the same product or supplier: of other operators the outcome alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from sekisho.portal.cases import engine
from sekisho.portal.cases.models import CaseFile, Event
from sekisho.portal.examine.models import Subject

MOST_PRECEDENTS = 20


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier case with the same product or supplier: what it was, and where it stands.

    `same_version` says whether it was the version of this case. Only of the same operator are
    `version`, `accepted_on` and `case` told.
    """

    kind: str
    name: str
    same_version: bool
    state: str
    version: str = ""
    accepted_on: date | None = None
    case: UUID | None = None


def precedents(case: CaseFile, on: date) -> tuple[Precedent, ...]:
    """Gives the cases before the same authority with the same products or suppliers, the newest
    first; of other operators the product and the outcome alone, once their period is over.

    A product is called as this case calls it: how another operator wrote it may tell who that is.
    """
    kinds = (Subject.Kind.PRODUCT, Subject.Kind.SUPPLIER)
    mine = {(row.kind, row.key): row for row in Subject.objects.filter(case=case, kind__in=kinds)}
    wanted = Q()
    for kind, key in mine:
        wanted |= Q(kind=kind, key=key)
    if not wanted or case.authority_id is None:
        return ()
    seen = Q(case__operator_id=case.operator_id) | Q(
        kind=Subject.Kind.PRODUCT, case__lapses_on__lt=on
    )
    rows = (
        Subject.objects.filter(wanted, seen, case__authority_id=case.authority_id)
        .exclude(case=case)
        .exclude(case__submitted_on=None)
        .select_related("case")
        .order_by("-case__submitted_on", "kind", "name")[:MOST_PRECEDENTS]
    )
    found = tuple(rows)
    states = _states((row.case for row in found), on)
    return tuple(
        _precedent(row, mine[(row.kind, row.key)], case, states[row.case_id]) for row in found
    )


def _precedent(row: Subject, here: Subject, case: CaseFile, state: str) -> Precedent:
    same = row.version == here.version and row.kind == Subject.Kind.PRODUCT
    if row.case.operator_id != case.operator_id:
        return Precedent(row.kind, here.name, same, state)
    return Precedent(
        row.kind,
        here.name,
        same,
        state,
        version=row.version,
        accepted_on=row.case.accepted_on,
        case=row.case_id,
    )


def _states(cases: Iterable[CaseFile], on: date) -> dict[UUID, str]:
    """The state of each on the day: a period may have ended since it was last touched."""
    known = {case.id: case for case in cases}
    events: dict[UUID, list[Event]] = defaultdict(list)
    for row in Event.objects.filter(case__in=known).exclude(kind="").order_by("seq"):
        events[row.case_id].append(row)
    return {
        id: engine.standing_on(case, engine.engine_events(events[id]), on).state
        for id, case in known.items()
    }
