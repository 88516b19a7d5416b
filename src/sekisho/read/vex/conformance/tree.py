"""Tests of the product tree: 6.1.1 to 6.1.5, 6.1.25, 6.1.31, 6.1.34, 6.1.50, 6.1.57, 6.1.59."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sekisho.read.vex.conformance.view import Csaf, Fault, walk
from sekisho.read.vex.fields import listing, mapping, point, text

_REFERENCES = frozenset(
    {
        "product_reference",
        "relates_to_product_reference",
        "beginning_product_reference",
        "next_product_reference",
    }
)
_LISTS = frozenset({"product_ids", "products"})
_MOST_BRANCHES = 30
_RANGE_WORDS = frozenset({"after", "all", "before", "earlier", "later", "prior", "versions"})
_VERS = re.compile(r"vers:([a-z0-9.+-]+)/(.+)\Z")
_CONSTRAINT = re.compile(r"(!=|<=|>=|<|>|=|)([^\s|<>=!*,]+)\Z")


def undefined_products(csaf: Csaf) -> Iterator[Fault]:
    """6.1.1: every product that is referred to is defined."""
    known = {each.id for each in csaf.products}
    for place, key, value in walk(csaf.plain):
        ids: list[object] = []
        if key in _REFERENCES:
            ids = [value]
        elif key in _LISTS:
            ids = listing(value)
        elif key == "product_status":
            ids = [id for found in mapping(value).values() for id in listing(found)]
        yield from (
            (place, text(id)) for id in ids if isinstance(id, str) and text(id) not in known
        )


def products_twice(csaf: Csaf) -> Iterator[Fault]:
    """6.1.2: no product is defined twice."""
    count = Counter(each.id for each in csaf.products)
    for each in csaf.products:
        if each.id and count[each.id] > 1:
            yield each.place, each.id


def circles(csaf: Csaf) -> Iterator[Fault]:
    """6.1.3: no product is made of itself, however long the way round is.

    What is made of nothing open is put aside, over and over; what is left is a circle, or leads to one.
    """
    joined = {each.id: each.joined for each in csaf.products if each.joined}
    open_ = {id: {part for part in parts if part in joined} for id, parts in joined.items()}
    users: dict[str, list[str]] = {}
    for id, parts in open_.items():
        for part in parts:
            users.setdefault(part, []).append(id)
    done = [id for id, parts in open_.items() if not parts]
    while done:
        part = done.pop()
        for id in users.get(part, ()):
            open_[id].discard(part)
            if not open_[id]:
                done.append(id)
    for each in csaf.products:
        if open_.get(each.id):
            yield each.place, each.id


def undefined_groups(csaf: Csaf) -> Iterator[Fault]:
    """6.1.4: every product group that is referred to is defined."""
    for place, key, value in walk(csaf.plain):
        if key == "group_ids":
            for id in listing(value):
                if text(id) not in csaf.groups:
                    yield place, text(id)


def groups_twice(csaf: Csaf) -> Iterator[Fault]:
    """6.1.5: no product group is defined twice."""
    items = listing(csaf.tree.get("product_groups"))
    ids = [text(mapping(each).get("group_id")) for each in items]
    count = Counter(ids)
    for at, id in enumerate(ids):
        if count[id] > 1:
            yield point("product_tree", "product_groups", at), id


def hashes_twice(csaf: Csaf) -> Iterator[Fault]:
    """6.1.25: no file has two hashes of one algorithm."""
    for each in csaf.products:
        helper = mapping(each.value.get("product_identification_helper"))
        for at, file in enumerate(listing(helper.get("hashes"))):
            found = listing(mapping(file).get("file_hashes"))
            count = Counter(text(mapping(pair).get("algorithm")).lower() for pair in found)
            for name, n in count.items():
                if n > 1:
                    yield f"{each.place}/product_identification_helper/hashes/{at}", name


def ranges_as_versions(csaf: Csaf) -> Iterator[Fault]:
    """6.1.31: a branch for one version does not name a range."""
    for branch in csaf.branches:
        name = text(branch.value.get("name"))
        if text(branch.value.get("category")) == "product_version" and (
            "<" in name or ">" in name or _RANGE_WORDS & set(name.lower().split())
        ):
            yield f"{branch.place}/name", name


def deep_branches(csaf: Csaf) -> Iterator[Fault]:
    """6.1.34: no product stands under more than 30 branches."""
    for each in csaf.products:
        if len(each.path) > _MOST_BRANCHES:
            yield each.place, each.id


def bad_ranges(csaf: Csaf) -> Iterator[Fault]:
    """6.1.50: a range is written as `vers`, or as its constraints alone.

    Not held against: whether the constraints stand in the order of the versions.
    """
    for place, name in _ranges(csaf):
        if _constraints(name) is None:
            yield place, name


def stacked(csaf: Csaf) -> Iterator[Fault]:
    """6.1.57: on the way to a product no category stands twice, but for product families."""
    for each in csaf.products:
        count = Counter(category for category, _ in each.path if category != "product_family")
        for category, n in count.items():
            if n > 1:
                yield each.place, category


def single_versions(csaf: Csaf) -> Iterator[Fault]:
    """6.1.59: a range does not name one version alone."""
    for place, name in _ranges(csaf):
        found = _constraints(name) or []
        if (len(found) == 1 and found[0][0] in {"", "="}) or (
            sorted(sign for sign, _ in found) == ["<=", ">="] and found[0][1] == found[1][1]
        ):
            yield place, name


def _ranges(csaf: Csaf) -> Iterator[tuple[str, str]]:
    for branch in csaf.branches:
        if text(branch.value.get("category")) == "product_version_range":
            yield f"{branch.place}/name", text(branch.value.get("name"))


def _constraints(name: str) -> list[tuple[str, str]] | None:
    """Splits a range into (sign, version); `None` when it is written in no form that is allowed."""
    if name == "vers:all/*":
        return [("*", "")]
    found = _VERS.match(name)
    if (found and found[1] == "all") or (not found and name.startswith("vers:")):
        return None
    parts = [_CONSTRAINT.match(part) for part in (found[2] if found else name).split("|")]
    pairs = [(part[1], part[2]) for part in parts if part]
    whole = len(pairs) == len(parts) and len({version for _, version in pairs}) == len(pairs)
    both = sorted(sign for sign, _ in pairs) == ["<=", ">="]
    return pairs if whole or (len(pairs) == len(parts) and both) else None
