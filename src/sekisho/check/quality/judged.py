"""One SBOM held against one profile: each element met, lacking, beyond its format, or for a person."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from sekisho.check.quality.facts import Example, FactTable, version_number
from sekisho.model.values.record import Record
from sekisho.regime.profiles import Element, Level, Profile

Standing = Literal["met", "lacking", "cannot_say", "for_a_person"]


class Row(Record, frozen=True, kw_only=True):
    """One element as the document stands to it: `n` of `total` have it."""

    element: str
    level: Level = "required"
    source: str = ""
    standing: Standing
    n: int = 0
    total: int = 0
    examples: tuple[Example, ...] = ()


class Judged(Record, frozen=True, kw_only=True):
    """A document held against a profile, element by element in the order of the profile."""

    profile: str
    profile_sha256: str
    rows: tuple[Row, ...]


def judge(table: FactTable, profile: Profile) -> Judged:
    """Holds the facts of a document against a profile."""
    rows = tuple(
        replace(_row(table, element), level=element.level, source=element.source)
        for element in profile.elements
    )
    return Judged(profile=profile.id, profile_sha256=profile.sha256, rows=rows)


def _row(table: FactTable, element: Element) -> Row:
    if element.of == "practice":
        return Row(element=element.id, standing="for_a_person")
    if element.of == "document":
        said = any(map(table.says, element.any)) if element.any else True
        said = said and all(map(table.says, element.all))
        standing: Standing = "met" if said else _why_not(table, element)
        return Row(element=element.id, standing=standing, n=int(said), total=1)
    total = len(table.packages)
    met = table.met(element.any, element.all)
    n = met.count(1)
    if n == total > 0:
        return Row(element=element.id, standing="met", n=total, total=total)
    standing, shown = _why_not(table, element), table.examples(met)
    return Row(element=element.id, standing=standing, n=n, total=total, examples=shown)


def _why_not(table: FactTable, element: Element) -> Standing:
    """A gap, or a format that has no place for it."""
    since = element.says.get(table.inventory.format)
    here = version_number(table.inventory.spec_version)
    if since is None or here < version_number(since):
        return "cannot_say"
    return "lacking"
