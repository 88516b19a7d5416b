"""What a change is read by: the plan beside it, what differs, and how the law classes that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from msgspec.structs import replace

from sekisho.model.assessment import Duty
from sekisho.model.case import Case, Event
from sekisho.model.filing import Change, FieldChange, Filing
from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import engine
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.filing.models import ChangeOf, Draft
from sekisho.portal.filing.workbench.tree import read_draft
from sekisho.portal.personal import filings
from sekisho.portal.prepared import Prepared, Slot
from sekisho.regime.changes import Classified, classify_changes
from sekisho.regime.duties import decide_duties
from sekisho.regime.facts import project
from sekisho.regime.pack import Regime
from sekisho.regime.plans.fields import changed_fields
from sekisho.regime.plans.judged import lay_over


@dataclass(frozen=True, slots=True)
class Row:
    """A changed field: how the engine classes it, whether the filing lists it, whether it differs.

    `differs` is `None` where there is no plan at hand to compare with.
    """

    change: FieldChange
    classified: Classified
    listed: bool
    differs: bool | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change against its plan: field by field, and what of it must be filed.

    `taken` names what the plan has and the filing does not state, so that it stays as it was.
    """

    rows: tuple[Row, ...]
    duties: tuple[Duty, ...]
    has_plan: bool
    taken: tuple[str, ...] = ()

    @property
    def unlisted(self) -> tuple[Row, ...]:
        """What differs and is not listed in the filing."""
        return tuple(row for row in self.rows if not row.listed)


@dataclass(frozen=True, slots=True)
class Link:
    """The other case that a change ties to this one: the plan it changes, or a change of it."""

    case: CaseFile
    is_plan: bool


def plan_of(case: CaseFile) -> Filing | None:
    """Gives the plan that a case has brought about: of a change, the plan as changed."""
    document = engine.latest(case, Document.Kind.FILING)
    if document is None:
        return None
    filing = filings.whole(document).filing
    cleared = engine.cleared_of(case, filing)
    return lay_over(filing, cleared.filing) if cleared else filing


def filing_of(case: CaseFile, *, writing: bool) -> Filing | None:
    """Gives the filing whole: the draft while it is written, else what was received."""
    if writing:
        draft = Draft.objects.filter(case=case).first()
        return read_draft(draft.filing)[0] if draft else None
    document = engine.latest(case, Document.Kind.FILING)
    return filings.whole(document).filing if document else None


def view_of(case: CaseFile, filing: Filing, on: date) -> ChangeView | None:
    """Explains a change; `None` for a filing that states none and has no plan beside it."""
    kept = engine.latest(case, Document.Kind.CLEARED)
    if filing.change is None and kept is None:
        return None
    regime = engine.regime_of(case, on)
    cleared = filings.whole(kept).filing if kept else None
    return explain(regime, filing, cleared, on, engine.events_of(case))


def explain(
    regime: Regime,
    filing: Filing,
    cleared: Filing | None,
    on: date,
    events: tuple[Event, ...] = (),
) -> ChangeView:
    """Puts what a filing lists and what differs together, each with its class."""
    stated = filing.change or Change()
    found = changed_fields(regime, cleared, lay_over(filing, cleared)) if cleared else ()
    listed = {(one.path, one.subject) for one in stated.fields}
    vague = {one.path for one in stated.fields if not one.subject}
    further = [
        one for one in found if (one.path, one.subject) not in listed and one.path not in vague
    ]
    whole = replace(filing, change=replace(stated, fields=(*stated.fields, *further)))
    case = Case(filing=whole, cleared=cleared, events=events)
    differing = {(one.path, one.subject) for one in found} | {(one.path, "") for one in found}
    rows = tuple(
        Row(
            row.change,
            row,
            listed=at < len(stated.fields),
            differs=(row.change.path, row.change.subject) in differing if cleared else None,
        )
        for at, row in enumerate(classify_changes(regime, case))
    )
    duties = decide_duties(regime, project(case, regime, on))
    return ChangeView(
        rows,
        tuple(duty for duty in duties if duty.need != "not_needed"),
        cleared is not None,
        tuple(_taken(filing, cleared)) if cleared else (),
    )


_TIED = Prepared(
    lambda: (
        ChangeOf.objects.filter(Q(case=Slot("case")) | Q(of=Slot("case")))
        .select_related("case", "of", "case__operator", "of__operator")
        .order_by("id")
    )
)


def links_of(case: CaseFile, sitting: Sitting) -> tuple[Link, ...]:
    """Gives the plan that a case changes and the changes of it, as far as the person may see them."""
    rows = [
        Link(row.of, is_plan=True) if row.case_id == case.id else Link(row.case, is_plan=False)
        for row in _TIED(case=case.id)
    ]
    return tuple(row for row in rows if who_may.may(sitting, "case.see", row.case))


def _taken(filing: Filing, cleared: Filing) -> Iterator[str]:
    """Names components and re-entrustments that only the plan has."""
    own = {part.id for part in filing.components} | {link.id for link in filing.reentrustments}
    names = {party.id: party.name for party in (*cleared.parties, *filing.parties)}
    for part in cleared.components:
        if part.id not in own:
            yield part.name or part.id
    for link in cleared.reentrustments:
        if link.id not in own:
            yield names.get(link.contractor, "") or link.id
