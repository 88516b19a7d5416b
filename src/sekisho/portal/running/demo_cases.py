"""The fictional cases of the demonstration: one in every state, made by the acts themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import cast
from uuid import UUID

from msgspec.structs import replace

from sekisho.model.case import EventKind
from sekisho.model.filing import Change, Emergency, Filing
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import standing, vetting
from sekisho.portal.cases.door import TOKYO, Doing
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.decide import acts as decide
from sekisho.portal.decide import queries as decisions
from sekisho.portal.decide.acts import ASKS_MEASURE
from sekisho.portal.examine import acts as examine
from sekisho.portal.examine.models import Question
from sekisho.portal.filing import acts as filing_acts
from sekisho.portal.filing.before import acts as before
from sekisho.portal.filing.elsewhere import acts as elsewhere
from sekisho.portal.filing.elsewhere.acts import Entry
from sekisho.portal.running.demo_lives import LIVES, Life, Step
from sekisho.portal.work.worker import run_one
from sekisho.read.filing import read_filing

_MORNING = time(10, 0)
_GRAVE = "特定妨害行為の手段として使用されるおそれが大きいと認められるため。"


def make_cases(examples: Path, sittings: Mapping[str, Sitting], at: datetime) -> None:
    """Makes each case that is not there yet, as of a time."""
    for life in LIVES:
        sitting = sittings[life.who[0]]
        known = CaseFile.objects.filter(operator=sitting.organisation, reference=life.reference)
        if not known.exists():
            _Story(life, examples / life.example, sittings, at).tell()


@dataclass(slots=True)
class _Story:
    """One life, told step by step."""

    life: Life
    folder: Path
    sittings: Mapping[str, Sitting]
    at: datetime
    id: UUID = field(default_factory=lambda: UUID(int=0))

    def tell(self) -> None:
        """Does every step on its day, then brings the lists up to today."""
        for step in self.life.steps:
            self._step(Step(*step))
        while run_one():
            pass
        case = CaseFile.objects.get(id=self.id)
        standing.derive(case, self._day(0))
        case.save()

    def _step(self, step: Step) -> None:
        """Does what the one of the two sides does; whatever else is a decision."""
        if not (self._of_operator(step) or self._of_authority(step) or self._before(step)):
            self._decide(step)

    def _of_operator(self, step: Step) -> bool:
        doing, on = self._doing(0, step.ago), self._day(step.ago)
        match step.what:
            case "open":
                self._open(doing, step.ago)
            case "file":
                self._open(doing, step.ago)
                filing_acts.submit(self.id, doing)
            case "check":
                filing_acts.check_draft(self.id, doing)
            case "submit":
                filing_acts.submit(self.id, doing)
            case "reply":
                asked = Question.objects.filter(case=self.id).latest("id")
                filing_acts.reply(self.id, doing, asked.id, step.words)
            case "agree" | "refuse":
                accepts = step.what == "agree"
                filing_acts.answer(self.id, doing, accepts=accepts, reasons=step.words)
            case "withdraw":
                filing_acts.withdraw(self.id, doing, step.words)
            case "proceed" | "proceed_urgently":
                urgent = step.what == "proceed_urgently"
                do = filing_acts.introduce_urgently if urgent else filing_acts.proceed
                do(self.id, doing, on)
            case _:
                return False
        return True

    def _before(self, step: Step) -> bool:
        """Prior consultation, and what is entered by hand where the authority is not here."""
        doing, on = self._doing(0, step.ago), self._day(step.ago)
        match step.what:
            case "show_draft":
                before.show_draft(self.id, doing, step.words)
            case "answer_draft":
                before.answer_draft(self.id, self._doing(1, step.ago), step.words)
            case "elsewhere":
                elsewhere.file_elsewhere(self.id, doing)
            case "enter":
                kind = cast("EventKind", step.words)
                elsewhere.enter_date(self.id, doing, Entry(kind=kind, on=on, source="letter"))
            case _:
                return False
        return True

    def _of_authority(self, step: Step) -> bool:
        doing, on = self._doing(1, step.ago), self._day(step.ago)
        match step.what:
            case "return":
                examine.give_back(self.id, doing, step.words)
            case "accept":
                examine.accept(self.id, doing, on)
                self._vet(on)
            case "ask":
                examine.ask(self.id, doing, step.words)
            case "find_unjust":
                examine.find_unjust(self.id, doing, step.words)
            case "consult":
                examine.consult(self.id, doing, on, step.words)
            case _:
                return False
        return True

    def _vet(self, on: date) -> None:
        """Vets at once: the table of work is left alone until the story is told, since what waits
        there is judged by the clock of today.
        """
        case = CaseFile.objects.get(id=self.id)
        vetting.vet_for(case, None, "authority", on)
        case.save()

    def _open(self, doing: Doing, ago: int) -> None:
        filing = self._filing(ago)
        self.id = filing_acts.open_case(doing, filing)
        for evidence in filing.evidence:
            path = self.folder / evidence.path
            if path.is_file():
                filing_acts.add_evidence(self.id, doing, evidence, [path.read_bytes()])

    def _filing(self, ago: int) -> Filing:
        path = self.folder / "filing.yaml"
        read = read_filing(path.read_bytes(), path.name)
        filing = replace(
            read,
            reference=self.life.reference,
            kind=self.life.kind,
            filed_on=self._day(ago),
            facility=replace(read.facility, name=self.life.facility),
            fictional=True,
        )
        if filing.introduction:
            planned = self._day(ago - 90)
            filing = replace(filing, introduction=replace(filing.introduction, planned_on=planned))
        if self.life.kind == "emergency":
            return replace(filing, emergency=self._emergency(ago))
        if self.life.kind == "change":
            return replace(filing, change=self._change(ago))
        return filing

    def _emergency(self, ago: int) -> Emergency:
        return Emergency(
            occurred_on=self._day(ago),
            done_on=self._day(ago - 2),
            cause="落雷による監視制御サーバーの損傷",
            service_hindered=True,
            no_other_means=True,
            caused_to_escape_duty=False,
        )

    def _change(self, ago: int) -> Change:
        return Change(
            of="KG-2026-002",
            phase="before_introduction",
            component="server",
            planned_on=self._day(ago - 80),
            facility_replaced=False,
            type_changed=False,
            name_changed=True,
            function_changed=False,
            confirmed_by="白瀬 ひかり",
            confirmed_on=self._day(ago),
            reason="勧告に従い、サーバーを変更する。",
        )

    def _decide(self, step: Step) -> None:
        """A decision is drafted by the examiner and signed by both; a draft waits for one."""
        act, ago = step.what.removeprefix("draft_"), step.ago
        examiner, decider = self._doing(1, ago), self._doing(2, ago)
        asks = act in ASKS_MEASURE
        text = decisions.new_text(
            CaseFile.objects.get(id=self.id),
            examiner,
            act,
            reasons=_GRAVE if asks else step.words,
            measures=step.words if asks else "",
            measure=("stop" if "中止" in step.words else "change") if asks else None,
            until=self._day(ago - step.ahead) if step.ahead else None,
        )
        decide.draft(self.id, examiner, text)
        shown = decisions.open_decision(CaseFile.objects.get(id=self.id), act)
        if shown is None:
            return
        decide.sign(self.id, examiner, act, shown.sha256)
        if act == step.what:
            decide.sign(self.id, decider, act, shown.sha256)

    def _doing(self, role: int, ago: int) -> Doing:
        who = self.life.who[role]
        at = datetime.combine(self._day(ago), _MORNING, TOKYO)
        return Doing(self.sittings[who] if who else Sitting(), at)

    def _day(self, ago: int) -> date:
        return (self.at - timedelta(days=ago)).astimezone(TOKYO).date()
