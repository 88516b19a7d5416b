"""Acts of casework: who examines, who is consulted, what is advised, what is resolved."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from msgspec import to_builtins

from sekisho.keys.signing import sign_statement
from sekisho.model.case import Statement
from sekisho.model.values.message import message
from sekisho.portal import who_may
from sekisho.portal.accounts.models import AccountEvent, User
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import engine, vetting
from sekisho.portal.cases.door import Doing, enter, sha256_of_text
from sekisho.portal.cases.models import Document
from sekisho.portal.examine import queries
from sekisho.portal.examine.models import Absence, Advice, Assignment, Consultation
from sekisho.portal.examine.subjects import subjects_of
from sekisho.portal.refusals import IncompleteError, RefusedError, UnknownError
from sekisho.portal.settings.environment import environment
from sekisho.portal.settings.stores import kept_seed

LONGEST = 20_000
"""The most characters of an answer."""


def assign(case_id: UUID, doing: Doing, examiner_id: UUID) -> None:
    """Gives a case to an examiner of the authority; who had it before is relieved."""
    with enter(case_id, "case.assign", doing) as opened:
        examiner = queries.colleagues(doing.sitting.organisation).filter(id=examiner_id).first()
        if examiner is None:
            raise RefusedError(message("portal.assign.nobody"))
        event = opened.append("assign", examiner=str(examiner.id), name=examiner.name)
        Assignment.objects.filter(case=opened.case, ended__isnull=True).update(ended=event)
        Assignment.objects.create(case=opened.case, examiner=examiner, since=event)


def be_absent(doing: Doing, first_on: date, last_on: date, deputy_id: UUID) -> None:
    """States that the person is away, and who of the same authority stands in on those days.

    An absence is stated ahead, or from today on: nobody becomes a deputy for days gone by. Two
    that overlap are refused, so that one person at a time stands in.
    """
    sitting = doing.sitting
    who_may.require(sitting, "absence.state")
    deputy = queries.colleagues(sitting.organisation).filter(id=deputy_id).first()
    if sitting.user is None or deputy is None or deputy.id == sitting.user.id:
        raise RefusedError(message("portal.absence.deputy"))
    if last_on < first_on:
        raise IncompleteError(message("portal.absence.backwards"))
    if first_on < doing.today:
        raise RefusedError(message("portal.absence.past"))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=sitting.user.id)
        if queries.absences_of(sitting).filter(
            ended_at=None, first_on__lte=last_on, last_on__gte=first_on
        ):
            raise RefusedError(message("portal.absence.overlaps"))
        Absence.objects.create(
            organisation=sitting.organisation,
            user=sitting.user,
            deputy=deputy,
            first_on=first_on,
            last_on=last_on,
            stated_by=sitting.user,
        )
        _note(
            sitting, "absence.state", deputy, first=first_on.isoformat(), last=last_on.isoformat()
        )


def be_back(doing: Doing, absence_id: int) -> None:
    """Ends an absence of the person before its last day, or before it began; it stays on record."""
    sitting = doing.sitting
    who_may.require(sitting, "absence.state")
    with transaction.atomic():
        row = (
            Absence.objects.select_for_update(of=("self",))
            .filter(id=absence_id, user=sitting.user, organisation=sitting.organisation)
            .first()
        )
        if row is None:
            raise UnknownError
        if row.ended_at is not None or row.last_on < doing.today:
            raise RefusedError(message("portal.absence.over"))
        row.ended_at = doing.at
        row.save()
        _note(sitting, "absence.end", row.deputy)


def _note(sitting: Sitting, act: str, about: User, **payload: str) -> None:
    AccountEvent.objects.create(
        act=act, by=sitting.user, organisation=sitting.organisation, about=about, payload=payload
    )


def consult_authority(case_id: UUID, doing: Doing, authority_id: UUID, request: str = "") -> None:
    """Consults another authority of the portal, which from now on may see the case and advise."""
    with enter(case_id, "consult", doing) as opened:
        opened.require_lawful("consult", doing.today)
        other = queries.other_authorities(opened.case).filter(id=authority_id).first()
        if other is None:
            raise RefusedError(message("portal.consult.nobody"))
        event = opened.append(
            "consult", kind="consulted", whom=other.name, decided_sha256=sha256_of_text(request)
        )
        Consultation.objects.create(
            case=opened.case, authority=other, asked=event, request=request.strip()
        )


def answer_consultation(case_id: UUID, doing: Doing, text: str) -> None:
    """Answers, as the authority that was consulted: once, dated by the day of the act."""
    if not text.strip():
        raise IncompleteError(message("portal.consult.no_answer"))
    if len(text) > LONGEST:
        raise RefusedError(message("portal.consult.too_long", n=len(text), most=LONGEST))
    with enter(case_id, "consultation.answer", doing) as opened:
        row = queries.open_consultation(opened.case, doing.sitting)
        if row is None or row.answered_id is not None:
            raise RefusedError(message("portal.consult.answered"))
        row.answered = opened.append(
            "answer_consultation", decided_sha256=sha256_of_text(text), whom=row.authority.name
        )
        row.answer = text.strip()
        row.save()


def end_consultation(case_id: UUID, doing: Doing, consultation_id: int) -> None:
    """Ends a consultation: the authority sees the case no more, and its answer stays."""
    with enter(case_id, "consultation.end", doing) as opened:
        row = Consultation.objects.filter(
            case=opened.case, id=consultation_id, ended__isnull=True
        ).first()
        if row is None:
            raise RefusedError(message("portal.consult.over"))
        row.ended = opened.append("end_consultation", whom=row.authority.name)
        row.save()


def advise(case_id: UUID, doing: Doing, subject: str, view: str, text: str) -> None:
    """Gives advice on one subject of a case; an earlier one of the same person stays on record."""
    if view not in Advice.View.values:
        raise IncompleteError(message("portal.advice.no_view"))
    if view != Advice.View.NO_CONCERN and not text.strip():
        raise IncompleteError(message("portal.advice.no_text"))
    with enter(case_id, "case.advise", doing) as opened:
        if subject not in {id for id, _ in subjects_of(opened.case, "ja")}:
            raise IncompleteError(message("portal.advice.no_subject"))
        event = opened.append(
            "advise", subject=subject, view=view, decided_sha256=sha256_of_text(text)
        )
        Advice.objects.create(
            case=opened.case, subject=subject[:300], view=view, text=text.strip(), given=event
        )


def resolve(case_id: UUID, doing: Doing, cause: str, reason: str) -> None:
    """Resolves one cause for which something was not checked, by a reason and a name.

    The statement is signed with the key of the site in the name of the person, and goes to the
    engine with the case; nothing is hidden: the finding stays and says who resolved it.
    """
    if not reason.strip():
        raise IncompleteError(message("portal.resolve.no_reason"))
    with enter(case_id, "finding.resolve", doing) as opened:
        newest = engine.latest(opened.case, Document.Kind.ASSESSMENT, "authority")
        known = queries.open_causes(engine.assessment_of(newest) if newest else None)
        if cause not in {row.cause for row in known}:
            raise RefusedError(message("portal.resolve.no_cause"))
        statement = Statement(
            kind="resolution",
            about=cause,
            by=str(doing.sitting.user),
            on=doing.today,
            reason=reason.strip(),
        )
        signed = sign_statement(statement, kept_seed(environment(), "statements"))
        filing = engine.latest(opened.case, Document.Kind.FILING)
        opened.append(
            "resolve",
            cause=cause,
            reason=reason.strip(),
            filing=filing.sha256 if filing else "",
            signed=to_builtins(signed),
        )
        vetting.enqueue_vetting(opened.case, "authority")
