"""A page of a list that may be long: found by where the page before ended, never by counting.

A list may have parts (what an authority decides, and what it is consulted on); each is in the
order of the whole, so that a page is what comes first of all parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet, Subquery

from sekisho.portal.cases.models import CaseFile
from sekisho.portal.cases.queries import Listed, Part, listed

MOST_COUNTED = 1_000
"""How many cases are told exactly; of more only that there are more."""

Parts = tuple[Part, ...]
Found = tuple[QuerySet[CaseFile], ...]
Order = tuple[str, ...]
"""The columns that a list is sorted by, the last one unique; with a `-` the largest first."""


@dataclass(frozen=True)
class Page:
    """The cases of a page, and those by which the pages before and after it are found."""

    cases: tuple[Listed, ...]
    before: UUID | None
    after: UUID | None
    parts: Callable[[], Found] = field(compare=False)

    @cached_property
    def count(self) -> int:
        """How many cases the whole list has, counted up to one more than are told."""
        most = MOST_COUNTED + 1
        return min(most, sum(part.order_by()[:most].count() for part in self.parts()))

    @property
    def is_countless(self) -> bool:
        """Whether the list has more cases than are told."""
        return self.count > MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Edge:
    """The case next to a page: the last one before it, or the first one after it."""

    case: UUID | None = None
    backwards: bool = False

    @classmethod
    def read(cls, after: str, before: str, seen: Parts) -> Edge:
        """Reads an edge from an address; one that the person may not see is none."""
        for text, backwards in ((after, False), (before, True)):
            id = _id(text)
            if id and any(part.found.filter(id=id).exists() for part in seen):
                return cls(id, backwards)
        return cls()


def page_of(parts: Callable[[], Found], order: Order, edge: Edge, size: int) -> Page:
    """Gives the page that begins after a case, or ends before one; without either the first."""
    wanted = _reversed(order) if edge.backwards else order
    found: list[Listed] = []
    for part in parts():
        rest = part.filter(_beyond(edge.case, wanted)) if edge.case else part
        found.extend(listed(rest.order_by(*wanted)[: size + 1]))
    return make_page(parts, order, edge, found, size)


def make_page(
    parts: Callable[[], Found], order: Order, edge: Edge, found: list[Listed], size: int
) -> Page:
    """Makes a page of what was found of each part: one case more than the page has, if there is."""
    wanted = _reversed(order) if edge.backwards else order
    # Sorted by the last column first: a sort keeps the order of what is equal.
    for name in reversed(wanted):
        found.sort(key=lambda case: getattr(case, name.lstrip("-")), reverse=name.startswith("-"))
    more, cases = len(found) > size, found[:size]
    if edge.backwards:
        cases.reverse()
    has_before = more if edge.backwards else edge.case is not None
    has_after = edge.case is not None if edge.backwards else more
    return Page(
        cases=tuple(cases),
        before=cases[0].id if cases and has_before else None,
        after=cases[-1].id if cases and has_after else None,
        parts=parts,
    )


def _beyond(edge: UUID, order: Order) -> Q:
    """The condition on cases that come after one in an order.

    What they are compared with stays in the database: a time that left it would come back with
    other digits.
    """
    found, same = Q(), Q()
    for place, name in enumerate(order):
        column = name.lstrip("-")
        there = Subquery(CaseFile.objects.filter(id=edge).values(column))
        side = "lt" if name.startswith("-") else "gt"
        found |= same & Q(**{f"{column}__{side}": there})
        if place == 0:
            # Said by itself, so that the index of the order is entered at the right place.
            first = Q(**{f"{column}__{side}e": there})
        same &= Q(**{column: there})
    return first & found


def _reversed(order: Order) -> Order:
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
