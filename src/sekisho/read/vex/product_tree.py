"""The product tree of a CSAF document: every product it defines, by its id.

Read are full product names, branches at any depth, relationships (2.0) and product paths (2.1).
The walk is a loop, so that no document can exhaust the stack.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sekisho.model.errors import TooLargeError
from sekisho.model.values.message import message
from sekisho.model.vex.document import VexProduct
from sekisho.read.sbom.fields import Log, digests
from sekisho.read.vex.fields import listing, mapping, point, text, texts

_MOST_NAMED = 2_000_000
_DEEPEST = 8
"""Steps followed through relationships; a longer chain says no more of a product."""


class Branch(NamedTuple):
    """A branch with its pointer, and the (category, name) of all branches above it."""

    value: dict[str, Any]
    place: str
    above: tuple[tuple[str, str], ...]


class Defined(NamedTuple):
    """A full product name where it is defined.

    `path` are the (category, name) of the branches it stands in; `joined` the ids of the products it is
    made of: the one that is installed first, then what it is installed on.
    """

    id: str
    value: dict[str, Any]
    place: str
    path: tuple[tuple[str, str], ...] = ()
    joined: tuple[str, ...] = ()


def branches(tree: dict[str, Any]) -> Iterator[Branch]:
    """Gives every branch of a product tree, the outer ones before the inner."""
    start = point("product_tree")
    waiting: list[Branch] = [Branch(tree, start, ())]
    while waiting:
        value, place, above = waiting.pop()
        if place != start:
            yield Branch(value, place, above)
            above = (*above, (text(value.get("category")), text(value.get("name"))))
        inner = listing(value.get("branches"))
        waiting.extend(
            Branch(mapping(each), f"{place}/branches/{at}", above)
            for at, each in reversed(list(enumerate(inner)))
        )


def defined(tree: dict[str, Any]) -> Iterator[Defined]:
    """Gives every full product name of a product tree, where it is defined."""
    for at, each in enumerate(listing(tree.get("full_product_names"))):
        yield _defined(each, point("product_tree", "full_product_names", at))
    for branch in branches(tree):
        if isinstance(branch.value.get("product"), dict):
            own = (text(branch.value.get("category")), text(branch.value.get("name")))
            path = (*branch.above, own)
            yield _defined(branch.value["product"], f"{branch.place}/product", path)
    for at, each in enumerate(listing(tree.get("relationships"))):
        found = mapping(each)
        ids = [text(found.get(f"{key}product_reference")) for key in ("", "relates_to_")]
        place = point("product_tree", "relationships", at, "full_product_name")
        yield _defined(found.get("full_product_name"), place, joined=tuple(ids))
    for at, each in enumerate(listing(tree.get("product_paths"))):
        found = mapping(each)
        steps = [mapping(step) for step in listing(found.get("subpaths"))]
        ids = [text(found.get("beginning_product_reference"))]
        ids += [text(step.get("next_product_reference")) for step in steps]
        place = point("product_tree", "product_paths", at, "full_product_name")
        yield _defined(found.get("full_product_name"), place, joined=tuple(ids))


def _defined(
    value: Any, place: str, path: tuple[tuple[str, str], ...] = (), joined: tuple[str, ...] = ()
) -> Defined:
    found = mapping(value)
    return Defined(text(found.get("product_id")), found, place, path, joined)


class Groups(dict[str, tuple[str, ...]]):
    """The product ids of every product group, and how often they were named through one.

    A small document can name a large group over and over; there is an end to following it.
    """

    named = 0

    def of(self, item: dict[str, Any]) -> tuple[str, ...]:
        """Gives the products something speaks of, by itself or through product groups.

        Raises `TooLargeError` when groups have named more products than are followed.
        """
        own = texts(item.get("product_ids"))
        if not item.get("group_ids"):
            return own
        members = [self.get(group, ()) for group in texts(item["group_ids"])]
        self.named += sum(len(ids) for ids in members)
        if self.named > _MOST_NAMED:
            id = "error.too_many_values"
            raise TooLargeError(message(id, limit=_MOST_NAMED), hint=message(f"{id}.remedy"))
        return tuple(dict.fromkeys((*own, *(id for ids in members for id in ids))))


def groups(tree: dict[str, Any]) -> Groups:
    """Gives the product ids of every product group."""
    found = Groups()
    for each in listing(tree.get("product_groups")):
        found.setdefault(
            text(mapping(each).get("group_id")), texts(mapping(each).get("product_ids"))
        )
    return found


class Products:
    """The products of a document by id, as identities; each is made once."""

    def __init__(self, tree: dict[str, Any], log: Log) -> None:
        self._log = log
        self._defined = {each.id: each for each in reversed(list(defined(tree)))}
        self._made: dict[str, VexProduct] = {}

    def get(self, id: str) -> VexProduct | None:
        """Gives the product of an id; `None` when the tree defines none."""
        if id not in self._defined:
            return None
        if id not in self._made:
            self._made[id] = self._make(id)
        return self._made[id]

    def _make(self, id: str) -> VexProduct:
        """What is installed on something is a part of it, if the parts are known."""
        whole, parts = self._resolved(id)
        own = self._identity(self._defined[id])
        if not parts or own.purls or own.cpes or own.hashes:
            return own
        inner = tuple(self._identity(self._defined[part]) for part in parts)
        outer = self._identity(self._defined[whole])
        return VexProduct(
            name=outer.name,
            vendor=outer.vendor,
            version=outer.version,
            version_range=outer.version_range,
            purls=outer.purls,
            cpes=outer.cpes,
            hashes=outer.hashes,
            models=outer.models,
            within=inner,
        )

    def _resolved(self, id: str) -> tuple[str, tuple[str, ...]]:
        """Follows relationships to what is at the bottom, with all that is installed on it."""
        seen, parts = {id}, list[str]()
        while (joined := self._defined[id].joined) and len(seen) <= _DEEPEST:
            known = [each for each in joined if each in self._defined]
            if len(known) != len(joined) or known[-1] in seen:
                return id, ()
            parts.extend(part for part in known[:-1] if not self._defined[part].joined)
            id = known[-1]
            seen.add(id)
        return id, tuple(dict.fromkeys(parts))

    def _identity(self, found: Defined) -> VexProduct:
        helper = mapping(found.value.get("product_identification_helper"))
        path = dict(found.path)
        pairs = [
            (text(mapping(pair).get("algorithm")), text(mapping(pair).get("value")))
            for file in listing(helper.get("hashes"))
            for pair in listing(mapping(file).get("file_hashes"))
        ]
        return VexProduct(
            name=path.get("product_name") or text(found.value.get("name")),
            vendor=path.get("vendor", ""),
            version=path.get("product_version", ""),
            version_range=path.get("product_version_range", ""),
            purls=texts([helper.get("purl"), *listing(helper.get("purls"))]),
            cpes=texts([helper.get("cpe")]),
            hashes=digests(pairs, found.place, self._log) if pairs else (),
            models=texts(helper.get("model_numbers")),
        )
