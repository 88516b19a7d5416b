"""What the software of a case changes against what is in service, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args
from uuid import UUID

from sekisho.check.difference import compared
from sekisho.match.packages.difference import Change, Difference, Kind
from sekisho.model.case import Case
from sekisho.model.filing import Filing
from sekisho.model.inventory import Package
from sekisho.portal.cases import engine
from sekisho.portal.cases.models import CaseFile, Document


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One package that differs: how it is called, what it was, what it is now."""

    kind: Kind
    name: str
    before: str
    after: str
    detail_before: str = ""
    detail_after: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """How one component differs: its changes, how many of each kind, how much stayed the same."""

    component: str
    name: str
    rows: tuple[ChangeRow, ...]
    counts: tuple[tuple[Kind, int], ...]
    unchanged: int
    tools_changed: bool


def may_differ(filing: Filing | None) -> bool:
    """Says whether a filing lists software both as it is proposed and as it is in service."""
    kinds = {row.kind for row in filing.evidence} if filing else set()
    return {"sbom", "sbom_in_service"} <= kinds


def differences(
    case: CaseFile, filing: Filing, documents: Iterable[Document]
) -> tuple[Compared, ...]:
    """Compares the SBOMs of a filing; what was compared before is not read again."""
    here = tuple(sorted(f"{row.name} {row.sha256}" for row in documents))
    found = _compared(case.id, filing, here) if may_differ(filing) else ()
    return tuple(_shown(filing, component, difference) for component, difference in found)


@lru_cache(maxsize=8)
def _compared(
    case: UUID, filing: Filing, digests: tuple[str, ...]
) -> tuple[tuple[str, Difference], ...]:
    """Kept by case, filing and digests: another filing or file is another comparison."""
    del digests
    row = CaseFile.objects.get(id=case)
    return compared(Case(filing=filing, evidence=engine.evidence_of(row, filing)))


def _shown(filing: Filing, component: str, difference: Difference) -> Compared:
    known = filing.component(component)
    counts = Counter(change.kind for change in difference.changes)
    order: tuple[Kind, ...] = get_args(Kind)
    rows = sorted(difference.changes, key=lambda change: order.index(change.kind))
    return Compared(
        component=component,
        name=f"{known.name} {known.version}".strip() if known else component,
        rows=tuple(_row(change) for change in rows),
        counts=tuple((kind, counts[kind]) for kind in order if counts[kind]),
        unchanged=difference.unchanged,
        tools_changed=difference.generator_changed or difference.format_changed,
    )


def _row(change: Change) -> ChangeRow:
    before, after = change.before, change.after
    here = after or before
    name = "/".join(part for part in (here.group, here.name) if part) if here else ""
    return ChangeRow(
        kind=change.kind,
        name=name,
        before=before.version if before else "",
        after=after.version if after else "",
        detail_before=_detail(change.kind, before),
        detail_after=_detail(change.kind, after),
    )


def _detail(kind: Kind, package: Package | None) -> str:
    """What besides the version tells the old from the new."""
    if package is None:
        return ""
    told = {
        "renamed": package.name,
        "supplier_changed": package.supplier,
        "maker_changed": package.maker,
        "licence_changed": ", ".join(package.licences),
        "repackaged": _hash(package.hashes),
        "hash_lost": _hash(package.hashes),
    }
    return told.get(kind, "")


def _hash(hashes: tuple[tuple[str, str], ...]) -> str:
    known = dict(hashes)
    kind = "sha256" if "sha256" in known else next(iter(known), "")
    return f"{kind} {known[kind][:16]}" if kind else ""
