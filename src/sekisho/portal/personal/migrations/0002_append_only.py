"""Guards the record of what was destroyed."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from sekisho.portal.cases.append_only import guard


class Migration(migrations.Migration):
    """Makes the triggers."""

    dependencies: ClassVar = [("personal", "0001_keys_and_erasures")]
    operations: ClassVar = [
        migrations.RunPython(guard("personal_erasure"), migrations.RunPython.noop)
    ]
