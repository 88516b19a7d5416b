"""From answered questionnaires to the risk measures of a filing: nothing is typed twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from sekisho.desk.annex.questionnaire import Questionnaire, SupplierAnswer
from sekisho.desk.annex.rows import Annex, Item
from sekisho.model.errors import Defect, DefectsError, InputError, Place
from sekisho.model.evidence import Evidence
from sekisho.model.filing import Filing, RiskMeasure
from sekisho.model.values.message import message
from sekisho.read.files import path_within

_FOLDER = "evidence"
_UNSAFE = re.compile(r"[^\w.-]+")
_PROVES = "risk_measures"


@dataclass(frozen=True, slots=True)
class Taken:
    """A filing with what was answered, and what was not taken over.

    `kept` are measures the filing stated already, `open` those left without a clear answer;
    `named` are the paths of the documents that answers name and the filing did not list before,
    `elsewhere` the questions of other acts that were answered.
    """

    filing: Filing
    kept: tuple[str, ...]
    open: tuple[str, ...]
    named: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, who gave it, and the file it came in."""

    file: str
    respondent: str
    answer: SupplierAnswer


def take_answers(
    annex: Annex,
    replies: Iterable[tuple[str, Questionnaire]],
    filing: Filing,
    others: Annex | None = None,
) -> Taken:
    """Puts answers, each with the name of its file, into a filing that does not state them yet.

    A measure is applied when every question was answered yes by everyone asked, not applied when
    one was answered no, and otherwise left open. `others` are the questions of all acts: an
    answer to one of them that is none of the annex is not taken. Raises `DefectsError` for answers to questions
    that the annex does not know and for evidence outside the folder of the filing.
    """
    received = tuple(replies)
    given = [
        Reply(file, questionnaire.respondent, answer)
        for file, questionnaire in received
        for answer in questionnaire.answers
    ]
    apart = _ids(others) - _ids(annex) if others else set()
    elsewhere = [reply.answer for reply in given if reply.answer.id in apart]
    given = [reply for reply in given if reply.answer.id not in apart]
    _check(_ids(annex), given)
    stated = {measure.id: measure for measure in filing.risk_measures}
    evidence = _Attachments(filing)
    kept: list[str] = []
    open_: list[str] = []
    for item in annex.items:
        id = item.measure.id
        if id in stated and stated[id].applied is not None:
            kept.append(id)
            continue
        asked = {question.id for question in item.row.questions}
        about = [reply for reply in given if reply.answer.id in asked]
        parts = sum(_was_asked(item, read) for _, read in received)
        measure = _measure(id, len(asked) * parts, about, evidence)
        if measure.applied is None:
            open_.append(id)
        if measure != RiskMeasure(id=id):
            stated[id] = measure
    made = replace(
        filing,
        risk_measures=_in_order(stated, annex),
        evidence=(*filing.evidence, *evidence.added),
    )
    named = tuple(item.path for item in evidence.added)
    apart_ids = dict.fromkeys(each.id for each in elsewhere if each.applied is not None)
    return Taken(made, tuple(kept), tuple(open_), named, tuple(apart_ids))


def _ids(annex: Annex) -> set[str]:
    return {question.id for item in annex.items for question in item.row.questions}


def _was_asked(item: Item, read: Questionnaire) -> bool:
    """A questionnaire for another act does not hold the questions of a measure at all."""
    acts = item.measure.acts
    return not acts or not read.acts or bool(set(acts) & set(read.acts))


def _in_order(stated: dict[str, RiskMeasure], annex: Annex) -> tuple[RiskMeasure, ...]:
    """Lists the measures as the annex does; those it does not know come last, as they stood."""
    known = [item.measure.id for item in annex.items if item.measure.id in stated]
    return tuple(stated[id] for id in (*known, *(id for id in stated if id not in known)))


def _measure(id: str, expected: int, replies: list[Reply], evidence: _Attachments) -> RiskMeasure:
    """Folds the answers; a question that someone left out, or whose row is gone, leaves it open."""
    said = [reply.answer.applied for reply in replies]
    applied: bool | None = None
    if False in said:
        applied = False
    elif said and None not in said and len(said) >= expected:
        applied = True
    return RiskMeasure(
        id=id,
        applied=applied,
        means=_joined((reply.respondent, reply.answer.means) for reply in replies),
        evidence=tuple(dict.fromkeys(evidence.ids(replies))),
        reason=_joined((reply.respondent, reply.answer.reason) for reply in replies),
    )


def _joined(parts: Iterable[tuple[str, str]]) -> str:
    """Joins what was said, each respondent named once before its own words."""
    by_whom: dict[str, list[str]] = {}
    for respondent, text in parts:
        if text.strip():
            by_whom.setdefault(respondent, []).append(" ".join(text.split()))
    said = [(whom, " / ".join(dict.fromkeys(texts))) for whom, texts in by_whom.items()]
    if len(said) == 1:
        return said[0][1]
    return " / ".join(f"{whom}: {text}" if whom else text for whom, text in said)


class _Attachments:
    """The documents that answers name, each once, with an id of its own in the filing."""

    def __init__(self, filing: Filing) -> None:
        self._by_path = {item.path: item.id for item in filing.evidence if item.path}
        self._taken = {item.id for item in filing.evidence}
        self._parties = {
            name: party.id for party in filing.parties for name in (party.id, party.name)
        }
        self.added: list[Evidence] = []

    def ids(self, replies: list[Reply]) -> Iterator[str]:
        for reply in replies:
            for name in reply.answer.evidence:
                yield self._id(name.strip(), reply.respondent)

    def _id(self, name: str, respondent: str) -> str:
        path = name if "/" in name else f"{_FOLDER}/{name}"
        if path not in self._by_path:
            stem = _UNSAFE.sub("-", PurePosixPath(name).stem).strip("-.") or "document"
            id, number = stem, 1
            while id in self._taken:
                number += 1
                id = f"{stem}-{number}"
            self._taken.add(id)
            self._by_path[path] = id
            party = self._parties.get(respondent, "")
            self.added.append(Evidence(id=id, path=path, party=party, proves=_PROVES))
        return self._by_path[path]


def _check(known: set[str], replies: list[Reply]) -> None:
    defects: list[Defect] = []
    for reply in replies:
        place = Place(file=reply.file)
        if reply.answer.id not in known:
            wrong = message("annex.unknown_question", id=reply.answer.id)
            remedy = message("annex.unknown_question.remedy")
            defects.append(Defect(message=wrong, place=place, remedy=remedy))
        for name in reply.answer.evidence:
            try:
                path_within(Path(), name.strip())
            except InputError as error:
                defects.append(Defect(message=error.message, place=place, remedy=error.hint))
    if defects:
        raise DefectsError(tuple(defects))
