"""Parts of the page of a case that are kept: each with the plain values that decide it.

A part shows no more of the page than is named for it, so that whatever else comes to be shown
there shows nothing until what decides it is named too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sekisho.portal.cases.queries import CaseView


class CaseId(NamedTuple):
    """A case as addresses name it."""

    id: UUID


@dataclass(frozen=True, slots=True)
class Part:
    """What a part shows: the named attributes of a page, decided by plain values."""

    page: Any
    names: tuple[str, ...]
    decided_by: tuple[Any, ...]

    def __getattr__(self, name: str) -> Any:
        """Gives one of the named attributes."""
        if name not in self.names:
            raise AttributeError(name)
        return getattr(self.page, name)


def papers_of(view: CaseView) -> tuple[Any, ...]:
    """Gives the plain values of the documents that the page lists."""
    return tuple(
        (row.id, row.kind, row.name, row.sha256, row.size, row.made_at) for row in view.documents
    )


def found_in(view: CaseView) -> tuple[Any, ...]:
    """Gives the plain values that decide what was found, where, and in which papers."""
    assessed = view.assessed.id if view.assessed else None
    return (view.case.id, view.state, assessed, view.filing_read, papers_of(view))
