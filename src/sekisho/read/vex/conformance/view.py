"""A CSAF document as the tests see it: its parts, each looked up once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from sekisho.read.vex.fields import listing, mapping, moment, point, text
from sekisho.read.vex.product_tree import Branch, Defined, Groups, branches, defined, groups

_WHOLE = re.compile(r"0|[1-9]\d{0,17}")
_SEMVER = re.compile(
    r"(\d{1,18})\.(\d{1,18})\.(\d{1,18})(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?", re.ASCII
)

Fault = tuple[str, str]
"""Where a test fails (a JSON pointer), and on what."""

STATUS_GROUPS = {
    "first_affected": "affected",
    "known_affected": "affected",
    "last_affected": "affected",
    "known_not_affected": "not_affected",
    "first_fixed": "fixed",
    "fixed": "fixed",
    "under_investigation": "under_investigation",
    "unknown": "unknown",
}


class Number(NamedTuple):
    """A version of a document, a whole number or a semantic one; build metadata is left out.

    `pre` is the pre-release part, empty for none.
    """

    core: tuple[int, int, int]
    pre: str
    is_whole: bool

    @property
    def key(self) -> tuple[Any, ...]:
        """Orders versions as Semantic Versioning 2.0.0 section 11 does."""
        parts = tuple(
            (0, int(part), "") if part.isdigit() else (1, 0, part) for part in self.pre.split(".")
        )
        return (self.core, not self.pre, parts if self.pre else ())


class Revision(NamedTuple):
    """An item of the revision history."""

    number: Number
    written: str
    at: datetime


def number_of(written: str) -> Number | None:
    """Reads a version of a document; `None` for what is none."""
    if _WHOLE.fullmatch(written):
        return Number((int(written), 0, 0), "", True)
    found = _SEMVER.fullmatch(written)
    if not found:
        return None
    core = (int(found[1]), int(found[2]), int(found[3]))
    return Number(core, found[4] or "", False)


class Csaf:
    """The parts of one document."""

    def __init__(self, plain: dict[str, Any], version: str) -> None:
        self.plain = plain
        self.version = version
        self.about = mapping(plain.get("document"))
        self.tracking = mapping(self.about.get("tracking"))
        self.tree = mapping(plain.get("product_tree"))
        self.category = text(self.about.get("category"))
        self.status = text(self.tracking.get("status"))

    @cached_property
    def vulnerabilities(self) -> list[tuple[str, dict[str, Any]]]:
        """Every vulnerability with its pointer."""
        found = listing(self.plain.get("vulnerabilities"))
        return [(point("vulnerabilities", at), mapping(each)) for at, each in enumerate(found)]

    @cached_property
    def products(self) -> list[Defined]:
        """Every full product name, where it is defined."""
        return list(defined(self.tree))

    @cached_property
    def branches(self) -> list[Branch]:
        """Every branch of the product tree."""
        return list(branches(self.tree))

    @cached_property
    def groups(self) -> Groups:
        """The product ids of every product group."""
        return groups(self.tree)

    @cached_property
    def numbers(self) -> list[tuple[str, str]]:
        """The version numbers of the revision history as written, with their pointers."""
        items = listing(self.tracking.get("revision_history"))
        return [
            (
                point("document", "tracking", "revision_history", at),
                text(mapping(each).get("number")),
            )
            for at, each in enumerate(items)
        ]

    @cached_property
    def history(self) -> list[Revision]:
        """The revision history by date and number; empty when one of its items cannot be read."""
        found = []
        for each in listing(self.tracking.get("revision_history")):
            written = text(mapping(each).get("number"))
            number, at = number_of(written), moment(text(mapping(each).get("date")))
            if number is None or at is None:
                return []
            found.append(Revision(number, written, at))
        return sorted(found, key=lambda revision: (revision.at, revision.number.key))

    @property
    def is_published(self) -> bool:
        """Says whether the document is no draft."""
        return self.status in {"final", "interim"}

    def of_status(self, item: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Gives (product id, group of statuses) for a vulnerability."""
        for key, found in mapping(item.get("product_status")).items():
            if key in STATUS_GROUPS:
                for id in listing(found):
                    yield text(id), STATUS_GROUPS[key]


def walk(value: Any, place: str = "") -> Iterator[tuple[str, str, Any]]:
    """Gives every key of every object of a document, as (pointer, key, value)."""
    waiting: list[tuple[str, Any]] = [(place, value)]
    while waiting:
        at, found = waiting.pop()
        if isinstance(found, dict):
            for key, inner in found.items():
                where = f"{at}{point(key)}"
                yield where, key, inner
                waiting.append((where, inner))
        elif isinstance(found, list):
            waiting.extend((f"{at}/{index}", inner) for index, inner in enumerate(found))
