"""A case in the words and drawings of its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sekisho.model.assessment import LawfulAct
from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases.door import TOKYO
from sekisho.portal.cases.models import Event
from sekisho.portal.cases.queries import CaseView
from sekisho.portal.cases.standing import WRITING
from sekisho.portal.examine.models import Question
from sekisho.portal.work.queries import percent_of
from sekisho.report.catalogue import say, say_id, say_term
from sekisho.report.outline import Gap, Group, found_groups, gaps
from sekisho.report.phrases import act_text, count_line

TWO_SIGN = frozenset({"shorten", "extend", "recommend", "order", "end_screening"})
"""The acts that two people sign before they are done."""
_PAGES = {
    "submit": "submission",
    "withdraw": "withdrawal",
    "accept": "acceptance",
    "return": "return",
    "ask": "question",
    "consult": "consultation",
    "find_unjust": "finding",
    "answer": "answer",
    "file_changed_plan": "changed_plan",
    "proceed": "introduction",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An act on the page: what it is called, where it is done, or why it cannot be."""

    act: LawfulAct
    said: str
    page: str
    two_sign: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An event in the history: what was done, when, as of which day, by whom."""

    at: datetime
    said: str
    on: date
    on_other_day: bool
    by: str
    text: str


class CaseShown:
    """What a template asks of a case beside its rows."""

    def __init__(self, view: CaseView, sitting: Sitting, on: date, lang: str) -> None:
        self._view, self._sitting, self._on, self._lang = view, sitting, on, lang

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """The acts that are this person's to do, lawful ones first."""
        side = "operator" if self._view.relation == "own_operator" else "authority"
        mine = [act for act in self._view.acts if act.by == side and self._may(act.act)]
        return tuple(self._offer(act) for act in sorted(mine, key=lambda act: not act.lawful))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """What was found, by check."""
        return found_groups(self._view.assessment) if self._view.assessment else ()

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What was not checked."""
        return gaps(self._view.assessment) if self._view.assessment else ()

    @cached_property
    def works(self) -> bool:
        """Whether this person does casework here."""
        return who_may.may(self._sitting, "case.advise", self._view.case)

    @cached_property
    def days_left(self) -> int | None:
        """Days until the last one of the period; negative once it has passed."""
        last = self._view.case.lapses_on
        return (last - self._on).days if last else None

    @cached_property
    def writing(self) -> bool:
        """Whether the operator may still write to the filing."""
        return self._view.state in WRITING

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the authority, oldest first."""
        return tuple(
            Question.objects.filter(case=self._view.case)
            .select_related("asked", "replied", "replied__by")
            .order_by("id")
        )

    @cached_property
    def may_reply(self) -> bool:
        """Whether this person may answer a question."""
        return who_may.may(self._sitting, "reply", self._view.case)

    @cached_property
    def headline(self) -> str:
        """What the newest vetting says, in one line."""
        it = self._view.assessment
        return f"{say(it.route.message, self._lang)} {count_line(it, self._lang)}" if it else ""

    @cached_property
    def percent(self) -> int | None:
        """How far the vetting is that is going on; `None` where none is."""
        side = "operator" if self._view.relation == "own_operator" else "authority"
        return percent_of(self._view.case.id, side)

    @cached_property
    def history(self) -> tuple[Told, ...]:
        """What has happened, the newest first."""
        return tuple(self._told(event) for event in reversed(self._view.events))

    def _told(self, event: Event) -> Told:
        known = {act.act: act_text(act, self._lang) for act in self._view.acts}
        about = event.payload.get("about", "")
        said = known.get(event.act) or say_term(event.act, self._lang)
        if about:
            said = f"{said} ({known.get(about, about)})"
        by = event.organisation.called(self._lang) if event.organisation else ""
        person = event.by.name if event.by else ""
        return Told(
            at=event.at,
            said=said,
            on=event.on,
            on_other_day=event.at.astimezone(TOKYO).date() != event.on,
            by=f"{by} {person}".strip() or say_id("portal.history.by_time", self._lang),
            text=str(event.payload.get("reason", "")),
        )

    def _may(self, act: str) -> bool:
        asked = "decision.draft" if act in TWO_SIGN else act
        return who_may.may(self._sitting, asked, self._view.case)

    def _offer(self, act: LawfulAct) -> Offer:
        return Offer(act, act_text(act, self._lang), _PAGES.get(act.act, ""), act.act in TWO_SIGN)
