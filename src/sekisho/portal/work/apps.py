"""Tells Django of this room."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Work that waits: a table of leases, and the worker that takes them."""

    name = "sekisho.portal.work"
    default_auto_field = "django.db.models.BigAutoField"
