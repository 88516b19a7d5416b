"""What must hold between the parts of a filing for it to be read with one meaning."""

from __future__ import annotations

from collections.abc import Iterator
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
    for name in ("components", "reentrustments", "parties", "risk_measures", "evidence"):
        seen: set[str] = set()
        for index, entry in enumerate(getattr(filing, name)):
            if entry.id and entry.id in seen:
                yield f"/{name}/{index}/id", message("filing.doubled_id", id=entry.id, list=name)
            seen.add(entry.id)


def _references(filing: Filing) -> Iterator[Wrong]:
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
        chain: list[str] = []
        id = link.id
        while id in above and id not in chain and id not in told:
            chain.append(id)
            id = above[id]
        if id in chain:
            ring = [*chain[chain.index(id) :], id]
            yield (
                f"/reentrustments/{index}/entrusted_by",
                message("filing.ring", chain=" → ".join(ring)),
            )
        told.update(chain)


def _shares(party: Party, pointer: str) -> Iterator[Wrong]:
    votes = sum((holder.votes or Fraction() for holder in party.vote_holders), Fraction())
    if votes > 1:
        yield (
            f"{pointer}/vote_holders",
            message("filing.votes_over_whole", party=party.id, total=str(Ratio(votes))),
        )
    years: dict[str, Fraction] = {}
    for sale in party.foreign_government_sales:
        year = sale.fiscal_year_ended_on.isoformat() if sale.fiscal_year_ended_on else ""
        years[year] = years.get(year, Fraction()) + (sale.share or Fraction())
    for year, total in years.items():
        if year and total > 1:
            yield (
                f"{pointer}/foreign_government_sales",
                message(
                    "filing.sales_over_whole", party=party.id, year=year, total=str(Ratio(total))
                ),
            )


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
