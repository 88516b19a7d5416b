"""Sorts changes of single fields into the classes of the law."""

from __future__ import annotations

import re
from datetime import date
from typing import get_args

import msgspec

from sekisho.model.case import Case
from sekisho.model.filing import Act, Change, Entrustment, FieldChange, Filing, Reentrustment
from sekisho.model.values.ratio import Ratio
from sekisho.regime.pack import Regime
from sekisho.regime.rules.vocabulary import Value
from sekisho.regime.tables.duty import ChangeClassName
from sekisho.regime.words import authority_in_charge

_COUNTRY = re.compile(r"(?:^|[\s,、])([A-Z]{2})$")


class Classified(msgspec.Struct, frozen=True):
    """A changed field and its class; `becomes` is `None` where it cannot be told.

    `article` is the source of the row that decided, in the order of the authority in charge.
    """

    change: FieldChange
    becomes: ChangeClassName | None
    article: str = ""


def classify_changes(regime: Regime, case: Case) -> tuple[Classified, ...]:
    """Sorts every changed field the filing states, in its order."""
    filing = case.filing
    if filing is None or filing.change is None:
        return ()
    look = _look(regime, case, filing)
    return tuple(_classify(look, filing.change, field) for field in filing.change.fields)


def count_changes(regime: Regime, case: Case) -> dict[str, Value | None]:
    """Counts the changes of each class; a count a field of unknown class could raise from zero
    is not known.
    """
    classes = [row.becomes for row in classify_changes(regime, case)]
    counts: dict[str, Value | None] = {}
    for word in get_args(ChangeClassName):
        count = classes.count(word)
        counts[f"change.fields.{word}"] = None if not count and None in classes else count
    return counts


def acts_of_plan(case: Case) -> frozenset[Act]:
    """Gives the acts of the plan that a filing changes, none where it is not known which it is.

    The plan itself tells them where it is handed in, else the filing does.
    """
    plans = [plan for plan in (case.cleared, case.filing) if plan is not None]
    return next((acts for plan in plans if (acts := _acts(plan))), frozenset())


def _acts(plan: Filing) -> frozenset[Act]:
    stated: dict[Act, bool] = {
        "introduction": plan.act == "introduction" or plan.introduction is not None,
        "entrustment": plan.act == "entrustment" or plan.entrustment is not None,
    }
    return frozenset(act for act, is_stated in stated.items() if is_stated)


class _Look(msgspec.Struct, frozen=True):
    """What the classes are told by: the pack, the case, the acts of the plan, the authority."""

    regime: Regime
    case: Case
    acts: frozenset[Act]
    authority: str

    @property
    def act(self) -> Act | None:
        """The act of the plan, `None` for a plan of both: their classes differ, none is guessed."""
        return next(iter(self.acts)) if len(self.acts) == 1 else None


def _look(regime: Regime, case: Case, filing: Filing) -> _Look:
    return _Look(regime, case, acts_of_plan(case), authority_in_charge(regime, filing))


def _classify(look: _Look, change: Change, field: FieldChange) -> Classified:
    regime = look.regime
    facts = {name: value for name, value in _facts(look, field).items() if value is not None}
    for row in regime.changes.classes:
        if field.path not in row.paths:
            continue
        fits = (_fits(change.phase, row.phases), _fits(look.act, row.acts))
        if False in fits:
            continue
        verdict = regime.ask(row.when, facts)
        if verdict.answer == "no":
            continue
        if None in fits or verdict.answer == "unknown" or row.unverified:
            break
        return Classified(field, row.becomes, regime.cite(row.article, look.authority))
    return Classified(field, None)


def _fits(word: str | None, among: tuple[str, ...]) -> bool | None:
    if not among:
        return True
    return None if word is None else word in among


def _facts(look: _Look, field: FieldChange) -> dict[str, Value | None]:
    regime, acts = look.regime, look.acts
    before, after = _ratio(field.before), _ratio(field.after)
    earlier, later = _day(field.before), _day(field.after)
    countries = _COUNTRY.search(field.before), _COUNTRY.search(field.after)
    return {
        "field.before_stated": bool(field.before),
        "field.after_stated": bool(field.after),
        "field.before_band": _band(regime, before),
        "field.after_band": _band(regime, after),
        "field.country_changed": (
            countries[0].group(1) != countries[1].group(1)
            if countries[0] and countries[1]
            else None
        ),
        "field.is_earlier": later < earlier if earlier and later else None,
        "field.plan_introduces": "introduction" in acts if acts else None,
        "field.plan_entrusts": "entrustment" in acts if acts else None,
        "field.period_ends": _period_ends(look.case, field),
    }


def _period_ends(case: Case, field: FieldChange) -> bool | None:
    """Whether the work that a changed day is of has a last day: a period, and not a point in time.

    The plan tells it, else the filing or another changed field of it; where none speaks of the
    work it is not known.
    """
    kind, _, _ = field.path.partition(".")
    change = case.filing.change if case.filing else None
    ends = f"{kind}.ends_on"
    if change and any(
        each.path == ends and each.subject == field.subject for each in change.fields
    ):
        return True
    for plan in (case.cleared, case.filing):
        ending = {work.ends_on is not None for work in _works(plan, kind, field.subject)}
        if ending:
            return ending.pop() if len(ending) == 1 else None
    return None


def _works(plan: Filing | None, kind: str, subject: str) -> list[Entrustment | Reentrustment]:
    if plan is None:
        return []
    if kind == "entrustment":
        return [plan.entrustment] if plan.entrustment else []
    return [link for link in plan.reentrustments if not subject or link.id == subject]


def _band(regime: Regime, ratio: Ratio | None) -> int | None:
    """The number of lower ends a share has reached: bands are half open."""
    if ratio is None:
        return None
    return sum(ratio >= end for end in regime.changes.ratio_bands)


def _ratio(text: str) -> Ratio | None:
    try:
        return Ratio.parse(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
