"""Guards the records that are only ever appended to."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from sekisho.portal.cases.append_only import guard


class Migration(migrations.Migration):
    """Makes the triggers."""

    dependencies: ClassVar = [("cases", "0001_initial")]
    operations: ClassVar = [
        migrations.RunPython(guard("cases_event", "cases_document"), migrations.RunPython.noop)
    ]
