"""Questions to the filer and their answers; who examines a case."""

from __future__ import annotations

from django.db import models

from sekisho.portal.accounts.models import User
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

    def __str__(self) -> str:
        return f"{self.examiner} examines {self.case}"
