"""The keys of what is sealed, and the record of those that were destroyed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from sekisho.portal.accounts.models import User


class DataKey(models.Model):
    """The key of one sealed document, itself sealed under the master key of the site.

    Without this row the document cannot be read by anyone; that it existed stands elsewhere.
    `about` is the row of the pack's retention table for personal data, empty for other papers.
    """

    name = models.CharField(max_length=32, primary_key=True)
    wrapped = models.BinaryField()
    case = models.ForeignKey(
        "cases.CaseFile", on_delete=models.PROTECT, null=True, related_name="data_keys"
    )
    about = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"key of {self.name}"


class Erasure(models.Model):
    """What was destroyed, when, by whom (nobody where it was the date) and why: never changed.

    `places` name what it held, in the words of `Case.erased`.
    """

    name = models.CharField(max_length=32, unique=True)
    case = models.ForeignKey("cases.CaseFile", on_delete=models.PROTECT, related_name="erasures")
    about = models.CharField(max_length=64)
    places = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        """What the database holds to."""

        indexes: ClassVar = [models.Index(fields=["case"], name="erased_of_case")]

    def __str__(self) -> str:
        return f"{self.about} of {self.case_id}"
