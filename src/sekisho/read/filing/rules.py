"""What must hold between the parts of a filing for it to be read with one meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec

from sekisho.model.filing import Filing
from sekisho.model.party import Party
from sekisho.model.values.message import Message, message
from sekisho.model.values.ratio import Ratio
from sekisho.read.filing.meaning import REFERENCES, Target

Wrong = tuple[str, Message]
"""The JSON pointer of what is wrong, and what to say; the remedy has the id plus `.remedy`."""

_LARGEST_DENOMINATOR = 10**200
_CUT = 10**30
_LONGEST_TOTAL = 20
_LONGEST_RING = 20
_NAMED = (
    "components",
    "authorisations",
    "reentrustments",
    "parties",
    "risk_measures",
    "evidence",
)
_PERIODS = (("starts_on", "ends_on"), ("issued_on", "valid_until"))


def broken_rules(filing: Filing) -> Iterator[Wrong]:
    """Finds doubled ids, references to nothing, chains in a ring, shares over the whole, and
    periods that end before they start.
    """
    yield from _doubled(filing)
    yield from _references(filing)
    yield from _rings(filing)
    for index, party in enumerate(filing.parties):
        yield from _shares(party, f"/parties/{index}")
    yield from _periods(filing, "")


def _doubled(filing: Filing) -> Iterator[Wrong]:
    for name in _NAMED:
        seen: set[str] = set()
        for index, entry in enumerate(getattr(filing, name)):
            if entry.id and entry.id in seen:
                yield f"/{name}/{index}/id", message("filing.doubled_id", id=entry.id, list=name)
            seen.add(entry.id)


def _references(filing: Filing) -> Iterator[Wrong]:
    """A change may refer to what the plan it changes states: the check of completeness, which has
    both, tells what is in neither.
    """
    if filing.change is not None:
        return
    known: dict[Target, set[str]] = {
        "parties": {party.id for party in filing.parties},
        "components": {component.id for component in filing.components},
        "reentrustments": {link.id for link in filing.reentrustments},
        "evidence": {evidence.id for evidence in filing.evidence},
    }
    for pointer, record in _records(filing, ""):
        for field in record.__struct_fields__:
            target = REFERENCES.get((type(record).__name__, field))
            if target is None:
                continue
            value = getattr(record, field)
            stated = [(f"{pointer}/{field}", value)]
            if isinstance(value, tuple):
                stated = [(f"{pointer}/{field}/{n}", item) for n, item in enumerate(value)]
            for place, id in stated:
                if id and id not in known[target]:
                    yield place, message("filing.reference_to_nothing", id=id, list=target)


def _rings(filing: Filing) -> Iterator[Wrong]:
    above = {link.id: link.entrusted_by for link in filing.reentrustments}
    told: set[str] = set()
    for index, link in enumerate(filing.reentrustments):
        chain: dict[str, None] = {}
        id = link.id
        while id in above and id not in chain and id not in told:
            chain[id] = None
            id = above[id]
        if id in chain:
            way = list(chain)
            ring = [*way[way.index(id) :], id]
            pointer = f"/reentrustments/{index}/entrusted_by"
            shown = ring if len(ring) <= _LONGEST_RING else [*ring[:_LONGEST_RING], "…"]
            yield pointer, message("filing.ring", chain=" → ".join(shown))
        told.update(chain)


def _shares(party: Party, pointer: str) -> Iterator[Wrong]:
    votes = _total(holder.votes for holder in party.vote_holders)
    if votes > 1:
        total = _shown(votes)
        wrong = message("filing.votes_over_whole", party=party.id, total=total)
        yield f"{pointer}/vote_holders", wrong
    years: dict[date, list[Ratio | None]] = {}
    for sale in party.foreign_government_sales:
        if sale.fiscal_year_ended_on:
            years.setdefault(sale.fiscal_year_ended_on, []).append(sale.share)
    for year, shares in years.items():
        if (sold := _total(shares)) > 1:
            total = _shown(sold)
            wrong = message(
                "filing.sales_over_whole", party=party.id, year=year.isoformat(), total=total
            )
            yield f"{pointer}/foreign_government_sales", wrong


def _total(shares: Iterable[Ratio | None]) -> Fraction:
    """Adds shares exactly, as long as their common denominator stays of a size.

    Thousands of fractions without a common factor would need numbers of millions of digits;
    beyond the cap what is added is cut after 30 decimals, which can hide an excess but never
    find one that is not there.
    """
    total = Fraction()
    for share in shares:
        if share is None:
            continue
        added = Fraction(share)
        if total.denominator > _LARGEST_DENOMINATOR:
            total = Fraction(int(total * _CUT), _CUT)
        total += added
    return total


def _shown(total: Fraction) -> str:
    """Writes a total for a message: exactly where that is short, else to a hundredth percent."""
    exact = str(Ratio(total))
    return exact if len(exact) <= _LONGEST_TOTAL else str(Ratio(int(total * 10_000), 10_000))


def _periods(filing: Filing, pointer: str) -> Iterator[Wrong]:
    for place, record in _records(filing, pointer):
        for first, last in _PERIODS:
            if first not in record.__struct_fields__:
                continue
            starts, ends = getattr(record, first), getattr(record, last)
            if starts and ends and ends < starts:
                yield (
                    f"{place}/{last}",
                    message("filing.ends_before_start", starts=str(starts), ends=str(ends)),
                )


def _records(value: Any, pointer: str) -> Iterator[tuple[str, msgspec.Struct]]:
    """Gives every record of a filing with its JSON pointer, from the outside in."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _records(item, f"{pointer}/{index}")
    elif isinstance(value, msgspec.Struct):
        yield pointer, value
        for field in value.__struct_fields__:
            yield from _records(getattr(value, field), f"{pointer}/{field}")
