"""Guards what was asked, answered and advised, and makes the older guards stronger."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from sekisho.portal.cases.append_only import guard, kept

_TABLES = ("cases_event", "cases_document", "accounts_event", "personal_erasure", "examine_advice")


class Migration(migrations.Migration):
    """Makes the triggers."""

    dependencies: ClassVar = [
        ("examine", "0002_consultations_and_absences"),
        ("cases", "0002_append_only"),
        ("accounts", "0003_history_and_counters"),
        ("personal", "0002_append_only"),
    ]
    operations: ClassVar = [
        migrations.RunPython(guard(*_TABLES), migrations.RunPython.noop),
        migrations.RunPython(
            kept("examine_question", "case_id", "asked_id", "text", once=("replied_id", "reply")),
            migrations.RunPython.noop,
        ),
        migrations.RunPython(
            kept(
                "examine_consultation",
                "case_id",
                "authority_id",
                "asked_id",
                "request",
                once=("answered_id", "answer", "ended_id"),
            ),
            migrations.RunPython.noop,
        ),
    ]
