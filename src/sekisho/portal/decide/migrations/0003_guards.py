"""Guards decisions and signatures: completed once, never deleted."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from sekisho.portal.cases.append_only import kept


class Migration(migrations.Migration):
    """Makes the triggers."""

    dependencies: ClassVar = [("decide", "0002_deputies")]
    operations: ClassVar = [
        migrations.RunPython(
            kept(
                "decide_signature",
                "decision_id",
                "text_id",
                "text_sha256",
                "first_id",
                "first_at",
                "first_for_id",
                once=("second_id", "second_at", "second_for_id"),
            ),
            migrations.RunPython.noop,
        ),
        migrations.RunPython(
            kept("decide_decision", "case_id", "act", once=("taken_id", "dropped_id")),
            migrations.RunPython.noop,
        ),
    ]
