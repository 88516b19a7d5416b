"""Tells Django of this room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The case: its row, its documents, its events, and the one door through which acts go."""

    name = "sekisho.portal.cases"
    default_auto_field = "django.db.models.BigAutoField"
