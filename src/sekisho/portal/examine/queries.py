"""What an examiner's pages read beside the case itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from sekisho.model.assessment import Assessment
from sekisho.model.canonical import canonical_bytes
from sekisho.model.values.message import Message
from sekisho.portal import who_may
from sekisho.portal.accounts.models import Membership, Organisation, Role, User
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.examine.models import Absence, Advice, Assignment, Consultation, Subject

MOST_PRECEDENTS = 20


@dataclass(frozen=True, slots=True)
class Precedent:
    """A case with the same product or supplier: what it was, and how it stands."""

    kind: str
    name: str
    version: str
    state: str
    accepted_on: date | None
    case: UUID | None
    """Named where the operator is the same; of others only the product and the outcome show."""


@dataclass(frozen=True, slots=True)
class OpenCause:
    """A reason for which something was not checked, and how many answers wait on it."""

    cause: str
    said: tuple[Message, ...]
    """Why it was not checked, in the words of the findings."""
    checks: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class SubjectGroup:
    """All cases that name the same product, supplier or contractor."""

    kind: str
    key: str
    name: str
    cases: int


def precedents(case: CaseFile) -> tuple[Precedent, ...]:
    """Gives the cases before the same authority with the same products or suppliers, the newest
    first.
    """
    mine = Subject.objects.filter(
        case=case, kind__in=(Subject.Kind.PRODUCT, Subject.Kind.SUPPLIER)
    ).values_list("kind", "key")
    wanted = Q()
    for kind, key in mine:
        wanted |= Q(kind=kind, key=key)
    if not wanted or case.authority_id is None:
        return ()
    rows = (
        Subject.objects.filter(wanted, case__authority_id=case.authority_id)
        .exclude(case=case)
        .exclude(case__submitted_on=None)
        .select_related("case")
        .order_by("-case__submitted_on", "kind", "name")[:MOST_PRECEDENTS]
    )
    return tuple(
        Precedent(
            kind=row.kind,
            name=row.name,
            version=row.version,
            state=row.case.state,
            accepted_on=row.case.accepted_on,
            case=row.case_id if row.case.operator_id == case.operator_id else None,
        )
        for row in rows
    )


def groups(sitting: Sitting, kind: str) -> tuple[SubjectGroup, ...]:
    """Groups the cases before an authority by a kind of subject, the most first."""
    who_may.require(sitting, "queue.see")
    rows = (
        Subject.objects.filter(kind=kind, case__authority=sitting.organisation)
        .exclude(case__submitted_on=None)
        .values("key")
        .annotate(cases=Count("case"), name=Min("name"))
        .filter(cases__gt=1)
        .order_by("-cases", "name")
    )
    return tuple(SubjectGroup(kind, row["key"], row["name"], row["cases"]) for row in rows)


def name_of(sitting: Sitting, kind: str, key: str) -> str:
    """Gives what a subject is called in the cases before an authority; empty where there is none."""
    rows = Subject.objects.filter(kind=kind, key=key, case__authority=sitting.organisation)
    return rows.order_by("name").values_list("name", flat=True).first() or ""


def cases_of(sitting: Sitting, kind: str, key: str) -> QuerySet[CaseFile]:
    """Gives the cases before an authority that name a subject."""
    who_may.require(sitting, "queue.see")
    return (
        CaseFile.objects.filter(
            authority=sitting.organisation,
            submitted_on__isnull=False,
            subjects__kind=kind,
            subjects__key=key,
        )
        .select_related("operator")
        .order_by("lapses_on", "submitted_on", "id")
    )


def open_causes(assessment: Assessment | None) -> tuple[OpenCause, ...]:
    """Lists the causes for which something was not checked and nobody has given a reason yet."""
    if assessment is None:
        return ()
    found: dict[str, list[tuple[Message, str]]] = {}
    for finding in assessment.findings:
        if finding.state == "not_checked" and finding.cause and not _is_resolved(finding.details):
            told = (finding.message, finding.rule.partition(".")[0])
            found.setdefault(finding.cause, []).append(told)
    for run in assessment.checks:
        if run.reason is not None and not _is_resolved(run.details):
            found.setdefault(f"check:{run.check}", []).append((run.reason, run.check))
    return tuple(
        OpenCause(
            cause,
            said=tuple({canonical_bytes(said): said for said, _ in rows}.values()),
            checks=tuple(dict.fromkeys(check for _, check in rows)),
            count=len(rows),
        )
        for cause, rows in found.items()
    )


def advice_on(case: CaseFile) -> tuple[Advice, ...]:
    """Gives the newest advice of each adviser on each subject."""
    newest: dict[tuple[object, str], Advice] = {}
    rows = Advice.objects.filter(case=case).select_related(
        "given", "given__by", "given__organisation"
    )
    for row in rows.order_by("id"):
        newest[(row.given.by_id, row.subject)] = row
    return tuple(sorted(newest.values(), key=lambda row: (row.subject, row.id)))


def examiner_of(case: CaseFile, on: date) -> tuple[User | None, User | None]:
    """Gives who examines a case, and who stands in on that day."""
    row = (
        Assignment.objects.filter(case=case, ended__isnull=True).select_related("examiner").first()
    )
    if row is None:
        return None, None
    away = (
        Absence.objects.filter(user=row.examiner, first_on__lte=on, last_on__gte=on)
        .select_related("deputy")
        .order_by("-id")
        .first()
    )
    return row.examiner, away.deputy if away else None


def own_cases(user: User, on: date) -> Q:
    """Gives the condition on cases that are a person's today, those stood in for included."""
    absent = Absence.objects.filter(deputy=user, first_on__lte=on, last_on__gte=on)
    people = Q(examiner=user) | Q(examiner__in=absent.values("user"))
    held = Assignment.objects.filter(people, ended__isnull=True)
    return Q(id__in=held.values("case"))


def colleagues(organisation: Organisation | None, but: User | None = None) -> QuerySet[User]:
    """Gives who examines or decides in an organisation, one person left out."""
    held = Membership.objects.filter(
        organisation=organisation,
        until__isnull=True,
        role__in=(Role.EXAMINER, Role.DECIDER),
    )
    people = User.objects.filter(id__in=held.values("user"), is_active=True)
    return (people.exclude(id=but.id) if but else people).order_by("name", "id")


def consultations(case: CaseFile) -> tuple[Consultation, ...]:
    """Gives the authorities that were consulted, the first first."""
    rows = Consultation.objects.filter(case=case).select_related("authority", "asked", "ended")
    return tuple(rows.order_by("id"))


def absences_of(sitting: Sitting) -> QuerySet[Absence]:
    """Gives the absences that a person has stated, the latest first."""
    rows = Absence.objects.filter(user=sitting.user).select_related("deputy")
    return rows.order_by("-first_on", "-id")


def other_authorities(case: CaseFile) -> QuerySet[Organisation]:
    """Gives the authorities of the portal that could be consulted on a case."""
    asked = Consultation.objects.filter(case=case, ended__isnull=True)
    return (
        Organisation.objects.filter(kind=Organisation.Kind.AUTHORITY)
        .exclude(cases_to_decide=case)
        .exclude(id__in=asked.values("authority"))
        .order_by("name")
    )


def _is_resolved(details: Iterable[object]) -> bool:
    return any(getattr(detail, "id", "") == "check.resolved" for detail in details)
