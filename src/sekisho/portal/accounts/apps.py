"""Tells Django of this room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Organisations, the people in them, and who sits at the keyboard."""

    name = "sekisho.portal.accounts"
    default_auto_field = "django.db.models.BigAutoField"
