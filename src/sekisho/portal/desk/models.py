"""The tables of the desk: each organisation's own, and appended to rather than changed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from sekisho.portal.accounts.models import Organisation, User
from sekisho.portal.cases.models import CaseFile


class RegisterVersion(models.Model):
    """The register of an organisation as it stood after one import; never changed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    body = models.BinaryField()
    """The register as canonical JSON."""
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    source = models.CharField(max_length=16)
    """`sheet` or `plan`."""
    name = models.CharField(max_length=255)
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="register_versions")
        ]

    def __str__(self) -> str:
        return f"register {self.number}"


class Plan(models.Model):
    """A cleared plan at hand: a case of this portal, or a file, which lies sealed in the vault.

    One that is used no more keeps its row; the file is destroyed with its key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=255)
    vault_key = models.CharField(max_length=80, blank=True)
    events = models.JSONField(default=list)
    stated_on = models.DateField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "case"],
                condition=Q(dropped_at__isnull=True),
                name="a_case_is_a_plan_once",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "made_at"], name="plans_at_hand")]

    def __str__(self) -> str:
        return self.reference or self.name


class Paper(models.Model):
    """A document that belongs to a plan from a file, by the name in which its path ends."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="papers")
    name = models.CharField(max_length=255)
    vault_key = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class Month(models.Model):
    """The updates of a month: its sheets, what was answered, what came of it.

    `on` is the day of the memos where one was chosen; else it is that of each sorting.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """What the database holds to."""

        indexes: ClassVar = [models.Index(fields=["organisation", "made_at"], name="own_months")]

    def __str__(self) -> str:
        return f"month {self.id}"


class Sheet(models.Model):
    """A sheet of updates as it was handed in; a later one takes its place. `named` are the SBOMs
    that it names.
    """

    month = models.ForeignKey(Month, on_delete=models.PROTECT, related_name="sheets")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    vault_key = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    named = models.JSONField(default=list)
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month", "number"], name="sheets_of_a_month")
        ]

    def __str__(self) -> str:
        return self.name


class Sbom(models.Model):
    """An SBOM that came with a sheet: the sheet names it by a path that ends in its name."""

    month = models.ForeignKey(Month, on_delete=models.PROTECT, related_name="sboms")
    name = models.CharField(max_length=255)
    vault_key = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class Answered(models.Model):
    """What a person answered at one time: the answers in JSON; never changed, only followed."""

    month = models.ForeignKey(Month, on_delete=models.PROTECT, related_name="answered")
    answers = models.JSONField()
    source = models.CharField(max_length=255)
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{len(self.answers)} answers"


class Result(models.Model):
    """What came of sorting a month once: never changed.

    `told` holds the counts, the open points and what could not be read. The files lie in the
    vault: `memos_key` is a zip of memos and tables, `drafts_key` one of the drafts, which hold
    personal data, and `plans` the references they were filled from.
    """

    month = models.ForeignKey(Month, on_delete=models.PROTECT, related_name="results")
    number = models.PositiveIntegerField()
    on = models.DateField()
    register = models.ForeignKey(RegisterVersion, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="+")
    regime = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16)
    updates = models.PositiveIntegerField()
    told = models.JSONField()
    plans = models.JSONField(default=list)
    memos_key = models.CharField(max_length=80)
    memos_size = models.BigIntegerField()
    drafts_key = models.CharField(max_length=80, blank=True)
    drafts_size = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month", "number"], name="results_of_a_month")
        ]

    def __str__(self) -> str:
        return f"result {self.number}"


class MemoRow(models.Model):
    """One update of a result, as lists show it, with its memo as canonical JSON."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    update_id = models.CharField(max_length=500)
    becomes = models.CharField(max_length=40)
    outcome = models.CharField(max_length=16)
    memo = models.BinaryField()

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["result", "number"], name="rows_of_a_result")
        ]

    def __str__(self) -> str:
        return self.update_id


class OpenedDraft(models.Model):
    """A draft of a result that became a case."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="opened")
    name = models.CharField(max_length=120)
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["result", "name"], name="a_draft_is_opened_once")
        ]

    def __str__(self) -> str:
        return self.name
