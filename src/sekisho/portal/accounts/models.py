"""Organisations, users, and which user has which role where."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone


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

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = Users()

    def __str__(self) -> str:
        return self.name or self.email


class Role(models.TextChoices):
    """What a person does in an organisation."""

    STEWARD = "steward"
    FILER = "filer"
    EXAMINER = "examiner"
    DECIDER = "decider"
    READER = "reader"


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
