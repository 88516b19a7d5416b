"""One note for several cases: a draft of the same decision in each, signed in each by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sekisho.model.errors import SekishoError
from sekisho.model.values.message import Message
from sekisho.portal import who_may
from sekisho.portal.cases import queries as cases
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.decide import acts, queries


@dataclass(frozen=True, slots=True)
class Drafted:
    """What became of the note in one case: `refused` says why nothing was drafted there."""

    case: CaseFile
    refused: Message | None = None


def draft_for(
    versions: Mapping[UUID, int], doing: Doing, act: str, reasons: str, until: date | None = None
) -> tuple[Drafted, ...]:
    """Drafts the same decision in each of several cases; one that refuses stops no other."""
    done = []
    for id, version in versions.items():
        case = cases.find_case(id, doing.sitting)
        by = replace(doing, version=version)
        try:
            who_may.require(doing.sitting, "case.note", case)
            acts.draft(id, by, queries.new_text(case, by, act, reasons=reasons, until=until))
        except SekishoError as error:
            done.append(Drafted(case, error.message))
        else:
            done.append(Drafted(case))
    return tuple(done)
