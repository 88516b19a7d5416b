"""Guards the history of accounts, and makes the table in which tries are counted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.management import call_command
from django.db import migrations

from sekisho.portal.cases.append_only import guard


def make_counters(apps: Any, editor: Any) -> None:
    """Makes the table of the cache."""
    del apps
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """Makes the triggers and the table."""

    dependencies: ClassVar = [("accounts", "0002_people_and_invitations")]
    operations: ClassVar = [
        migrations.RunPython(guard("accounts_event"), migrations.RunPython.noop),
        migrations.RunPython(make_counters, migrations.RunPython.noop),
    ]
