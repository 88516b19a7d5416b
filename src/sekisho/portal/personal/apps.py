"""Tells Django of this room."""

from django.apps import AppConfig


class PersonalConfig(AppConfig):
    """Personal data: sealed under a key a document, so that destroying the key destroys it."""

    name = "sekisho.portal.personal"
    default_auto_field = "django.db.models.BigAutoField"
