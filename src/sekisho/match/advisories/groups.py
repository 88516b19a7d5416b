"""Alias groups: the ids that publishers give to one flaw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from sekisho.model.reference import Advisory

LIMIT = 50
"""A group of more ids is noted: one of its members probably claims too many aliases."""

LARGEST = 500
"""A group of more ids is taken apart: every member would have to carry all of them."""


class AliasGroup(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Every id of one flaw, sorted: records and the aliases they name.

    `records` are the ids that have a record; `too_large` marks a group over `LIMIT`.
    """

    ids: tuple[str, ...]
    records: tuple[str, ...] = ()
    too_large: bool = False


def make_groups(advisories: Iterable[Advisory]) -> dict[str, AliasGroup]:
    """Gives, for each id, its group.

    Two records are one flaw only when each names the other or both name one CVE: a single
    publisher's claim is not enough, or one careless alias would glue strangers together.
    Withdrawn records join nothing.
    """
    names: dict[str, set[str]] = {}
    for advisory in advisories:
        if not advisory.withdrawn:
            known = names.setdefault(advisory.id, {advisory.id})
            known.update(sorted(advisory.aliases)[: LARGEST - len(known)])
    out: dict[str, AliasGroup] = {}
    for group in _groups(names):
        for name in (*group.records, *(id for id in group.ids if id.startswith("CVE-"))):
            out[name] = group
    return out


def _groups(names: dict[str, set[str]]) -> Iterator[AliasGroup]:
    for records in _joined(names):
        ids = set[str]().union(*(names[id] for id in records))
        if len(ids) <= LARGEST:
            yield AliasGroup(tuple(sorted(ids)), tuple(records), len(ids) > LIMIT)
            continue
        for id in records:
            yield AliasGroup(tuple(sorted(names[id])), (id,), too_large=True)


def _joined(names: dict[str, set[str]]) -> Iterable[list[str]]:
    """The records of one flaw together, by union and find."""
    parent = {id: id for id in names}

    def root(id: str) -> str:
        while parent[id] != id:
            parent[id] = parent[parent[id]]
            id = parent[id]
        return id

    for left, right in _links(names):
        one, other = sorted((root(left), root(right)))
        parent[other] = one
    members: dict[str, list[str]] = {}
    for id in sorted(names):
        members.setdefault(root(id), []).append(id)
    return members.values()


def _links(names: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    first_with: dict[str, str] = {}
    for id in sorted(names):
        for name in sorted(names[id]):
            if name.startswith("CVE-"):
                yield id, first_with.setdefault(name, id)
            elif id in names.get(name, ()):
                yield id, name
