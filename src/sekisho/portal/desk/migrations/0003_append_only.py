"""Guards the records that are only ever appended to."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from sekisho.portal.cases.append_only import guard

_TABLES = ("desk_registerversion", "desk_answered", "desk_result", "desk_memorow")


class Migration(migrations.Migration):
    """Makes the triggers."""

    dependencies: ClassVar = [("desk", "0002_months")]
    operations: ClassVar = [migrations.RunPython(guard(*_TABLES), migrations.RunPython.noop)]
