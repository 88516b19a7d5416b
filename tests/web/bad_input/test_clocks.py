"""Machines whose clocks differ, and a clock that is put back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sekisho.portal.cases import door
from sekisho.portal.cases.door import TOKYO
from sekisho.portal.cases.models import CaseFile, Event
from sekisho.portal.work import clock, table
from tests.samples.people import act, id_of, open_example, settle
from tests.samples.sites import on_both


@pytest.fixture
def two_days_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose clock is two days ahead of the database's."""
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(days=2))
    monkeypatch.setattr(clock, "_CLOCK", clock._Clock())


@pytest.mark.parametrize("site", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("site", "two_days_ahead")
def test_the_day_of_an_act_is_the_databases_whatever_the_machine_says():
    today = datetime.now(UTC).astimezone(TOKYO).date()
    assert door.now().astimezone(TOKYO).date() == today
    filer = settle().client("filer")
    case = open_example(filer)
    assert act(filer, case, "submission").status_code == 302
    assert {str(on) for on in Event.objects.values_list("on", flat=True)} == {str(today)}
    assert CaseFile.objects.get(id=id_of(case)).submitted_on == today
    for event in Event.objects.all():
        assert event.at.astimezone(TOKYO).date() == event.on


@pytest.mark.parametrize("site", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("site", "two_days_ahead")
def test_a_worker_whose_clock_is_ahead_takes_nothing_before_its_time():
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    table.enqueue("lapse", "a", due=tomorrow)
    assert table.take() is None
    table.enqueue("vet", "b")
    taken = table.take(timedelta(hours=1))
    assert taken is not None
    assert abs(taken.at - datetime.now(UTC)) < timedelta(minutes=5)
    assert table.take() is None


@pytest.mark.parametrize("site", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("site", "two_days_ahead")
def test_the_database_is_asked_once_a_minute_and_not_for_each_page():
    clock.database_time()
    with CaptureQueriesContext(connection) as asked:
        times = [clock.database_time() for _ in range(50)]
    assert len(asked) == 0
    assert times == sorted(times)


@on_both
def test_when_the_clock_is_put_back_no_act_is_dated_before_the_last_one(
    monkeypatch: pytest.MonkeyPatch,
):
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    act(filer, case, "submission")
    before = Event.objects.count()
    monkeypatch.setattr(
        "sekisho.portal.clock.database_time", lambda: datetime.now(UTC) - timedelta(days=3)
    )
    answer: Any = act(filer, case, "withdrawal", reason="取りやめ")
    assert answer.status_code == 422
    assert "時計" in answer.content.decode()
    assert Event.objects.count() == before
    monkeypatch.undo()
    assert act(filer, case, "withdrawal", reason="取りやめ").status_code == 302
    assert filer.get(case).status_code == 200


@on_both
def test_of_one_moment_the_order_is_that_of_the_record():
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    act(filer, case, "submission")
    rows = list(Event.objects.filter(case_id=id_of(case)).order_by("seq"))
    assert [row.act for row in rows][-1] == "submit"
    assert [row.seq for row in rows] == sorted({row.seq for row in rows})
    assert [row.at for row in rows] == sorted(row.at for row in rows)
