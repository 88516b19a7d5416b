"""The fields and conditions of a pack, asked of every subject of what is judged."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.check.contents.question import VERSION, Question, found, pointer, source
from sekisho.check.look import or_erased
from sekisho.model.finding import Finding
from sekisho.model.values.message import Message, message
from sekisho.regime.plans.conditions import Held, ask_condition
from sekisho.regime.rules.vocabulary import filing_paths
from sekisho.regime.scopes import Subject, is_stated, read_path
from sekisho.regime.tables.contents import Condition, Field, Waiver


def missing_fields(question: Question) -> Iterator[Finding]:
    """Yields a finding for every field that is asked of a subject and not stated."""
    for row in question.judged.fields(question.look.regime.contents):
        for subject in question.subjects[row.scope]:
            if any(is_stated(read_path(subject.record, path)) for path in row.paths):
                continue
            if question.look.regime.ask(row.when, subject.facts).answer == "yes":
                lacking = missing_field(row, subject, question.cite(row.article))
                yield or_erased(lacking, f"field.{row.id}", question.look.case)


def missing_field(row: Field, subject: Subject, article: str) -> Finding:
    """Makes the finding of one field that is not stated."""
    field = f"field.{row.id}"
    said = (
        message("completeness.missing", field=field)
        if subject.id == "filing"
        else message("completeness.missing.of", field=field, subject=subject.name)
    )
    return found(
        f"completeness.{row.id}",
        subject,
        row.severity,
        said,
        place=pointer(subject, row.paths[0]),
        remedy=message("completeness.missing.remedy", paths=row.paths),
        article=article,
    )


def broken_conditions(question: Question) -> Iterator[Finding]:
    """Yields what does not hold, and what cannot be told, of every condition that arises."""
    regime = question.look.regime
    for row in question.judged.conditions(regime.contents):
        asked = [
            (subject, held)
            for subject in question.subjects[row.scope]
            if (held := ask_condition(regime, row, subject)) is not None
        ]
        article = question.cite(row.article)
        yield from _broken(row, [one for one, held in asked if held.answer == "no"], article)
        waived = [(one, held.waiver) for one, held in asked if held.waiver is not None]
        yield from _perhaps_waived(row, waived, article)
        for subject, held in asked:
            if held.answer == "unknown" and held.waiver is None:
                yield _unanswered(row, subject, held, article)


def _broken(row: Condition, subjects: list[Subject], article: str) -> Iterator[Finding]:
    remedy = message(row.remedy) if row.remedy else None
    if not row.together:
        for subject in subjects:
            said = message(row.message, subject=subject.name)
            place = pointer(subject, row.path)
            rule = f"completeness.{row.id}"
            yield found(
                rule, subject, row.severity, said, place=place, remedy=remedy, article=article
            )
    elif subjects:
        named, place, said = _together(row, row.message, subjects)
        yield found(
            f"completeness.{row.id}",
            named,
            row.severity,
            said,
            place=place,
            remedy=remedy,
            article=article,
        )


def _together(row: Condition, id: str, subjects: list[Subject]) -> tuple[Subject, str, Message]:
    """One subject stands for itself, several for the filing; `ids` tell who is meant."""
    said = message(
        id,
        subjects=tuple(subject.name for subject in subjects),
        ids=tuple(subject.id for subject in subjects),
    )
    first = subjects[0]
    if len(subjects) == 1:
        return first, pointer(first, row.path), said
    whole = Subject(id="filing", pointer="", name="", record=None, facts={})
    return whole, first.pointer.rpartition("/")[0], said


def _perhaps_waived(
    row: Condition, waived: list[tuple[Subject, Waiver]], article: str
) -> Iterator[Finding]:
    """What may be left out by word of someone, though no text of the law says so."""
    for waiver in dict.fromkeys(waiver for _, waiver in waived):
        subjects = [subject for subject, one in waived if one == waiver]
        named, place, said = _together(row, waiver.message, subjects)
        yield Finding(
            rule=f"completeness.{row.id}",
            rule_version=VERSION,
            subject=named.id,
            state="not_checked",
            severity=row.severity,
            message=said,
            basis="declared",
            place=f"filing#{place}",
            cause=f"completeness:{row.id}:{waiver.id}",
            remedy=message(waiver.remedy) if waiver.remedy else None,
            details=(source(article),) if article else (),
        )


def _unanswered(row: Condition, subject: Subject, held: Held, article: str) -> Finding:
    facts = filing_paths(held.missing)
    return Finding(
        rule=f"completeness.{row.id}",
        rule_version=VERSION,
        subject=subject.id,
        state="not_checked",
        severity=row.severity,
        message=message("completeness.not_stated", subject=subject.name, facts=facts),
        basis="declared",
        place=f"filing#{pointer(subject, row.path)}",
        cause=f"completeness:{row.id}:{subject.id}",
        details=(source(article),) if article else (),
    )
