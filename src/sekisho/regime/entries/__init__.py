"""Whether a product falls under an entry of a list: a pure function over facts and pack data."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import msgspec

from sekisho.regime.pack import Regime
from sekisho.regime.rules.evaluator import Verdict
from sekisho.regime.rules.vocabulary import Facts
from sekisho.regime.tables.entries import Entry, EntryExemption

Standing = Literal["covered", "kept", "exempt", "not_yet", "clear", "unknown"]
"""How a product stands to an entry.

`covered`: no new authorisation. `kept`: the same, but one granted before the entry held stays.
`exempt`: an exemption takes it out on that day. `not_yet`: it will be covered. `clear`: it does
not fall under the entry, as declared. `unknown`: it cannot be told.
"""


class Judged(msgspec.Struct, frozen=True):
    """How one product stands to one entry.

    `missing` names the facts that would tell; `exemption` is the one that holds, or the one
    claimed that does not (`refused`) or cannot be judged; `unverified` says that the row itself
    was not compared with the list.
    """

    entry: Entry
    standing: Standing
    missing: tuple[str, ...] = ()
    exemption: EntryExemption | None = None
    refused: bool = False
    unverified: bool = False


def judge_entry(regime: Regime, entry: Entry, facts: Facts, on: date) -> Judged:
    """Answers one entry for one product on a day.

    `facts` are those of the product and of whoever made it (`product.*`, `entity.*`); what is not
    stated is absent and makes the answer unknown, unless it is settled without.
    """
    if entry.services or (entry.valid_to is not None and entry.valid_to < on):
        return Judged(entry, "clear")
    verdict = regime.ask(entry.when, facts)
    if verdict.answer == "no":
        return Judged(entry, "clear")
    if verdict.answer == "unknown":
        return Judged(entry, "unknown", verdict.missing)
    if on < entry.valid_from:
        return Judged(entry, "not_yet")
    excepted = _excepted(regime, entry, facts, on)
    if entry.unverified and (excepted is None or excepted.standing != "exempt"):
        return Judged(entry, "unknown", unverified=True)
    return excepted or _covered(entry, facts)


def _excepted(regime: Regime, entry: Entry, facts: Facts, on: date) -> Judged | None:
    """Lets the exemptions claimed answer: one that holds, else one that cannot be judged."""
    open_one: Judged | None = None
    refused: Judged | None = None
    for row in entry.exemptions:
        if not regime.ask(row.claimed, facts).holds:
            continue
        verdict = _frees(regime, row, facts, on)
        if verdict.holds:
            return Judged(entry, "exempt", exemption=row)
        if verdict.answer == "unknown":
            open_one = open_one or Judged(
                entry, "unknown", verdict.missing, row, unverified=row.unverified
            )
        else:
            covered = _covered(entry, facts)
            refused = refused or Judged(entry, covered.standing, exemption=row, refused=True)
    return open_one or refused


def _frees(regime: Regime, row: EntryExemption, facts: Facts, on: date) -> Verdict:
    begun = row.valid_from is None or row.valid_from <= on
    if not begun or (row.valid_to is not None and row.valid_to < on):
        return Verdict("no")
    return Verdict("unknown") if row.unverified else regime.ask(row.when, facts)


def _covered(entry: Entry, facts: Facts) -> Judged:
    granted = facts.get("product.authorised_on")
    held = getattr(granted, "date", lambda: None)()
    return Judged(entry, "kept" if held and held < entry.valid_from else "covered")


def is_current(regime: Regime, on: date) -> bool:
    """Says whether the entries are recent enough on a day for "not listed" to be an answer."""
    rows = regime.entries
    if rows.compared_on is None:
        return False
    if rows.stale_after_days is None:
        return True
    return on <= rows.compared_on + timedelta(days=rows.stale_after_days)
