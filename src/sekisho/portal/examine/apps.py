"""Tells Django of this room."""

from django.apps import AppConfig


class ExamineConfig(AppConfig):
    """The examiner's side: the queue, the case page, questions, consultations."""

    name = "sekisho.portal.examine"
    default_auto_field = "django.db.models.BigAutoField"
