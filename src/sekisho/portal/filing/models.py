"""The draft of a filing, the one thing of a case that is changed in place until it is submitted, and
what ties a filing to another one.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Now

from sekisho.portal.accounts.models import User
from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.personal import drafts
from sekisho.portal.personal.fields import SealedFiling


class Draft(models.Model):
    """What the operator is writing: a filing, as far as it has come."""

    case = models.OneToOneField(CaseFile, on_delete=models.PROTECT, related_name="draft")
    filing = SealedFiling(default=dict)
    saves = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(db_default=Now())
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at_save = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"draft of {self.case}"

    def delete(self, *args: Any, **more: Any) -> tuple[int, dict[str, int]]:
        """Throws the draft away, and with it the key of what is personal in it."""
        drafts.drop(self.case_id)
        return super().delete(*args, **more)


class ChangeOf(models.Model):
    """Which plan a filing changes, where that plan went through this portal too."""

    case = models.OneToOneField(CaseFile, on_delete=models.PROTECT, related_name="change_of")
    of = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="changes")

    def __str__(self) -> str:
        return f"{self.case} changes {self.of}"


class Elsewhere(models.Model):
    """That a filing goes to an authority that does not run this portal, since when."""

    case = models.OneToOneField(CaseFile, on_delete=models.PROTECT, related_name="elsewhere")
    since = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.case} elsewhere"
