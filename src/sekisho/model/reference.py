"""Reference records: what publishers say of packages, vulnerabilities, parties and equipment."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from sekisho.model.values.record import Record

RangeKind = Literal["SEMVER", "ECOSYSTEM", "GIT"]
EventName = Literal["introduced", "fixed", "last_affected", "limit"]

FeedKind = Literal[
    "advisories",
    "enrichment",
    "equipment",
    "exploited",
    "lifecycle",
    "likelihood",
    "package_hashes",
    "parties",
]
"""What a publication in the library may tell of."""


class VersionRange(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A range of an advisory: its kind and its events in the order published (OSV schema)."""

    kind: RangeKind
    events: tuple[tuple[EventName, str], ...] = ()


class Affected(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A package an advisory speaks of; `ecosystem` keeps its suffix (`Debian:12`)."""

    ecosystem: str
    name: str
    versions: tuple[str, ...] = ()
    ranges: tuple[VersionRange, ...] = ()


class Advisory(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A published advisory, as its publisher wrote it and without judgement.

    `severity` pairs a scheme with its vector (`CVSS_V3`, `CVSS:3.1/...`); `severity_word` is the
    publisher's own word in lower case. Times are kept as published (RFC 3339 text). `upstream` are
    the flaws a record of a distribution is about, which are no other names of it; `related` are CVEs
    it names beside, kept where it names no other.
    """

    id: str
    summary: str = ""
    modified: str = ""
    published: str = ""
    withdrawn: str = ""
    aliases: tuple[str, ...] = ()
    upstream: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    severity_word: str = ""
    affected: tuple[Affected, ...] = ()
    references: tuple[str, ...] = ()
    malicious: bool = False


class Exploited(Record, frozen=True, kw_only=True):
    """One source's assertion that a vulnerability is exploited, with the day it was made."""

    feed: str
    cve: str
    added_on: date | None = None
    vendor: str = ""
    product: str = ""
    name: str = ""
    ransomware: bool = False
    required_action: str = ""


class Likelihood(Record, frozen=True, kw_only=True):
    """A published estimate that a vulnerability will be exploited; it orders, never decides.

    `score` and `percentile` are the publisher's decimal text.
    """

    feed: str
    cve: str
    score: str
    percentile: str = ""


class Enrichment(Record, frozen=True, kw_only=True):
    """What a source observed of a vulnerability: the decision points of SSVC, in lower case.

    `exploitation` is what it saw of attacks, `automatable` whether an attacker can automate the
    first steps, `technical_impact` how much control an attack gains; what is empty or `None` was
    not told. `exploited_since` is the day the source says the vulnerability was listed as exploited.
    """

    feed: str
    cve: str
    exploitation: Literal["", "none", "poc", "active"] = ""
    automatable: bool | None = None
    technical_impact: Literal["", "partial", "total"] = ""
    stated_on: date | None = None
    exploited_since: date | None = None


class Cycle(Record, frozen=True, kw_only=True):
    """A release line of a product and how long its publisher looks after it.

    `name` is the beginning its versions share (`3.11`). Each end is a day (the last one),
    `True` for a line that ended on a day nobody states, `False` for one without an end so far,
    `None` where nothing is told. After `support` it gets corrections of security flaws alone,
    after `life` none, after `extended` not even for those who pay.
    """

    name: str
    released_on: date | None = None
    support: date | bool | None = None
    life: date | bool | None = None
    extended: date | bool | None = None
    latest: str = ""


class ProductLifecycle(Record, frozen=True, kw_only=True):
    """The release lines of one product; `id` is what its publisher of lifecycles calls it."""

    feed: str
    id: str
    title: str = ""
    cycles: tuple[Cycle, ...] = ()


Reach = Literal["itself", "subsidiary", "affiliate"]
"""Whom an entry reaches by its publisher's own words."""

ITSELF: tuple[Reach, ...] = ("itself",)

Strength = Literal["name", "strong", "weak", "former"]
"""How a list gives a name: as the name, or as another one that is sure, weak, or was once borne."""

Relation = Literal["officer", "owner", "owned", "parent", "subsidiary", "family", "linked"]


class Related(Record, frozen=True, kw_only=True):
    """Someone an entry names beside the one it is about; `id` where the list says which entry."""

    relation: Relation
    name: str
    id: str = ""


class ListedParty(Record, frozen=True, kw_only=True):
    """An entry of a published list of parties: whom it is about, whom and what it reaches, and when.

    `country` is ISO 3166-1 alpha-2 where the published name could be read as one, `other_countries`
    the further ones; `country_text` always keeps the publisher's words. `kind` is what the publisher
    says it is. `former_names` are those of `other_names` that it calls former; `name_sources` pairs a
    name with what it was taken from, where that is not the list's own field for names: a word of the
    catalogues (`source_field`), or the publisher's own (a regulation, a script).
    `doubtful_identifiers` are registered numbers whose check digit is wrong: kept, never searched.

    `part` is the list an entry stands in where a publication brings several together, `programme`
    what the publisher calls its ground, `basis` the law or notice. It is in effect from `listed_on`
    until the day before `ended_on`. It reaches those in `reach`; where `classes` (words of
    `match/names/tables/product_classes.csv`), `made_in` (a country, a region) or `scope` (the
    publisher's words) are given, it reaches only such goods; `exemption` is what it leaves free.
    """

    feed: str
    id: str
    name: str
    other_names: tuple[str, ...] = ()
    weak_names: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    name_sources: tuple[tuple[str, str], ...] = ()
    kind: Literal["organisation", "person", "vessel", "aircraft", "unknown"] = "unknown"
    country: str = ""
    country_text: str = ""
    other_countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    doubtful_identifiers: tuple[tuple[str, str], ...] = ()
    born: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    part: str = ""
    programme: str = ""
    listed_on: date | None = None
    ended_on: date | None = None
    reach: tuple[Reach, ...] = ITSELF
    classes: tuple[str, ...] = ()
    made_in: str = ""
    scope: str = ""
    exemption: str = ""
    reason: str = ""
    basis: str = ""
    url: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the entry, the publisher's own first."""
        return (self.name, *self.other_names, *self.weak_names)

    def strength_of(self, name: str) -> Strength:
        """Says how the list gives one of the entry's names."""
        if name in self.weak_names:
            return "weak"
        if name in self.former_names:
            return "former"
        return "name" if name == self.name else "strong"

    def source_of(self, name: str) -> str:
        """Says what a name was taken from; empty for the list's own field for names."""
        return dict(self.name_sources).get(name, "")


class ListedBeside(Record, frozen=True, kw_only=True):
    """What stands beside a listed party in its entry: an address, or someone it names.

    `what` is `address` or the relation, `text` as published; `listed` is the party's own name.
    """

    feed: str
    id: str
    listed: str
    what: str
    text: str
    part: str = ""
    listed_on: date | None = None
    ended_on: date | None = None


class Rebadge(Record, frozen=True, kw_only=True):
    """A brand under which a maker's product is sold by someone else, with model numbers.

    A model ending in `*` stands for every model that begins so.
    """

    brand: str
    models: tuple[str, ...] = ()


class CoveredEquipment(Record, frozen=True, kw_only=True):
    """An entry of a list of equipment that may not, or not freely, be brought in.

    It covers what `maker` (under any of its names, or its affiliates) made in the product
    classes `classes` (none given: the publisher's words in `scope` decide, a person confirms),
    or, when `made_in` is given, what was made in that country, whoever made it (`~JP` stands for
    everywhere but Japan). `classes` are words of `match/names/tables/product_classes.csv`.
    """

    feed: str
    id: str
    maker: str = ""
    maker_names: tuple[str, ...] = ()
    affiliates: tuple[str, ...] = ()
    maker_country: str = ""
    made_in: str = ""
    classes: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    rebadges: tuple[Rebadge, ...] = ()
    scope: str = ""
    effect: str = ""
    effective_on: date | None = None
    ended_on: date | None = None
    basis: str = ""
    url: str = ""


class PackageHash(Record, frozen=True, kw_only=True):
    """A digest that a registry publishes for one file of one version of a package.

    `algorithm` is `sha256`, `sha384` or `sha512`, `digest` lowercase hexadecimal; a version may be
    published in several files.
    """

    feed: str
    purl: str
    algorithm: str
    digest: str
    file: str = ""
