"""What an examiner's pages read beside the case itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet

from sekisho.model.assessment import Assessment
from sekisho.model.canonical import canonical_bytes
from sekisho.model.values.message import Message
from sekisho.portal import who_may
from sekisho.portal.accounts.models import LENT, Membership, Organisation, User
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.examine.models import Absence, Advice, Assignment, Consultation, Subject
from sekisho.portal.examine.subjects import subjects_of


@dataclass(frozen=True, slots=True)
class OpenCause:
    """A reason for which something was not checked, in words, and how many answers wait on it."""

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


@dataclass(frozen=True, slots=True)
class Advised:
    """What somebody advises on a subject now, and what they advised before, the newest first."""

    subject: str
    now: Advice
    before: tuple[Advice, ...]


def advice_on(case: CaseFile, sitting: Sitting, lang: str) -> tuple[Advised, ...]:
    """Gives the advice on each subject by each adviser; an authority that is consulted sees its
    own alone.
    """
    rows = Advice.objects.filter(case=case).select_related(
        "given", "given__by", "given__organisation"
    )
    if who_may.relation_to(sitting, case) != "own_authority":
        rows = rows.filter(given__organisation=sitting.organisation)
    kept: dict[tuple[str, object], list[Advice]] = {}
    for row in rows.order_by("-id"):
        kept.setdefault((row.subject, row.given.by_id), []).append(row)
    names = dict(subjects_of(case, lang))
    return tuple(
        Advised(names.get(subject, subject), versions[0], tuple(versions[1:]))
        for (subject, _), versions in sorted(kept.items(), key=lambda one: one[0][0])
    )


def examiner_of(case: CaseFile, on: date) -> tuple[User | None, User | None]:
    """Gives who examines a case, and who stands in on that day."""
    row = (
        Assignment.objects.filter(case=case, ended__isnull=True).select_related("examiner").first()
    )
    if row is None:
        return None, None
    away = (
        Absence.objects.filter(
            user=row.examiner, first_on__lte=on, last_on__gte=on, ended_at__isnull=True
        )
        .select_related("deputy")
        .order_by("-id")
        .first()
    )
    return row.examiner, away.deputy if away else None


def own_cases(user: User, on: date) -> Q:
    """Gives the condition on cases that are a person's today, those stood in for included."""
    absent = Absence.objects.filter(
        deputy=user, first_on__lte=on, last_on__gte=on, ended_at__isnull=True
    )
    people = Q(examiner=user) | Q(examiner__in=absent.values("user"))
    held = Assignment.objects.filter(people, ended__isnull=True)
    return Q(id__in=held.values("case"))


def colleagues(organisation: Organisation | None, but: User | None = None) -> QuerySet[User]:
    """Gives who examines or decides in an organisation, one person left out."""
    held = Membership.objects.filter(
        organisation=organisation,
        until__isnull=True,
        role__in=LENT[Organisation.Kind.AUTHORITY],
    )
    people = User.objects.filter(id__in=held.values("user"), is_active=True)
    return (people.exclude(id=but.id) if but else people).order_by("name", "id")


def consultations(case: CaseFile) -> tuple[Consultation, ...]:
    """Gives the authorities that were consulted, the first first."""
    rows = Consultation.objects.filter(case=case).select_related(
        "authority", "asked", "answered", "answered__by", "ended"
    )
    return tuple(rows.order_by("id"))


def open_consultation(case: CaseFile, sitting: Sitting) -> Consultation | None:
    """Gives what the person's authority is asked on a case, where it is consulted."""
    return (
        Consultation.objects.filter(case=case, authority=sitting.organisation, ended__isnull=True)
        .select_related("authority", "asked", "answered")
        .first()
    )


def absences_of(sitting: Sitting) -> QuerySet[Absence]:
    """Gives the absences that a person has stated, the latest first."""
    rows = Absence.objects.filter(
        user=sitting.user, organisation=sitting.organisation
    ).select_related("deputy")
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
