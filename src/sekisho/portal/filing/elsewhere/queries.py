"""What was entered by hand for a case, and what may be entered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import engine
from sekisho.portal.cases.models import RECEIVED, CaseFile, Document, Event
from sekisho.portal.filing import acts
from sekisho.portal.filing.models import Elsewhere
from sekisho.regime.pack import Regime


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry that counts, with the paper that shows it."""

    event: Event
    paper: Document | None


def is_elsewhere(case: CaseFile) -> bool:
    """Says whether a filing goes to an authority that is not here."""
    return Elsewhere.objects.filter(case=case).exists()


def may_go_elsewhere(case: CaseFile, sitting: Sitting) -> bool:
    """Says whether the person may state that: the authority that is named does not run this portal."""
    if case.authority_id is not None or not case.authority_in_pack:
        return False
    return who_may.may(sitting, "dates.enter", case) and not acts.runs_here(case.authority_in_pack)


def kinds(regime: Regime) -> tuple[str, ...]:
    """Gives the events that may be entered: those by which an act goes into the history."""
    return tuple(dict.fromkeys(regime.procedure.records.values()))


def act_of(regime: Regime, kind: str) -> str:
    """Gives the act that an event is the record of."""
    return next(act for act, event in regime.procedure.records.items() if event == kind)


def entries(case: CaseFile) -> dict[int, Event]:
    """Gives the entries that count, by their number."""
    rows = Event.objects.filter(case=case).exclude(kind="").select_related("by").order_by("seq")
    return {row.seq: row for row in engine.live(rows) if row.payload.get("entered")}


def shown(case: CaseFile) -> tuple[Shown, ...]:
    """Gives the entries that count in the order of their days, with their papers."""
    papers = {str(row.id): row for row in _papers(case)}
    found = sorted(entries(case).values(), key=lambda row: (row.on, row.seq))
    return tuple(Shown(row, papers.get(row.payload.get("paper", ""))) for row in found)


def moving(regime: Regime) -> frozenset[str]:
    """Gives the events that move the end of a period, so that they need its new last day."""
    return frozenset(kind for period in regime.clocks.periods for kind in period.moved_by)


def ahead(case: CaseFile, on: date) -> tuple[str, ...]:
    """Gives the acts that the law allows the authority on a day."""
    found = engine.acts_on(case, engine.events_of(case), on)
    return tuple(act.act for act in found if act.lawful and act.by == "authority")


def _papers(case: CaseFile) -> Iterable[Document]:
    return Document.objects.filter(case=case, kind=RECEIVED).defer("body")
