"""Parties: whoever supplies, makes, maintains or owns, as the plan must state them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sekisho.model.values.ratio import Ratio
from sekisho.model.values.record import Record

PartyStatus = Literal[
    "company",
    "person",
    "state_organ",
    "local_government",
    "independent_administrative_agency",
    "local_independent_administrative_agency",
    "public_university_corporation",
]


class Location(Record, frozen=True, kw_only=True):
    """A place as text and its country (ISO 3166-1 alpha-2)."""

    address: str = ""
    country: str = ""


class Identifiers(Record, frozen=True, kw_only=True):
    """Registered numbers of a party: the 13-digit corporate number, the LEI (ISO 17442)."""

    corporate_number: str = ""
    lei: str = ""
    duns: str = ""


class VoteHolder(Record, frozen=True, kw_only=True):
    """Someone who directly holds votes of a party.

    `country` is the country of the founding law, or the nationality of a person; `party`
    points to a party of the same filing when the holder is described there.
    """

    name: str = ""
    country: str = ""
    votes: Ratio | None = None
    party: str = ""


class Officer(Record, frozen=True, kw_only=True):
    """An officer of a party; a public filing never shows the date of birth."""

    name: str = ""
    title: str = ""
    born_on: date | None = None
    nationality: str = ""


class ForeignGovernmentSale(Record, frozen=True, kw_only=True):
    """The share of one fiscal year's total sales that one foreign government body bought."""

    fiscal_year_ended_on: date | None = None
    body: str = ""
    country: str = ""
    share: Ratio | None = None


class Control(Record, frozen=True, kw_only=True):
    """How far the operator controls a party, for the test of a subsidiary.

    `votes` are the operator's own; `aligned_votes` those of holders who vote with it; `facts`
    name further facts of control in the words of the rule pack.
    """

    votes: Ratio | None = None
    aligned_votes: Ratio | None = None
    facts: tuple[str, ...] = ()


class Party(Record, frozen=True, kw_only=True):
    """A legal or natural person of the filing, stated once and referred to by `id`.

    `name` is the registered name in any script; `other_names` are the same party's names in
    other scripts, former names and trade names. Countries are ISO 3166-1 alpha-2;
    `law_country` is the country whose law it was founded under, or the nationality; `founded_on` the
    day it was founded, which no form asks for.
    `no_vote_holders` states that nobody directly holds votes at or above the threshold;
    `fiscal_years_ended_on` are the years for which sales to foreign governments were examined.
    """

    id: str
    name: str = ""
    other_names: tuple[str, ...] = ()
    status: PartyStatus = "company"
    representative: str = ""
    address: Location = Location()
    law_country: str = ""
    founded_on: date | None = None
    identifiers: Identifiers = Identifiers()
    vote_holders: tuple[VoteHolder, ...] = ()
    no_vote_holders: bool = False
    officers: tuple[Officer, ...] = ()
    fiscal_years_ended_on: tuple[date, ...] = ()
    foreign_government_sales: tuple[ForeignGovernmentSale, ...] = ()
    controlled_by_operator: Control | None = None
