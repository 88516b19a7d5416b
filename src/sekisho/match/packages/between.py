"""What differs between two states of one package."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from sekisho.match.packages.changes import Change, Kind
from sekisho.match.packages.items import Item
from sekisho.match.packages.origins import location_of, origin_of, registry_of
from sekisho.match.packages.purl import coordinates
from sekisho.model.inventory import Package

_RELEASE = re.compile(r"(?:^|[-_v])([0-9]+(?:\.[0-9]+)*)")
_BEFORE_PUNCTUATION = re.compile(r"\s+(?=[^\w\s])")
Countries = Mapping[str, str]
"""Countries by the name of a supplier, folded (`fold`): what is known of them beside the SBOM."""


def differences(before: Item, after: Item, countries: Countries) -> Iterator[Change]:
    """Gives each difference of two states of one package."""
    old, new = before.package, after.package
    yield from _of_version(before, after)
    if before.purl and after.purl:
        if _is_elsewhere(before, after):
            origins = origin_of(before.purl), origin_of(after.purl)
            yield Change("origin_changed", old, new, *origins)
        if before.purl.qualifiers or after.purl.qualifiers:
            yield from _of_qualifiers(before, after)
    hosts = location_of(old, before.purl), location_of(new, after.purl)
    if all(hosts) and hosts[0] != hosts[1]:
        yield Change("location_changed", old, new, *hosts)
    yield from of_makers(old, new, countries)
    if old.licences and new.licences and old.licences != new.licences:
        yield Change("licence_changed", old, new, ", ".join(old.licences), ", ".join(new.licences))


def of_makers(old: Package, new: Package, countries: Countries) -> Iterator[Change]:
    """Gives what changes of who supplies and who makes a package, and where they sit."""
    if _other_name(old.supplier, new.supplier):
        yield Change("supplier_changed", old, new, old.supplier, new.supplier)
    if _other_name(old.maker, new.maker):
        yield Change("maker_changed", old, new, old.maker, new.maker)
    places = country_of(old, countries), country_of(new, countries)
    if all(places) and places[0] != places[1]:
        yield Change("country_changed", old, new, *places)


def country_of(package: Package, countries: Countries) -> str:
    """Gives the country of a package's supplier: as its SBOM states it, else as known beside."""
    if package.country or not countries or not package.supplier:
        return package.country
    return countries.get(fold(package.supplier), "")


def fold(name: str) -> str:
    """Leaves out what a generator decides: case, Unicode form, spacing (`Inc.`, `Inc .`)."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(_BEFORE_PUNCTUATION.sub("", text).split())


def _other_name(before: str, after: str) -> bool:
    return bool(before and after) and before != after and fold(before) != fold(after)


def _of_version(before: Item, after: Item) -> Iterator[Change]:
    old, new = before.package, after.package
    if before.version != after.version:
        kind = _direction(before, after)
        if kind:
            yield Change(kind, old, new, before.version, after.version)
            return
    elif before.package.hashes == after.package.hashes:
        return
    known, now = dict(old.hashes), dict(new.hashes)
    other = [kind for kind in sorted(known.keys() & now.keys()) if known[kind] != now[kind]]
    if other:
        best = max(other, key=lambda kind: (len(known[kind]), kind))
        yield Change(
            "repackaged", old, new, f"{best} {known[best]}", f"{best} {now[best]}", before.version
        )
    elif known and not now:
        kinds = ", ".join(sorted(known))
        yield Change("hash_lost", old, new, kinds, "")


def _direction(before: Item, after: Item) -> Kind | None:
    """Says which way a version goes; `None` where two texts write one and the same version."""
    old, new = before.key(), after.key()
    if old is None or new is None or (before.purl and after.purl and _is_elsewhere(before, after)):
        return "version_changed"
    if old == new:
        # Build metadata (`1.0.0+2`) has no place in the order, and tells another build.
        same = before.version.partition("+")[2] == after.version.partition("+")[2]
        return None if same else "rebuilt"
    upstream = before.upstream()
    if new > old and upstream and upstream == after.upstream():
        return "rebuilt"
    return "upgraded" if new > old else "downgraded"


def _is_elsewhere(before: Item, after: Item) -> bool:
    """Says whether two are of one name in two registries or namespaces, each with its versions."""
    return before.identity[:4] != after.identity[:4]


def _same_release(before: Item, after: Item) -> bool:
    """A distribution is written in many ways; its release tells (`alpine-3.17.0`, `3.17`)."""
    known = [coordinates(item.package.purl) for item in (before, after)]
    named = [found.ecosystem for found in known if found and ":" in found.ecosystem]
    if len(named) == 2:
        return named[0] == named[1]
    texts = [item.purl.qualifier("distro") if item.purl else "" for item in (before, after)]
    left, right = (found.group(1) if (found := _RELEASE.search(t)) else t for t in texts)
    return f"{left}.".startswith(f"{right}.") or f"{right}.".startswith(f"{left}.")


def _of_qualifiers(before: Item, after: Item) -> Iterator[Change]:
    """What is told only by one side may be the habit of a generator, but for the registry."""
    old, new = dict(before.build), dict(after.build)
    other = [key for key in sorted(old.keys() & new.keys()) if old[key] != new[key]]
    if "distro" in other and _same_release(before, after):
        other.remove("distro")
    if other:
        builds = (", ".join(f"{key}={side[key]}" for key in other) for side in (old, new))
        yield Change("build_changed", before.package, after.package, *builds)
    if before.purl and after.purl and before.purl.type == after.purl.type:
        registries = registry_of(before.purl), registry_of(after.purl)
        if registries[0] != registries[1]:
            yield Change("registry_changed", before.package, after.package, *registries)
