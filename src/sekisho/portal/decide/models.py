"""Decisions: the versions of a text, and the signatures over each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from sekisho.portal.accounts.models import User
from sekisho.portal.cases.models import CaseFile, Document, Event


class Decision(models.Model):
    """An act that two people must sign before it is done."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="decisions")
    act = models.CharField(max_length=40)
    text = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    """The newest version: signatures over an older one are kept and count for nothing."""

    drafted_at = models.DateTimeField(db_default=Now())
    taken = models.OneToOneField(Event, on_delete=models.PROTECT, null=True, related_name="+")
    dropped = models.OneToOneField(Event, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "act"],
                condition=Q(taken__isnull=True) & Q(dropped__isnull=True),
                name="one_open_decision_an_act",
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} in {self.case}"


class Signature(models.Model):
    """A person's signature over the digest of one version of the text.

    The first and the second stand in one row, so that the database itself can see that they are
    two people.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="signatures")
    text = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="signature")
    text_sha256 = models.CharField(max_length=64)
    first = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField(db_default=Now())
    second = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    first_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    second_for = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    """In whose stead, where a deputy signed in a lent role: nobody signs twice through another."""

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("first")),
                name="two_people_sign",
            ),
            models.CheckConstraint(
                condition=Q(second_for__isnull=True) | ~Q(second_for=F("first")),
                name="nobody_signs_for_the_first",
            ),
            models.CheckConstraint(
                condition=Q(first_for__isnull=True)
                | Q(second__isnull=True)
                | ~Q(first_for=F("second")),
                name="nobody_signs_after_a_deputy",
            ),
            models.CheckConstraint(
                condition=Q(first_for__isnull=True)
                | Q(second_for__isnull=True)
                | ~Q(first_for=F("second_for")),
                name="nobody_has_two_deputies_sign",
            ),
        ]

    def __str__(self) -> str:
        return f"signatures over {self.text_sha256[:12]}"
