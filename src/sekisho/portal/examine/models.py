"""What an authority keeps about a case beside its events: who examines it, what was asked,
who was consulted, what was advised, and by which names it is found again.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from sekisho.portal.accounts.models import Organisation, User
from sekisho.portal.cases.models import CaseFile, Event


class Question(models.Model):
    """A question to the filer; the answer is a text of its own beside it."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="questions")
    asked = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="question")
    text = models.TextField()
    subject = models.CharField(max_length=200, blank=True)
    replied = models.OneToOneField(
        Event, on_delete=models.PROTECT, null=True, related_name="answer_to"
    )
    reply = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"question {self.pk} in {self.case}"


class Assignment(models.Model):
    """Who examines a case, from an event on."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="assignments")
    examiner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    ended = models.OneToOneField(Event, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended__isnull=True), name="one_examiner_a_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.examiner} examines {self.case}"


class Absence(models.Model):
    """Days on which a person is away, and who stands in, in one organisation.

    It is never written over: whoever is back earlier ends it, and states another.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    stated_at = models.DateTimeField(db_default=Now())
    stated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="an_absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(deputy=F("user")), name="a_deputy_is_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} away {self.first_on} to {self.last_on}"


class Consultation(models.Model):
    """Another authority that is asked for its view, and so may see the case."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="consultations")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    request = models.TextField(blank=True)
    """What it is asked."""
    answered = models.OneToOneField(Event, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)
    ended = models.OneToOneField(Event, on_delete=models.PROTECT, null=True, related_name="+")
    """From then on it sees the case no more; what it answered stays."""

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "authority"],
                condition=Q(ended__isnull=True),
                name="one_open_consultation_an_authority",
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority} on {self.case}"


class Advice(models.Model):
    """What an examiner or a consulted authority thinks of one subject of a case.

    A change of mind is a new row: the newest of an adviser on a subject counts, all are kept.
    """

    class View(models.TextChoices):
        """What is advised."""

        NO_CONCERN = "no_concern"
        CONCERN = "concern"
        ASK = "ask"

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="advice")
    subject = models.CharField(max_length=300)
    view = models.CharField(max_length=16, choices=View.choices)
    text = models.TextField(blank=True)
    given = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.view} on {self.subject}"


class Subject(models.Model):
    """A name by which cases are grouped: a product, a supplier, a re-contractor."""

    class Kind(models.TextChoices):
        """What is grouped by."""

        PRODUCT = "product"
        SUPPLIER = "supplier"
        CONTRACTOR = "contractor"
        RECONTRACTOR = "recontractor"

    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="subjects")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    version = models.CharField(max_length=100, blank=True)

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "kind", "key"], name="a_subject_once_a_case")
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "key"], name="cases_of_a_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
