"""Tells Django of this room."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """What every page shares: templates, style, the words of the catalogues."""

    name = "sekisho.portal.look"
    default_auto_field = "django.db.models.BigAutoField"
