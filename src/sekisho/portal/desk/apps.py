"""Tells Django of this room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The register, a month's updates, the package of a case."""

    name = "sekisho.portal.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
