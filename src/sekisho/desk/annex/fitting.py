"""Which answered questionnaires are meant for a filing: by whom, about what, of whom, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sekisho.desk.annex.questionnaire import Questionnaire
from sekisho.model.canonical import sha256_of
from sekisho.model.errors import Defect, Place, UsageError
from sekisho.model.filing import Act, Filing
from sekisho.model.party import Party
from sekisho.model.values.message import Message, message
from sekisho.read.sheets.listing import plain_name

_COMPARED = ("asked_by", "about")
Received = tuple[str, Questionnaire]
"""The name of a file, and what it holds."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What answers are wanted for: a filing (or none yet), its acts, as of a day."""

    filing: Filing | None
    acts: tuple[Act, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Fitted:
    """The questionnaires that fit, why the others do not, and what could not be compared."""

    kept: tuple[Received, ...]
    left: tuple[Defect, ...]
    notes: tuple[Message, ...]


def fit(received: Sequence[Received], wanted: Wanted) -> Fitted:
    """Keeps the questionnaires that were asked for this filing and answered by one of its parties.

    What contradicts the filing, has no day or one to come, or was answered twice by the same
    respondent is left out with its reason. Raises `UsageError` where, without a filing, the
    questionnaires were asked by or about different ones.
    """
    if wanted.filing is None:
        _check_together(received)
    fitting: dict[str, Received] = {}
    left: list[Defect] = []
    notes: list[Message] = []
    for file, read in received:
        digest = sha256_of(read)
        if digest in fitting:
            notes.append(message("annex.same", file=file))
        elif reason := next(_against(read, wanted), None):
            left.append(_left_out(file, reason))
        else:
            fitting[digest] = (file, read)
    kept: list[Received] = []
    for file, read in fitting.values():
        if reason := _twice(read, fitting.values()):
            left.append(_left_out(file, reason))
            continue
        kept.append((file, read))
        if unsaid := tuple(f"annex.{name}" for name in _COMPARED if not getattr(read, name)):
            notes.append(message("annex.not_compared", file=file, fields=unsaid))
    return Fitted(tuple(kept), tuple(left), tuple(notes))


def _left_out(file: str, reason: Message) -> Defect:
    remedy = message(f"{reason.id}.remedy")
    return Defect(message=reason, place=Place(file=file), remedy=remedy)


def _against(read: Questionnaire, wanted: Wanted) -> Iterator[Message]:
    """Gives what speaks against taking a questionnaire, the gravest first."""
    if wanted.filing is not None:
        yield from _of_others(read, wanted.filing)
    if read.acts and not set(read.acts) & set(wanted.acts):
        yield message("annex.other_act", found=_terms(read.acts), wanted=_terms(wanted.acts))
    if read.answered_on is None:
        yield message("annex.undated")
    elif read.answered_on > wanted.on:
        said, on = read.answered_on.isoformat(), wanted.on.isoformat()
        yield message("annex.later", said=said, on=on)
    if not read.respondent:
        yield message("annex.by_nobody")


def _terms(acts: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"annex.{act}" for act in acts)


def _of_others(read: Questionnaire, filing: Filing) -> Iterator[Message]:
    operator = filing.party(filing.operator.party)
    if read.reference and filing.reference and read.reference != filing.reference:
        yield message("annex.other_reference", found=read.reference, wanted=filing.reference)
    if read.asked_by and operator is not None and not _is(operator, read.asked_by):
        yield message("annex.other_operator", found=read.asked_by, wanted=operator.name)
    facility = filing.facility.name
    if read.about and facility and plain_name(read.about) != plain_name(facility):
        yield message("annex.other_facility", found=read.about, wanted=facility)
    others = [party for party in filing.parties if party.id != filing.operator.party]
    if read.respondent and not any(_is(party, read.respondent) for party in others):
        known = tuple(party.name or party.id for party in others)
        yield message("annex.no_party", found=read.respondent, known=known)


def _twice(read: Questionnaire, others: Iterable[Received]) -> Message | None:
    """Which of two different answers of one respondent is meant nobody can tell."""
    name = plain_name(read.respondent)
    files = tuple(file for file, other in others if plain_name(other.respondent) == name)
    if len(files) > 1:
        return message("annex.answered_twice", whom=read.respondent, files=files)
    return None


def _check_together(received: Sequence[Received]) -> None:
    for name in ("reference", "asked_by", "about"):
        said = {plain_name(text): text for _, read in received if (text := getattr(read, name))}
        if len(said) > 1:
            raise UsageError(
                message("annex.mixed", found=tuple(said.values())),
                hint=message("annex.mixed.remedy"),
            )


def _is(party: Party, name: str) -> bool:
    names = (party.id, party.name, *party.other_names)
    return plain_name(name) in {plain_name(each) for each in names if each}
