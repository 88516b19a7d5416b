"""What the software of a case changes against what is in service, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from sekisho.check.difference import compared
from sekisho.match.packages.difference import KINDS, Change, Difference, Kind
from sekisho.model.case import Case
from sekisho.model.filing import Filing
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
    return Compared(
        component=component,
        name=f"{known.name} {known.version}".strip() if known else component,
        rows=tuple(_row(change) for change in difference.changes),
        counts=tuple((kind, counts[kind]) for kind in KINDS if counts[kind]),
        unchanged=difference.unchanged,
        tools_changed=difference.generator_changed or difference.format_changed,
    )


def _row(change: Change) -> ChangeRow:
    before, after = change.before, change.after
    here = change.package
    name = "/".join(part for part in (here.group, here.name) if part)
    is_version = change.kind in _VERSIONS
    return ChangeRow(
        kind=change.kind,
        name=name,
        before=before.version if before else "",
        after=after.version if after else "",
        detail_before="" if is_version else change.old[:_LONGEST],
        detail_after="" if is_version else change.new[:_LONGEST],
    )


_VERSIONS = frozenset({"upgraded", "downgraded", "rebuilt", "version_changed"})
"""Kinds whose two texts are the versions, which a row shows anyway."""

_LONGEST = 80
"""Characters of a text that is shown beside a version: a SHA-256 with its name has fewer."""
