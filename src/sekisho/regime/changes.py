"""Sorts changes of single fields into the classes of the law."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import get_args

from sekisho.model.case import Case
from sekisho.model.filing import Act, Change, FieldChange, Filing
from sekisho.model.values.ratio import Ratio
from sekisho.regime.pack import Regime
from sekisho.regime.rules.vocabulary import Value
from sekisho.regime.tables.duty import ChangeClassName
from sekisho.regime.words import authority_in_charge

_COUNTRY = re.compile(r"(?:^|[\s,、])([A-Z]{2})$")


@dataclass(frozen=True, slots=True)
class Classified:
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
    act, authority = _act(filing, case.cleared), authority_in_charge(regime, filing)
    return tuple(
        _classify(regime, filing.change, field, act, authority) for field in filing.change.fields
    )


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


def _act(filing: Filing, cleared: Filing | None) -> Act | None:
    """The act of the plan, `None` for a plan of both: their classes differ, and none is guessed."""
    plans = (filing, cleared) if cleared else (filing,)
    if any(plan.introduction and plan.entrustment for plan in plans):
        return None
    return next((plan.act for plan in plans if plan.act), None)


def _classify(
    regime: Regime, change: Change, field: FieldChange, act: Act | None, authority: str
) -> Classified:
    facts = {name: value for name, value in _facts(regime, field).items() if value is not None}
    for row in regime.changes.classes:
        if field.path not in row.paths:
            continue
        fits = (_fits(change.phase, row.phases), _fits(act, row.acts))
        if False in fits:
            continue
        verdict = regime.ask(row.when, facts)
        if verdict.answer == "no":
            continue
        if None in fits or verdict.answer == "unknown" or row.unverified:
            break
        return Classified(field, row.becomes, regime.cite(row.article, authority))
    return Classified(field, None)


def _fits(word: str | None, among: tuple[str, ...]) -> bool | None:
    if not among:
        return True
    return None if word is None else word in among


def _facts(regime: Regime, field: FieldChange) -> dict[str, Value | None]:
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
    }


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
