"""Who made a product and who owns whoever made it, as a case states it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sekisho.check.covered_equipment.claims import Claim, Item
from sekisho.model.case import Case
from sekisho.model.filing import Filing
from sekisho.model.party import Party
from sekisho.model.values.ratio import Ratio

_MOST_OWNERS = 1000
"""Owners that are followed; a filing with more has rings or is no filing."""


class Owner(msgspec.Struct, frozen=True):
    """One name of an owner at some step above the maker; `share` is its share at that step."""

    name: str
    share: Ratio | None


class Origin(msgspec.Struct, frozen=True):
    """The claims that say who made a product, and the owners behind.

    `owners_stated` says whether the owners of the maker itself are stated, or that there are
    none to state.
    """

    claims: tuple[Claim, ...]
    owners: tuple[Owner, ...]
    owners_stated: bool
    unknown: bool


def origin_of(case: Case, item: Item) -> Origin:
    """Gives the origin of a product: its maker, or its supplier where no maker is stated."""
    filing = case.filing
    makers = tuple(claim for claim in item.claims if claim.relation == "maker")
    suppliers = tuple(claim for claim in item.claims if claim.relation == "supplier")
    other = tuple(claim for claim in item.claims if claim.relation in ("brand", "credited"))
    claims = (*(makers or suppliers), *other)
    party = _maker(filing, item) if filing else None
    return Origin(
        claims=claims,
        owners=tuple(_owners(filing, party)) if filing and party else (),
        owners_stated=party is not None and bool(party.vote_holders or party.no_vote_holders),
        unknown=not (claims or item.models),
    )


def _maker(filing: Filing, item: Item) -> Party | None:
    component = filing.component(item.subject.removeprefix("component:"))
    return filing.party(component.maker or component.supplier) if component else None


def _owners(filing: Filing, party: Party) -> Iterator[Owner]:
    """Goes up from holder to holder; each party is looked at once, so that a ring ends."""
    waiting, seen, told = [party], {party.id}, 0
    while waiting and told < _MOST_OWNERS:
        for holder in waiting.pop(0).vote_holders:
            described = filing.party(holder.party)
            names = (holder.name, *((described.name, *described.other_names) if described else ()))
            for name in dict.fromkeys(name for name in names if name):
                told += 1
                yield Owner(name, holder.votes)
            if described is not None and described.id not in seen:
                seen.add(described.id)
                waiting.append(described)
