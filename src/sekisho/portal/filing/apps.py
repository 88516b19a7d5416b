"""Tells Django of this room."""

from django.apps import AppConfig


class FilingConfig(AppConfig):
    """The operator's side: drafts, evidence, submitting, answering."""

    name = "sekisho.portal.filing"
    default_auto_field = "django.db.models.BigAutoField"
