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
_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Shared:
    """A product or supplier that this case names as well, as this case calls it.

    `same_version` says whether a product was of the version of this case.
    """

    kind: str
    name: str
    same_version: bool = False


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier case with the same product or supplier: what they share, and where it stands.

    Only of the same operator are `reference`, `accepted_on` and `case` told.
    """

    shared: tuple[Shared, ...]
    state: str
    count: int = 1
    """How many cases of other operators came to this; one of the same operator stands alone."""
    reference: str = ""
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
    rows = tuple(
        Subject.objects.filter(wanted, seen, case__authority_id=case.authority_id)
        .exclude(case=case)
        .exclude(case__submitted_on=None)
        .select_related("case")
        .order_by("-case__submitted_on", "case_id", "kind", "name")[:_MOST_ROWS]
    )
    states = _states((row.case for row in rows), on)
    own: dict[CaseFile, list[Shared]] = {}
    others: dict[tuple[Shared, str], set[UUID]] = {}
    for row in rows:
        shared = _shared(row, mine[(row.kind, row.key)])
        if row.case.operator_id == case.operator_id:
            own.setdefault(row.case, []).append(shared)
        else:
            others.setdefault((shared, states[row.case_id]), set()).add(row.case_id)
    return (
        *(
            Precedent(
                tuple(shared),
                states[row.id],
                reference=row.reference,
                accepted_on=row.accepted_on,
                case=row.id,
            )
            for row, shared in list(own.items())[:MOST_PRECEDENTS]
        ),
        *(Precedent((shared,), state, len(ids)) for (shared, state), ids in others.items()),
    )


def _shared(row: Subject, here: Subject) -> Shared:
    product = row.kind == Subject.Kind.PRODUCT
    return Shared(row.kind, here.name, same_version=product and row.version == here.version)


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
