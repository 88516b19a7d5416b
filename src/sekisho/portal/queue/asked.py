"""The question that a list of cases answers: kept in its address, so that it can be saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet

from sekisho.match.names.normalise import normalise
from sekisho.model.finding import SEVERITIES
from sekisho.portal.cases.models import CaseFile, KnownName
from sekisho.portal.cases.standing import in_state
from sekisho.portal.examine.models import Subject


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a list; what is empty is not asked."""

    state: str = ""
    gravest: str = ""
    questions: str = ""
    period: str = ""
    mine: str = ""
    sector: str = ""
    product: str = ""
    supplier: str = ""
    recontractor: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Asked:
        """Reads a question from an address; whatever else stands in it is left aside."""
        return cls(
            **{field.name: str(given.get(field.name) or "").strip()[:300] for field in fields(cls)}
        )

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    @property
    def address(self) -> str:
        """The question as the query of an address."""
        return urlencode(
            {field.name: value for field in fields(self) if (value := getattr(self, field.name))}
        )

    @property
    def is_of_columns(self) -> bool:
        """Whether the answer stands in the columns of a case, for whoever asks."""
        return not (self.mine or any(getattr(self, name) for name in _NAMED))

    def of(
        self, cases: QuerySet[CaseFile], on: date, *, few: bool = False
    ) -> tuple[QuerySet[CaseFile], ...]:
        """Gives the cases of which the answer is yes on a day, in parts: none stands in two. Of
        `few` there is one part.
        """
        if self.period == "over":
            cases = cases.filter(due__lt=on)
        if self.gravest in SEVERITIES:
            at_least = SEVERITIES[: SEVERITIES.index(self.gravest) + 1]
            cases = cases.filter(gravest__in=at_least)
        if self.questions:
            cases = cases.filter(open_questions__gt=0)
        if self.sector:
            cases = cases.filter(in_sector__sector=self.sector)
        for name, kinds in _NAMED.items():
            if wanted := getattr(self, name):
                cases = cases.filter(_names(kinds, wanted))
        if not self.state:
            return (cases,)
        ways = in_state(self.state, on)
        if few:
            return (cases.filter(reduce(or_, ways)),)
        return tuple(cases.filter(way) for way in ways)


_FEW, _MANY = 5_000, 500
"""Named by so few cases, under so few names, what is asked for is found from the names."""
_NAMED = {
    "product": (Subject.Kind.PRODUCT,),
    "supplier": (Subject.Kind.SUPPLIER, Subject.Kind.CONTRACTOR),
    "recontractor": (Subject.Kind.RECONTRACTOR,),
}


def _names(kinds: tuple[str, ...], wanted: str) -> Q:
    """Whether a case names something so: as it is written, or as names are compared."""
    key = normalise(wanted).native or wanted
    named = Q(name__icontains=wanted) | Q(key__contains=key)
    keys = set(KnownName.objects.filter(named, kind__in=kinds).values_list("key", flat=True))
    if not keys:
        return Q(pk__in=[])
    found = Subject.objects.filter(kind__in=kinds)
    found = found.filter(named if len(keys) > _MANY else Q(key__in=keys))
    if len(keys) > _MANY or found[: _FEW + 1].count() > _FEW:
        # Of so many the first in the order of the list are soon met.
        return Q(Exists(found.filter(case=OuterRef("pk"))))
    return Q(pk__in=found.values("case"))
