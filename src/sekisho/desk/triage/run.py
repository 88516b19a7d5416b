"""The month in one run: every update judged by the engine, alone, and written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from msgspec.structs import replace

from sekisho.desk.triage.classes import Sorted, alternatives, open_questions, sort_update
from sekisho.desk.triage.facts import facts_of
from sekisho.desk.triage.filings import Desk, case_of
from sekisho.desk.triage.hints import hints_for, remarks_for
from sekisho.desk.triage.questions import Answered, Question, apply_answers, group_questions
from sekisho.desk.triage.updates import Planned
from sekisho.library.snapshot import Library
from sekisho.model.assessment import Assessment, Outcome
from sekisho.model.canonical import canonical_bytes, sha256_of
from sekisho.model.errors import UsageError
from sekisho.model.evidence import Evidence, EvidenceItem
from sekisho.model.operator.memo import Memo
from sekisho.model.operator.note import Note
from sekisho.model.operator.update import Answer
from sekisho.model.values.message import Message, message
from sekisho.read.case import read_evidence
from sekisho.regime.facts import project
from sekisho.regime.pack import Regime
from sekisho.vet import vet

Told = Callable[[int, int], None]
"""Is told how many updates are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One update, the assessment of its case, the memo on it, and what a person must still say.

    `written` is the canonical form of the assessment, whose digest names it.
    """

    planned: Planned
    assessment: Assessment
    memo: Memo
    written: bytes
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """What a run needs beside the updates: registers and plans, law, library, day, own notes."""

    desk: Desk
    regime: Regime
    library: Library
    on: date
    folder: Path
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        """Refuses a rule pack that does not sort updates."""
        if not self.regime.triage.classes:
            raise UsageError(
                message("triage.no_classes", regime=self.regime.id),
                hint=message("triage.no_classes.remedy"),
            )


class Evidences:
    """The SBOMs of a month, each read once however many updates name it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[tuple[str, str], EvidenceItem] = {}

    def of(self, planned: Planned) -> tuple[EvidenceItem, ...]:
        """Gives what an update names; what cannot be read says so itself."""
        update, component = planned.update, planned.entry.component
        named = (("sbom_in_service", update.sbom_in_service), ("sbom", update.sbom))
        found = []
        for kind, path in named:
            if path:
                evidence = Evidence(id=kind, kind=kind, path=path, component=component)  # type: ignore[arg-type]  # one of the kinds
                key = (path, f"{kind}/{component}")
                if key not in self._read:
                    self._read[key] = read_evidence(evidence, self._folder)
                found.append(self._read[key])
        return tuple(found)


def ask(month: Month, planned: Sequence[Planned], evidences: Evidences) -> tuple[Question, ...]:
    """Gives the questions that stay open before anybody answered one."""
    open_by = []
    for each in planned:
        evidence = evidences.of(each)
        case = case_of(month.desk, each, evidence)
        paths = open_questions(month.regime, case, each, month.on)
        if paths:
            open_by.append((each, paths, hints_for(each, evidence)))
    return group_questions(open_by)


def judge_all(
    month: Month,
    planned: Sequence[Planned],
    questions: Sequence[Question],
    answers: Sequence[Answer],
    told: Told = lambda _done, _of: None,
) -> tuple[Judged, ...]:
    """Judges every update, with the answers given, in the order of the sheet."""
    evidences = Evidences(month.folder)
    register_sha256 = sha256_of(month.desk.register)
    answered, by = apply_answers(planned, questions, answers)
    judged = []
    for number, (before, each) in enumerate(zip(planned, answered, strict=True), start=1):
        evidence = evidences.of(each)
        question = by.get(each.update.id)
        judged.append(_judge(month, (before, each), evidence, question, register_sha256))
        told(number, len(planned))
    return tuple(judged)


def count_classes(memos: Iterable[Memo], regime: Regime) -> Mapping[str, int]:
    """Counts the updates of each class, in the order of the pack; classes without any are left out."""
    counts = Counter(memo.becomes for memo in memos)
    return {row.id: counts[row.id] for row in regime.triage.classes if counts[row.id]}


def outcome_of(memos: Iterable[Memo], wrong_rows: int) -> Outcome:
    """Sums a month up: something to do comes first, then what stayed open or unread.

    A flaw known in an update is something to do, though there be nothing to file. A month
    without any update answers nothing.
    """
    memos = tuple(memos)
    outcomes = {memo.outcome for memo in memos}
    if "found" in outcomes or any(memo.flaws for memo in memos):
        return "found"
    return "unanswered" if wrong_rows or not memos or "unanswered" in outcomes else "pass"


def _judge(
    month: Month,
    planned: tuple[Planned, Planned],
    evidence: tuple[EvidenceItem, ...],
    answered: Answered | None,
    register_sha256: str,
) -> Judged:
    stated, each = planned
    case = replace(case_of(month.desk, each, evidence), notes=month.notes)
    assessment = vet(case, month.regime, month.library, month.on)
    written = canonical_bytes(assessment)
    facts = project(case, month.regime, month.on)
    found = sort_update(month.regime, facts, assessment.duties, each)
    others = alternatives(month.regime, case, each, month.on, found.row.id)
    entry, update = each.entry, each.update
    memo = Memo(
        on=month.on,
        update=update.id,
        operator=month.desk.register.operator,
        fictional=month.desk.register.fictional,
        facility=entry.facility,
        component=entry.component,
        name=entry.name,
        version_before=entry.version,
        version_after=update.version,
        becomes=found.row.id,
        outcome=found.row.outcome,
        also=tuple(row.id for row in found.also),
        next=message(found.row.next),
        asks=found.asks,
        route=assessment.route,
        duties=assessment.duties,
        caveats=assessment.caveats,
        cited_notes=assessment.cited_notes,
        confirmed_by=update.confirmed_by,
        confirmed_on=update.confirmed_on,
        question=answered.question if answered else "",
        confirmed_with=answered.together if answered else 0,
        facts=facts_of(stated, each, month.desk.plan_of(entry)),
        hints=(*hints_for(each, evidence), *remarks_for(each, month.on)),
        flaws=_flaws(assessment),
        missing=_missing(found),
        alternatives=others,
        inputs=assessment.inputs,
        assessment_sha256=sha256(written).hexdigest(),
        register_sha256=register_sha256,
    )
    return Judged(each, assessment, memo, written, found.open)


def _missing(found: Sorted) -> tuple[str, ...]:
    return (*(path.partition(".")[2] for path in found.open), *found.missing)


def _flaws(assessment: Assessment) -> tuple[Message, ...]:
    """What is known against the proposed software, down to the line that `vet` fails on."""
    software = {"known_flaws", "malicious", "vex"}
    found = [
        finding
        for finding in assessment.findings
        if finding.state == "found"
        and finding.severity in ("critical", "high", "medium")
        and finding.rule.split(".")[0] in software
    ]
    return tuple(finding.message for finding in found)
