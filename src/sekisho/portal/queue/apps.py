"""Tells Django of this room."""

from django.apps import AppConfig


class QueueConfig(AppConfig):
    """The list of cases as a saved question, and what lapses within days."""

    name = "sekisho.portal.queue"
    default_auto_field = "django.db.models.BigAutoField"
