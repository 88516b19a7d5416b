"""Organisations, users, and which user has which role where."""

from __future__ import annotations

import uuid
from datetime import UTC
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.crypto import salted_hmac


class Organisation(models.Model):
    """Who files, supplies, decides, or looks on from abroad."""

    class Kind(models.TextChoices):
        """What an organisation is to the law."""

        OPERATOR = "operator"
        SUPPLIER = "supplier"
        AUTHORITY = "authority"
        ALLY = "ally"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    corporate_number = models.CharField(max_length=13, blank=True)
    authority = models.CharField(max_length=64, blank=True)
    """Of an authority: its id in the rule pack."""
    fictional = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["authority"],
                condition=~models.Q(authority=""),
                name="one_organisation_an_authority",
            ),
            models.CheckConstraint(
                condition=models.Q(authority="") | models.Q(kind="authority"),
                name="only_an_authority_has_its_id",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def called(self, lang: str) -> str:
        """Gives its name in a language; the Japanese one where it has no other."""
        return self.name_en if lang == "en" and self.name_en else self.name


class Users(BaseUserManager["User"]):
    """Makes users by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Makes a user; without a password none can be used to sign in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Finds a user by the address, whatever its letter case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)
    sessions_since = models.DateTimeField(default=timezone.now)
    """Sessions begun before it are over: set anew when a role ends or the password changes."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = Users()

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Gives what a session of this person must carry: another once its sessions were ended."""
        said = f"{self.password}|{self.sessions_since.astimezone(UTC).isoformat()}"
        return salted_hmac("sekisho.session", said, secret=secret, algorithm="sha256").hexdigest()


class Role(models.TextChoices):
    """What a person does in an organisation."""

    STEWARD = "steward"
    FILER = "filer"
    EXAMINER = "examiner"
    DECIDER = "decider"
    READER = "reader"


LENT = {Organisation.Kind.AUTHORITY: (Role.EXAMINER, Role.DECIDER)}
"""The roles in which a deputy stands in for who is away, by the kind of organisation."""


class Membership(models.Model):
    """A role of a user in an organisation, from a time and, once ended, to a time."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=16, choices=Role.choices)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(until__isnull=True),
                name="a_role_is_held_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.organisation}"


class Invitation(models.Model):
    """A role offered to whoever reads the mail of an address: answered once, or never.

    The link's secret stands here as its digest alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField()
    role = models.CharField(max_length=16, choices=Role.choices)
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)

    class Meta:
        """What the database holds to."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "email", "role"],
                condition=Q(answered_at__isnull=True) & Q(voided_at__isnull=True),
                name="a_role_is_offered_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.role} {self.organisation}"


class AccountEvent(models.Model):
    """One act about people: appended once and never changed."""

    seq = models.BigAutoField(primary_key=True)
    act = models.CharField(max_length=40)
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    about = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    payload = models.JSONField(default=dict)

    class Meta:
        """What the database holds to."""

        db_table = "accounts_event"
        ordering: ClassVar = ["seq"]
        indexes: ClassVar = [models.Index(fields=["organisation", "seq"], name="people_history")]

    def __str__(self) -> str:
        return f"{self.seq} {self.act}"
