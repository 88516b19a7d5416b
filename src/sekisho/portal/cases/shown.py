"""A case in the words and drawings of its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sekisho.model.assessment import LawfulAct
from sekisho.model.filing import Filing
from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import engine
from sekisho.portal.cases.door import TOKYO
from sekisho.portal.cases.models import Document, Event
from sekisho.portal.cases.picture.dates import Dated, dates, draw, drawn
from sekisho.portal.cases.picture.differences import may_differ
from sekisho.portal.cases.picture.parties import Shown, parties, tree
from sekisho.portal.cases.picture.parts import CaseId, Part, found_in, papers_of
from sekisho.portal.cases.picture.party_drawing import draw_parties
from sekisho.portal.cases.picture.subjects import About, by_subject
from sekisho.portal.cases.queries import CaseView
from sekisho.portal.cases.standing import WRITING
from sekisho.portal.decide.queries import Decided, Decisions, decisions_of
from sekisho.portal.examine.models import Question
from sekisho.portal.filing.elsewhere.words import entered_facts
from sekisho.portal.work.queries import percent_of
from sekisho.report.catalogue import knows, say, say_id, say_term
from sekisho.report.markup import Markup
from sekisho.report.outline import Gap, gaps
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
    "proceed": "introduction",
    "file_changed_plan": "changed_plan",
    "change_plan": "change_plan",
    "show_draft": "prior_consultation",
    "answer_draft": "prior_answer",
}
_ASIDE = frozenset({"reply", "show_draft", "change_plan"})
"""Acts by which a case does not go on: they leave the one that does standing out."""


_FORWARD = frozenset({"submit", "proceed", "answer", "file_changed_plan", "accept"})
"""Acts by which a case goes on, and which may stand out where there is no other."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An act on the page: what it is called, where it is done, or why it cannot be."""

    act: LawfulAct
    said: str
    page: str
    two_sign: bool
    pending: bool
    main: bool
    """Whether it stands out: it waits for signatures, or there is no other."""


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
        mine = [act for act in self._view.acts if act.by == self._side and self._may(act.act)]
        alone = sum(act.lawful for act in mine if act.act not in _ASIDE) == 1
        ordered = sorted(mine, key=lambda act: (not act.lawful, act.act not in self.pending))
        return tuple(self._offer(act, alone=alone) for act in ordered)

    @property
    def lawful(self) -> tuple[Offer, ...]:
        """Of the acts, those that are lawful today and have a page of their own."""
        return tuple(
            offer for offer in self.offers if offer.act.lawful and offer.act.act != "reply"
        )

    @property
    def unlawful(self) -> tuple[Offer, ...]:
        """Of the acts of this side, those that the law does not allow today, with the reason."""
        no = (act for act in self._view.acts if act.by == self._side and not act.lawful)
        return tuple(self._offer(act, alone=False) for act in no)

    @property
    def others(self) -> tuple[Offer, ...]:
        """What the law allows others today: the other side, and this side's other roles."""
        mine = {offer.act.act for offer in self.offers}
        yes = (act for act in self._view.acts if act.lawful and act.act not in mine)
        return tuple(self._offer(act, alone=False) for act in yes)

    @property
    def _side(self) -> str:
        return "operator" if self._view.relation == "own_operator" else "authority"

    @cached_property
    def law_changed(self) -> bool:
        """Whether the pack is another text of the law now than the one the acceptance fixed."""
        accepted = [row for row in self._view.events if row.kind == "accepted"]
        fixed = accepted[-1].payload.get("regime_sha256", "") if accepted else ""
        return bool(fixed) and engine.regime_of(self._view.case, self._on).sha256 != fixed

    @cached_property
    def dates(self) -> tuple[Dated, ...]:
        """What happened and what follows from it, by day."""
        return dates(engine.live(self._view.events), self._view.clock, self._named, self._lang)

    @cached_property
    def clock_drawing(self) -> Markup | None:
        """The dates on a line, numbered as in `dates`."""
        return draw(self.dates, self._view.case.lapses_on, self._on, self._lang)

    @cached_property
    def drawn(self) -> tuple[Dated, ...]:
        """Of the dates, those on the line."""
        return drawn(self.dates, self._view.case.lapses_on, self._on)

    @cached_property
    def next(self) -> str:
        """Whose turn it is and what comes next, in one line; empty where nothing is to be said."""
        side = "operator" if self._view.relation == "own_operator" else "authority"
        if self.unanswered and self.may_reply:
            return say_id("portal.next.reply", self._lang, n=self.unanswered)
        id = f"portal.next.{side}.{self._view.state}"
        if side == "operator" and self.writing and self.not_needed:
            return say_id("portal.next.not_needed", self._lang)
        if self.pending:
            return say_id("portal.next.sign", self._lang, n=len(self.pending))
        last = self._view.case.lapses_on
        if last and self.has_ended:
            return say_id(f"portal.next.{side}.ended", self._lang, day=last.isoformat())
        return say_id(id, self._lang) if knows(id, self._lang) else ""

    @cached_property
    def not_needed(self) -> bool:
        """Whether the newest vetting says that nothing need be filed."""
        duties = self._view.assessment.duties if self._view.assessment else ()
        return bool(duties) and all(duty.need == "not_needed" for duty in duties)

    @property
    def has_ended(self) -> bool:
        """Whether the screening was ended while the period still runs."""
        ended = any(one.text.act == "end_screening" for one in self.decided)
        return ended and self._view.state == "accepted"

    @cached_property
    def attached(self) -> int:
        """How many of the files that the filing lists are here."""
        here = {row.name for row in self._view.documents if row.kind == "evidence"}
        listed = self._view.filing.evidence if self._view.filing else ()
        return sum(row.path in here for row in listed)

    @cached_property
    def only_id(self) -> CaseId:
        """The case as addresses name it."""
        return CaseId(self._view.case.id)

    @property
    def found(self) -> Part:
        """The part about what was found."""
        return Part(self, ("subjects", "gaps"), (*found_in(self._view), self._lang))

    @property
    def behind(self) -> Part:
        """The part about who stands behind the filing."""
        decided = (self._view.filing_read, self._lang)
        return Part(self, ("parties", "party_drawing"), decided)

    @property
    def papers(self) -> Part:
        """The part that lists the documents."""
        return Part(self._view, ("documents",), papers_of(self._view))

    @property
    def on_days(self) -> Part:
        """The part about the dates."""
        decided = (self.dates, self._view.case.lapses_on, self._on, self._lang)
        return Part(self, ("dates", "clock_drawing", "drawn"), decided)

    @property
    def told(self) -> Part:
        """The part about what has happened."""
        return Part(self, ("history",), self.history)

    @cached_property
    def subjects(self) -> tuple[About, ...]:
        """What was found, by what it was found about."""
        it = self._view
        if it.assessment is None:
            return ()
        papers = it.documents
        if self.writing:
            # What was found is about the draft, not about the filing that was received before.
            papers = tuple(row for row in papers if row.kind != Document.Kind.FILING)
        return by_subject(it.assessment, it.filing or Filing(), papers, self._lang)

    @cached_property
    def parties(self) -> tuple[Shown, ...]:
        """Who stands behind the filing."""
        return parties(self._view.filing, self._lang) if self._view.filing else ()

    @cached_property
    def party_drawing(self) -> Markup | None:
        """The parties as a tree under the operator."""
        root = tree(self._view.filing, self._lang) if self._view.filing else None
        return draw_parties(root, self._lang) if root else None

    @cached_property
    def may_differ(self) -> bool:
        """Whether there is software to compare."""
        return may_differ(self._view.filing)

    @property
    def may_write(self) -> bool:
        """Whether this person may write to the filing."""
        return self.writing and self._may("draft.save")

    @cached_property
    def urgent(self) -> bool:
        """Whether what was done in an emergency is still to be recorded."""
        case = self._view.case
        return case.kind == "emergency" and self._view.state == "draft" and self._may("proceed")

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
        return self._view.case.days_left(self._on)

    @cached_property
    def writing(self) -> bool:
        """Whether the operator may still write to the filing."""
        return self._view.state in WRITING

    @cached_property
    def _decisions(self) -> Decisions:
        if not any(event.act == "draft_decision" for event in self._view.events):
            return Decisions((), frozenset())
        return decisions_of(self._view.case)

    @property
    def decided(self) -> tuple[Decided, ...]:
        """The decisions that were taken, for both sides to read."""
        return self._decisions.taken

    @cached_property
    def pending(self) -> frozenset[str]:
        """The acts of which a decision is drafted and not yet taken, for those who may sign it."""
        may = who_may.may(self._sitting, "decision.sign", self._view.case)
        return self._decisions.open if may else frozenset()

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the authority: the open ones first, then the oldest."""
        if not any(event.kind == "asked" for event in self._view.events):
            return ()
        found = Question.objects.filter(case=self._view.case).select_related(
            "asked", "replied", "replied__by"
        )
        return tuple(sorted(found, key=lambda row: (row.replied is not None, row.id)))

    @property
    def unanswered(self) -> int:
        """How many of them wait for an answer."""
        return sum(question.replied is None for question in self.questions)

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
        """What has happened, the newest first: the acts of the procedure, and this side's own work.

        What the other side drafts, signs or attaches before it acts is not told.
        """
        here = self._sitting.organisation.id if self._sitting.organisation else None
        mine = [row for row in self._view.events if row.kind or row.organisation_id == here]
        told: list[Told] = []
        for event in reversed(mine):
            one = self._told(event)
            same = told and event.act == "attached" and (told[-1].said, told[-1].on, told[-1].by)
            if same == (one.said, one.on, one.by):
                told[-1] = replace(told[-1], text=f"{one.text}\n{told[-1].text}")
            else:
                told.append(one)
        return tuple(told)

    @cached_property
    def _struck(self) -> frozenset[int]:
        """The entries by hand that count no more."""
        return frozenset(
            event.payload["strikes"] for event in self._view.events if "strikes" in event.payload
        )

    @cached_property
    def _names(self) -> dict[str, str]:
        return {act.act: act_text(act, self._lang) for act in self._view.acts}

    def _named(self, event: Event) -> str:
        said = self._names.get(event.act) or say_term(event.act, self._lang)
        about = event.payload.get("about", "")
        return f"{said} ({self._names.get(about, about)})" if about else said

    def _told(self, event: Event) -> Told:
        by = event.organisation.called(self._lang) if event.organisation else ""
        person = event.by.name if event.by else ""
        return Told(
            at=event.at,
            said=self._named(event),
            on=event.on,
            on_other_day=event.at.astimezone(TOKYO).date() != event.on,
            by=f"{by} {person}{self._stead(event)}".strip()
            or say_id("portal.history.by_time", self._lang),
            text="\n".join(
                (
                    *self._facts(event.payload),
                    *entered_facts(event.payload, self._lang, struck=event.seq in self._struck),
                )
            ),
        )

    def _stead(self, event: Event) -> str:
        absent = event.payload.get("deputy_for", "")
        return f" {say_id('portal.deputy_of', self._lang, who=absent)}" if absent else ""

    def _facts(self, payload: dict[str, Any]) -> Iterator[str]:
        if "accepts" in payload:
            yield say_id(
                f"portal.told.{'accepts' if payload['accepts'] else 'refuses'}", self._lang
            )
        if "until" in payload:
            yield say_id("portal.case.until", self._lang, day=payload["until"])
        for name in ("whom", "name", "reason"):
            if name in payload:
                yield str(payload[name])

    def _may(self, act: str) -> bool:
        asked = "decision.draft" if act in TWO_SIGN else act
        return who_may.may(self._sitting, asked, self._view.case)

    def _offer(self, act: LawfulAct, *, alone: bool) -> Offer:
        return Offer(
            act,
            act_text(act, self._lang),
            _PAGES.get(act.act, ""),
            two_sign=act.act in TWO_SIGN,
            pending=act.act in self.pending,
            main=act.act in self.pending
            or (alone and act.act in _FORWARD and not (act.act == "submit" and self.not_needed)),
        )
