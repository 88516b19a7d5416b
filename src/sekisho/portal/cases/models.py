"""The tables of a case. Only the acts of the rooms write here, and only through `door`."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce, Now

from sekisho.portal.accounts.models import Organisation, User

NEVER = date(9999, 12, 31)
SHOWN = "shown"
"""The kind of a document that is a draft as it was shown: not received, and never vetted as filed."""
DRAFT_SHOWN = "draft_shown"
RECEIVED = "received"
"""The kind of a document that shows what an authority elsewhere wrote or said."""
STRUCK = "struck"
"""The kind of an event by which one that was entered by hand counts no more."""


class CaseFile(models.Model):
    """One filing on its way, from the first draft to the end of its life.

    What stands from `state` on is read off the events and documents by `standing` in the
    transaction that changes them: kept for lists, never written by hand.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases")
    authority = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="cases_to_decide", null=True
    )
    authority_in_pack = models.CharField(max_length=64, blank=True)
    """The id of the authority in the rule pack, whether or not it runs this portal."""

    reference = models.CharField(max_length=120)
    title = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=24, blank=True)
    regime = models.CharField(max_length=64)
    fictional = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    """Grows with each act: a page that was made from an older one may not act."""

    state = models.CharField(max_length=40, default="draft")
    submitted_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    lapses_on = models.DateField(null=True)
    found = models.PositiveIntegerField(default=0)
    unanswered = models.PositiveIntegerField(default=0)
    gravest = models.CharField(max_length=16, blank=True)
    open_questions = models.PositiveIntegerField(default=0)
    screened = models.BooleanField(default=False)
    """Whether the screening has ended, so that the end of the period needs no warning."""

    turns_on = models.DateField(null=True)
    """From which day on the case is in another state than `state` if nobody acts."""

    turns_to = models.CharField(max_length=40, blank=True)
    becomes = models.CharField(max_length=40, blank=True)
    """In which state the case is on the day after its period, if nobody acts."""

    due = models.GeneratedField(
        expression=Coalesce("lapses_on", Value(NEVER)),
        output_field=models.DateField(),
        db_persist=True,
    )
    """The end of the period, and the last of days where there is none: what lists are sorted by."""

    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        """What the database holds to."""

        indexes: ClassVar = [
            models.Index(fields=["authority", "due", "submitted_on", "id"], name="queue"),
            models.Index(
                fields=["state", "authority", "turns_on", "due", "submitted_on", "id"],
                name="queue_standing",
            ),
            models.Index(
                fields=["turns_to", "authority", "due", "submitted_on", "id"], name="queue_turned"
            ),
            models.Index(fields=["operator", "-made_at", "id"], name="own_cases"),
        ]

    def __str__(self) -> str:
        return self.reference

    def days_left(self, on: date) -> int | None:
        """Gives the days until the last one of the period; negative once it has passed."""
        return (self.lapses_on - on).days if self.lapses_on else None

    def was_shown(self) -> bool:
        """Says whether a draft was shown to its authority before it was handed in."""
        return self.events.filter(kind=DRAFT_SHOWN).exists()

    def is_consulted(self, authority: uuid.UUID) -> bool:
        """Says whether that authority is asked for its view on this case."""
        return self.consultations.filter(authority_id=authority, ended__isnull=True).exists()


class KnownName(models.Model):
    """A name that some case has, once for all cases: what a search by name looks through.

    A name whose cases are gone finds nothing, and may stay.
    """

    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=200)

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key", "name"], name="a_name_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Document(models.Model):
    """Something received or made, as it was: never changed, only followed by another.

    Small documents of ours stand in `body` as canonical JSON; what was handed in lies in the
    vault under `vault_key`.
    """

    class Kind(models.TextChoices):
        """What a document is in the case."""

        FILING = "filing"
        CLEARED = "cleared"
        EVIDENCE = "evidence"
        ASSESSMENT = "assessment"
        DECISION = "decision"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=127, blank=True)
    size = models.BigIntegerField(default=0)
    body = models.BinaryField(default=bytes)
    vault_key = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=16, blank=True)
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """What the database holds to."""

        indexes: ClassVar = [models.Index(fields=["case", "kind", "made_at"], name="papers")]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"


class Event(models.Model):
    """One act in the life of a case, appended once and never changed.

    `kind` is the engine's event where the act is one of the procedure, `on` its legal date;
    `at` is the time of the database; `decided_sha256` names the text or document it was about.
    """

    seq = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="events")
    act = models.CharField(max_length=40)
    kind = models.CharField(max_length=24, blank=True)
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    payload = models.JSONField(default=dict)
    decided_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        """What the database holds to."""

        ordering: ClassVar = ["seq"]
        indexes: ClassVar = [models.Index(fields=["case", "seq"], name="history")]

    def __str__(self) -> str:
        return f"{self.seq} {self.act} {self.on}"
