"""What a list of cases may be asked by, read off the filing of each, and the questions kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from sekisho.portal.accounts.models import Organisation, User
from sekisho.portal.cases.models import CaseFile


class CaseSector(models.Model):
    """The sector of a case in the words of its rule pack."""

    case = models.OneToOneField(
        CaseFile, on_delete=models.CASCADE, primary_key=True, related_name="in_sector"
    )
    sector = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return self.sector


class SavedQuestion(models.Model):
    """A question to the list under a name: its owner's alone, or shared in the organisation.

    `address` is the question as the query of an address: whoever opens it asks it with their own
    eyes, of the cases that they may see.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=4000)
    shared = models.BooleanField(default=False)
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "owner", "name"], name="one_question_a_name"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(shared=True),
                name="one_shared_question_a_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name
