"""Brings the columns of the lists up to what the events of each case say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, ClassVar

from django.db import migrations
from django.utils import timezone

from sekisho.portal.cases import engine, standing
from sekisho.portal.cases.door import TOKYO

_AT_ONCE = 500


def place_cases(apps: Any, editor: Any) -> None:
    """Places every case that has events of the procedure, some hundred at a time."""
    del editor
    table, events = apps.get_model("cases", "CaseFile"), apps.get_model("cases", "Event")
    on = timezone.now().astimezone(TOKYO).date()
    ids = list(table.objects.exclude(submitted_on=None).values_list("id", flat=True))
    for chunk in _chunks(ids):
        rows = events.objects.filter(case_id__in=chunk).exclude(kind="").order_by("case_id", "seq")
        found = {
            id: engine.engine_events(list(mine))
            for id, mine in groupby(rows, lambda row: row.case_id)
        }
        cases = list(table.objects.filter(id__in=chunk))
        for case in cases:
            standing.place(case, found.get(case.id, ()), on)
        table.objects.bulk_update(cases, standing.DERIVED)


def _chunks(ids: list[Any]) -> Iterator[list[Any]]:
    for first in range(0, len(ids), _AT_ONCE):
        yield ids[first : first + _AT_ONCE]


class Migration(migrations.Migration):
    """Fills the columns of the migration before."""

    dependencies: ClassVar = [("cases", "0003_standing_and_order")]
    operations: ClassVar = [migrations.RunPython(place_cases, migrations.RunPython.noop)]
