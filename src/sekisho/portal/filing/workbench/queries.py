"""What the pages of the workbench read: the draft, what is wrong in it, what the last check
missed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from sekisho.model.assessment import Assessment
from sekisho.model.errors import Defect
from sekisho.model.values.message import Message
from sekisho.portal.cases import engine
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.filing.models import Draft
from sekisho.portal.filing.prefill.queries import sources_of
from sekisho.portal.filing.workbench.inputs import Desk
from sekisho.portal.filing.workbench.sections import SECTIONS, Section, section_of
from sekisho.portal.filing.workbench.tree import Tree, at, leaves, read_draft


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a section that has many."""

    index: int
    called: str
    wrong: int
    missing: int


@dataclass(frozen=True, slots=True)
class SectionState:
    """How far a section has come."""

    section: Section
    written: int
    wrong: int
    missing: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The draft as a list of what is to be done; `stale` says that it was written to since the
    last check, `changes` that it is a change of a plan.
    """

    draft: Draft
    states: tuple[SectionState, ...]
    checked: bool
    stale: bool
    changes: bool

    @property
    def planning(self) -> str:
        """What the page of backward dates is asked: the planned day, where it is stated."""
        stated = at(self.draft.filing, "/introduction/planned_on") or at(
            self.draft.filing, "/entrustment/starts_on"
        )
        return f"?{urlencode({'go_live': stated})}" if isinstance(stated, str) and stated else ""


def desk_of(case: CaseFile, on: date, lang: str) -> Desk:
    """Gathers what the inputs of a page need."""
    draft = Draft.objects.get(case=case)
    _, wrong = read_draft(draft.filing)
    missing = _missing(_last_check(case))
    regime = engine.regime_of(case, on)
    return Desk(draft.filing, regime, lang, wrong, missing, sources_of(case))


def overview_of(case: CaseFile, on: date, lang: str) -> Overview:
    """Sums up every section of the draft."""
    draft = Draft.objects.get(case=case)
    filing, wrong = read_draft(draft.filing)
    checked = _last_check(case)
    missing = _missing(checked)
    regime = engine.regime_of(case, on)
    titles = {row.id: f"{row.id} {row.title.said_in(lang)}" for row in regime.measures}
    states = tuple(
        _state(section, draft.filing, wrong, missing, titles)
        for section in SECTIONS
        if not section.kinds or (filing.kind or "") in section.kinds or at_any(draft, section)
    )
    stale = draft.checked_at_save != draft.saves
    return Overview(draft, states, checked is not None, stale, filing.change is not None)


def at_any(draft: Draft, section: Section) -> bool:
    """Says whether anything is written in a section."""
    return bool(at(draft.filing, section.pointer))


def _state(
    section: Section,
    tree: Tree,
    wrong: Mapping[str, Defect],
    missing: Mapping[str, tuple[Message, ...]],
    titles: Mapping[str, str],
) -> SectionState:
    mine = [pointer for pointer in wrong if section_of(pointer) is section]
    lacking = [pointer for pointer in missing if section_of(pointer) is section]
    written = [one for one in leaves(tree) if section_of(one) is section]
    rows = at(tree, section.pointer) if section.many else ()
    entries = tuple(
        Entry(
            index,
            _called(row, titles),
            _below(mine, f"{section.pointer}/{index}"),
            _below(lacking, f"{section.pointer}/{index}"),
        )
        for index, row in enumerate(rows if isinstance(rows, list) else ())
    )
    return SectionState(section, len(written), len(mine), len(lacking), entries)


def _called(row: Tree, titles: Mapping[str, str]) -> str:
    if not isinstance(row, dict):
        return ""
    id = str(row.get("id") or "")
    return str(row.get("name") or titles.get(id) or row.get("content") or id)


def _below(pointers: list[str], place: str) -> int:
    return sum(one == place or one.startswith(f"{place}/") for one in pointers)


def _last_check(case: CaseFile) -> Document | None:
    return engine.latest(case, Document.Kind.ASSESSMENT, "operator")


def _missing(checked: Document | None) -> dict[str, tuple[Message, ...]]:
    """Gives what the completeness check found, by the place in the filing that it is about."""
    if checked is None:
        return {}
    found: dict[str, tuple[Message, ...]] = {}
    result: Assessment = engine.assessment_of(checked)
    for finding in result.findings:
        file, _, pointer = finding.place.partition("#")
        if finding.rule.startswith("completeness.") and file == "filing":
            found[pointer] = (*found.get(pointer, ()), finding.message)
    return found
