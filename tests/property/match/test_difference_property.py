"""Properties of the difference: nothing differs from itself, both directions tell the same."""

from __future__ import annotations

import random
from collections import Counter

import hypothesis.strategies as st
from hypothesis import given

from sekisho.match.packages.difference import Change, Kind, compare
from sekisho.model.inventory import Inventory, Package

_MIRRORED: dict[Kind, Kind] = {
    "new": "gone",
    "gone": "new",
    "upgraded": "downgraded",
    "downgraded": "upgraded",
    "repackaged": "repackaged",
    "version_changed": "version_changed",
    "renamed": "renamed",
    "supplier_changed": "supplier_changed",
    "maker_changed": "maker_changed",
    "country_changed": "country_changed",
    "origin_changed": "origin_changed",
    "registry_changed": "registry_changed",
    "location_changed": "location_changed",
    "licence_changed": "licence_changed",
    "build_changed": "build_changed",
}
"""What each kind is called from the other side; the others are told in one direction only."""

_NAMES = st.sampled_from(["core", "hmi", "requests", "rustls"])
_VERSIONS = st.sampled_from(["", "1.0.0", "1.0", "1.10.0", "2.0.0", "x"])
_HASHES = st.lists(
    st.tuples(st.sampled_from(["md5", "sha1", "sha256"]), st.sampled_from(["a", "b", "c"])),
    max_size=2,
    unique=True,
).map(lambda pairs: tuple(sorted(pairs)))


@st.composite
def packages(draw: st.DrawFn) -> Package:
    name, version = draw(_NAMES), draw(_VERSIONS)
    type = draw(st.sampled_from(["", "npm", "pypi", "deb/debian", "cargo"]))
    query = draw(st.sampled_from(["", "?arch=a", "?arch=b", "?repository_url=https://m.example"]))
    return Package(
        name=name,
        version=version,
        purl=f"pkg:{type}/{name}{'@' if version else ''}{version}{query}" if type else "",
        supplier=draw(st.sampled_from(["", "Aoba", "Kita"])),
        country=draw(st.sampled_from(["", "JP", "BV"])),
        licences=draw(st.sampled_from([(), ("MIT",), ("0BSD",)])),
        distribution=draw(st.sampled_from(["", "https://a.example", "https://b.example"])),
        hashes=draw(_HASHES),
        ref=draw(st.sampled_from(["", "r1", "r2", "r3"])),
    )


@st.composite
def inventories(draw: st.DrawFn) -> Inventory:
    held = tuple(draw(st.lists(packages(), max_size=6)))
    refs = st.sampled_from(["r1", "r2", "r3", "r4"])
    edges = tuple(draw(st.lists(st.tuples(refs, st.tuples(refs)), max_size=3)))
    return Inventory(format="CycloneDX", spec_version="1.6", packages=held, edges=edges)


def _told(changes: tuple[Change, ...]) -> Counter[tuple[Kind, str, str]]:
    return Counter((change.kind, change.old, change.new) for change in changes)


@given(inventories())
def test_an_inventory_does_not_differ_from_itself(held: Inventory):
    assert compare(held, held).changes == ()


@given(inventories(), inventories())
def test_both_directions_tell_the_same(left: Inventory, right: Inventory):
    there, back = compare(left, right), compare(right, left)

    forth = Counter((_MIRRORED[c.kind], c.new, c.old) for c in there.changes if c.kind in _MIRRORED)
    assert forth == Counter((c.kind, c.old, c.new) for c in back.changes if c.kind in _MIRRORED)
    assert (there.counts, there.duplicates) == (back.counts[::-1], back.duplicates)


@given(inventories(), inventories(), st.randoms())
def test_the_order_of_the_components_does_not_matter(
    left: Inventory, right: Inventory, dice: random.Random
):
    def shuffled(held: Inventory) -> Inventory:
        mixed = list(held.packages)
        dice.shuffle(mixed)
        return Inventory(format="CycloneDX", spec_version="1.6", packages=tuple(mixed))

    plain = [
        Inventory(format="CycloneDX", spec_version="1.6", packages=held.packages)
        for held in (left, right)
    ]
    assert _told(compare(*plain).changes) == _told(compare(shuffled(left), shuffled(right)).changes)
