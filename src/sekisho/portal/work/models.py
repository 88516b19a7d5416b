"""The table of work that waits."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Work(models.Model):
    """One piece of work: what, about which thing, from when, and who has it on lease."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    args = models.JSONField(default=dict)
    due_at = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True)
    token = models.CharField(max_length=32, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    again = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(done_at__isnull=True) & Q(failed_at__isnull=True),
                name="open_work_is_unique",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=Q(done_at__isnull=True) & Q(failed_at__isnull=True),
                name="work_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Beat(models.Model):
    """A worker, and when it was last seen alive."""

    name = models.CharField(max_length=120, primary_key=True)
    since = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name
