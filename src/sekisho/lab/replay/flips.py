"""Flips: the cases and operators that a draft treats otherwise, and in what way."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

import msgspec

from sekisho.lab.past.record import PastCase
from sekisho.lab.replay.outcome import OUTSIDE, Outcome
from sekisho.model.filing import Filing
from sekisho.model.operator.profile import OperatorProfile
from sekisho.model.values.record import Record
from sekisho.regime.rules.evaluator import Answer

Kind = Literal[
    "caught",
    "freed",
    "rerouted",
    "opened",
    "settled",
    "asked_otherwise",
    "shortened",
    "reached",
    "released",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Caught: a filing is needed now; freed: no longer. Rerouted: another filing, form or route.
Opened: it can no longer be told; settled: it can, and nothing is needed. Asked otherwise: other
fields, documents or days. Shortened: the same is filed, and a signed shortening saves other days. Reached, released: the law reaches the operator, or no longer, and
nothing has to be filed either way.
"""

QUIET: frozenset[Kind] = frozenset({"reached", "released"})
"""Flips that change nothing of what has to be filed or stated."""

_STEPS: dict[tuple[str, str], Kind] = {
    ("none", "needed"): "caught",
    ("open", "needed"): "caught",
    ("needed", "none"): "freed",
    ("open", "none"): "settled",
    ("needed", "open"): "opened",
    ("none", "open"): "opened",
}


class RuleEdit(Record, frozen=True, kw_only=True):
    """One value of a row: before and after, as the pack has it."""

    field: str
    before: str = ""
    after: str = ""


class Rule(Record, frozen=True, kw_only=True):
    """The row responsible for a flip; `others` counts rows that had to change together with it."""

    table: str
    id: str
    kind: str
    article: str = ""
    edits: tuple[RuleEdit, ...] = ()
    others: int = 0


class CaseFlip(Record, frozen=True, kw_only=True):
    """One case that a draft treats otherwise.

    Counts are differences, draft less base; `known_hours` are the examiner's hours on record.
    """

    id: str
    on: date
    kind: Kind
    operator: str = ""
    name: str = ""
    sector: str = ""
    size: str = ""
    country: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    route_before: str = ""
    route_after: str = ""
    fields: int = 0
    typed: int = 0
    documents: int = 0
    days: int = 0
    saved: int = 0
    known_hours: int | None = None
    rule: Rule | None = None

    def with_rule(self, rule: Rule | None) -> CaseFlip:
        """Gives the flip with the rule responsible."""
        return msgspec.structs.replace(self, rule=rule)


class TestedFlip(Record, frozen=True, kw_only=True):
    """What one test of a criterion said under either law, with the value it was held against."""

    test: str
    value: str = ""
    threshold_before: str = ""
    threshold_after: str = ""
    before: str = ""
    after: str = ""


class OperatorFlip(Record, frozen=True, kw_only=True):
    """One operator that meets the criteria under one law and not under the other."""

    id: str
    name: str
    sector: str
    size: str = ""
    before: Answer
    after: Answer
    criterion: str = ""
    article: str = ""
    tests: tuple[TestedFlip, ...] = ()
    rule: Rule | None = None
    on: date


def compare_outcomes(
    past: PastCase, profile: OperatorProfile | None, before: Outcome, after: Outcome
) -> CaseFlip | None:
    """Gives the flip of a case, `None` where both laws make the same of it."""
    if before == after:
        return None
    filing = past.filing
    return CaseFlip(
        id=past.id,
        on=past.on,
        kind=_kind(before, after),
        operator=past.operator,
        name=name_of(past, profile),
        sector=filing.sector if filing else "",
        size=profile.size if profile else "",
        country=country_of(filing),
        before=before.filings,
        after=after.filings,
        route_before=before.route,
        route_after=after.route,
        fields=after.burden.fields - before.burden.fields,
        typed=after.burden.typed - before.burden.typed,
        documents=after.burden.documents - before.burden.documents,
        days=(after.burden.days_on_clock or 0) - (before.burden.days_on_clock or 0),
        saved=after.saved - before.saved,
        known_hours=past.examiner_hours,
    )


def _kind(before: Outcome, after: Outcome) -> Kind:
    step = _STEPS.get((before.status, after.status))
    if step is not None:
        return step
    if OUTSIDE in {before.route, after.route}:
        return "reached" if before.route == OUTSIDE else "released"
    if (before.core, before.route) != (after.core, after.route):
        return "rerouted"
    return "shortened" if before.burden == after.burden else "asked_otherwise"


def name_of(past: PastCase, profile: OperatorProfile | None) -> str:
    """Names the operator of a case: by its profile, else as the filing does."""
    if profile is not None and profile.name:
        return profile.name
    party = past.filing.party(past.filing.operator.party) if past.filing else None
    return party.name if party else past.operator


def country_of(filing: Filing | None) -> str:
    """Gives the country of the supplier, or of the contractor where nothing is supplied."""
    if filing is None:
        return ""
    ids = (filing.facility.supplier, filing.entrustment.contractor if filing.entrustment else "")
    change = filing.change
    for id in (*ids, change.applied_by if change else ""):
        party = filing.party(id) if id else None
        if party is not None:
            return party.law_country or party.address.country
    return ""
