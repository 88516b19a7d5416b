"""SBOMs and a library for the checks of software; every name in them is fictional."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sekisho.check.look import Look
from sekisho.library.contents import Contents
from sekisho.library.feeds import Feed
from sekisho.library.reading import Reading
from sekisho.library.snapshot import Library, library_in_memory
from sekisho.model.case import Case
from sekisho.model.evidence import Evidence, EvidenceItem, EvidenceKind
from sekisho.model.filing import Filing
from sekisho.model.inventory import Inventory, Package
from sekisho.model.reference import (
    Advisory,
    Affected,
    Enrichment,
    EventName,
    Exploited,
    FeedKind,
    Likelihood,
    ProductLifecycle,
    VersionRange,
)
from sekisho.regime.loader import load_regime

TODAY = date(2026, 11, 23)
FRESH = date(2026, 11, 20)
STALE = date(2026, 1, 1)


def package(name: str, version: str = "1.0.0", **fields: Any) -> Package:
    return Package(
        name=name, version=version, **{"purl": f"pkg:npm/{name}@{version}", "ref": name} | fields
    )


def sbom(
    *packages: Package, kind: EvidenceKind = "sbom", component: str = "", **fields: Any
) -> EvidenceItem:
    placed = tuple(
        Package(**{f: getattr(p, f) for f in p.__struct_fields__} | {"place": f"/components/{at}"})
        for at, p in enumerate(packages)
    )
    inventory = Inventory(
        format="CycloneDX",
        spec_version="1.6",
        schema_version="CycloneDX 1.6",
        packages=placed,
        **fields,
    )
    evidence = Evidence(id=kind, kind=kind, component=component)
    return EvidenceItem(evidence=evidence, observed_sha256="0" * 64, inventory=inventory)


def advisory(id: str, name: str, *events: tuple[EventName, str], **fields: Any) -> Advisory:
    spans = (VersionRange("SEMVER", events or (("introduced", "0"),)),)
    return Advisory(id, affected=(Affected("npm", name, (), spans),), **fields)


def feed(
    id: str,
    kind: FeedKind,
    records: Iterable[Any],
    *,
    published_on: date = FRESH,
    covers: tuple[str, ...] = (),
    malicious: bool = False,
    edition: str = "",
) -> Reading:
    described = Feed(
        id=id,
        kind=kind,
        title=id,
        publisher="Fictional",
        published_on=published_on,
        covers=covers,
        stale_after_days=30,
        malicious=malicious,
        edition=edition,
    )
    return Reading(described, list(records))


def library(
    *advisories: Advisory,
    exploited: tuple[str, ...] = (),
    planted: tuple[Advisory, ...] = (),
    observed: tuple[Enrichment, ...] = (),
    estimates: tuple[Likelihood, ...] = (),
    lifecycles: tuple[ProductLifecycle, ...] = (),
    kev_on: date = FRESH,
    published_on: date = FRESH,
    covers: tuple[str, ...] = ("npm",),
) -> Library:
    told = [Exploited(feed="kev", cve=cve, added_on=date(2026, 11, 1)) for cve in exploited]
    told += [] if exploited else [Exploited(feed="kev", cve="CVE-2000-0000")]
    # A feed without a record answers for nothing, however complete it claims to be.
    advisories += (advisory("F-0", "unused"),)
    planted += (advisory("MAL-0", "unused", malicious=True),)
    readings = [
        feed("flaws", "advisories", advisories, published_on=published_on, covers=covers),
        feed("planted", "advisories", planted, covers=covers, malicious=True),
        feed("kev", "exploited", told, covers=("*",), published_on=kev_on, edition="2026.11.20"),
        feed("seen", "enrichment", observed),
        feed("odds", "likelihood", estimates, covers=("*",), edition="v9"),
        feed("ends", "lifecycle", lifecycles, covers=("*",), published_on=published_on),
    ]
    return library_in_memory(Contents(readings=readings, fictional=True))


def look(held: Library, *items: EvidenceItem, filing: Filing | None = None) -> Look:
    regime = load_regime("baseline", TODAY)
    case = Case(evidence=items, filing=filing)
    return Look(case=case, regime=regime, library=held, on=TODAY)
