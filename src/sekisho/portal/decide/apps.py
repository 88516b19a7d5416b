"""Tells Django of this room."""

from django.apps import AppConfig


class DecideConfig(AppConfig):
    """Decisions: a text, two signatures over its digest, and the act that follows."""

    name = "sekisho.portal.decide"
    default_auto_field = "django.db.models.BigAutoField"
