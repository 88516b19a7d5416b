"""The table of leases: what is put on it is done once, by whoever has it on lease."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.models.functions import Now

from sekisho.portal.accounts.models import Organisation
from sekisho.portal.work import table, worker
from sekisho.portal.work.models import Work
from sekisho.portal.work.task import Effect, Task
from tests.samples.sites import on_both

SHORT = timedelta(milliseconds=50)
HOUR = timedelta(hours=1)


def open_work() -> list[str]:
    rows = Work.objects.filter(done_at__isnull=True, failed_at__isnull=True)
    return [row.key for row in rows.order_by("id")]


def let_the_lease_end(taken: table.Taken) -> None:
    Work.objects.filter(id=taken.id).update(lease_until=Now() - HOUR)


def let_it_be_due() -> None:
    Work.objects.update(due_at=Now() - HOUR)


def organise(task: Task) -> Effect:
    return lambda: Organisation.objects.create(kind="operator", name=task.key) and None


def break_down(task: Task) -> Effect:
    raise ValueError(task.key)


@on_both
def test_the_same_open_work_stands_on_the_table_only_once():
    for _ in range(3):
        table.enqueue("quick", "a")
    table.enqueue("quick", "b")
    table.enqueue("other", "a")
    assert open_work() == ["a", "b", "a"]


@on_both
def test_work_is_put_on_the_table_with_the_fact_or_not_at_all():
    def roll_back() -> None:
        with transaction.atomic():
            table.enqueue("quick", "a")
            raise ValueError("rolled back")

    with pytest.raises(ValueError, match="rolled back"):
        roll_back()
    assert open_work() == []


@on_both
def test_a_fact_that_comes_while_its_work_is_being_done_has_it_done_once_more():
    table.enqueue("quick", "a")
    taken = table.take()
    assert taken is not None
    table.enqueue("quick", "a", {"newer": True})
    table.finish(taken, lambda: None)
    again = table.take()
    assert again is not None
    assert (again.args, again.tries) == ({"newer": True}, 1)
    table.finish(again, lambda: None)
    assert table.take() is None


@on_both
def test_a_fact_that_comes_when_the_lease_has_run_out_is_not_swallowed_either():
    table.enqueue("quick", "a")
    slow = table.take()
    assert slow is not None
    let_the_lease_end(slow)
    table.enqueue("quick", "a")
    table.finish(slow, lambda: None)
    assert open_work() == ["a"]


@on_both
def test_a_fact_that_comes_while_work_fails_gives_it_all_its_tries_anew():
    table.enqueue("quick", "a")
    Work.objects.update(tries=table.MOST_TRIES - 1)
    taken = table.take()
    assert taken is not None
    table.enqueue("quick", "a")
    table.fail(taken, "broken")
    again = table.take()
    assert again is not None
    assert again.tries == 1


@on_both
def test_each_taking_counts_as_a_try_and_has_a_token_of_its_own():
    table.enqueue("quick", "a")
    first = table.take()
    assert first is not None
    assert table.take() is None
    let_the_lease_end(first)
    second = table.take()
    assert second is not None
    assert (first.tries, second.tries) == (1, 2)
    assert first.token != second.token
    assert not table.renew(first)
    assert table.renew(second)


@on_both
def test_who_has_lost_the_lease_leaves_no_trace():
    table.enqueue("quick", "a")
    first = table.take()
    assert first is not None
    let_the_lease_end(first)
    second = table.take()
    assert second is not None
    effect = organise(Task("a", {}, first.at, lambda _: None))
    with pytest.raises(table.LeaseLostError):
        table.finish(first, effect)
    assert not Organisation.objects.exists()
    table.fail(first, "too late")
    table.finish(second, effect)
    assert Organisation.objects.count() == 1
    assert Work.objects.get().error == ""


@on_both
def test_the_effect_and_the_mark_are_kept_together_or_not_at_all():
    table.enqueue("quick", "a")
    taken = table.take()
    assert taken is not None

    def half() -> None:
        Organisation.objects.create(kind="operator", name="a")
        raise ValueError("half")

    with pytest.raises(ValueError, match="half"):
        table.finish(taken, half)
    assert not Organisation.objects.exists()
    assert open_work() == ["a"]


@on_both
def test_times_are_those_of_the_database():
    table.enqueue("quick", "a")
    before = Work.objects.get()
    taken = table.take(HOUR)
    row = Work.objects.get()
    assert taken is not None
    assert row.lease_until is not None
    assert row.lease_until - taken.at >= HOUR
    assert row.lease_until - taken.at < HOUR + timedelta(minutes=1)
    assert before.due_at <= taken.at


@on_both
def test_work_for_later_waits_and_can_be_moved():
    far, near = datetime(2100, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    table.enqueue("quick", "a", due=far)
    assert table.take() is None
    table.enqueue("quick", "a", due=near)
    taken = table.take()
    assert taken is not None
    table.enqueue("quick", "a", due=far)
    table.finish(taken, lambda: None)
    assert table.take() is None
    assert Work.objects.get().due_at == far


@pytest.mark.usefixtures("site")
def test_on_sqlite_a_worker_with_nothing_to_do_waits_for_nobody():
    locked, free = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            Organisation.objects.create(kind="operator", name="a")
            locked.set()
            free.wait(30)
        connections.close_all()

    writing = threading.Thread(target=write)
    writing.start()
    locked.wait(30)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
    assert table.take() is None
    free.set()
    writing.join()


@on_both
def test_work_that_fails_waits_twice_as_long_each_time_and_is_then_shown_to_a_person():
    table.enqueue("broken", "a")
    waits = []
    for tries in range(1, table.MOST_TRIES + 1):
        let_it_be_due()
        assert worker.run_one({"broken": break_down})
        row = Work.objects.annotate(now=table._now()).get()
        assert (row.tries, row.error) == (tries, "ValueError: a")
        waits.append(round((row.due_at - row.now).total_seconds()))
    assert waits[:-1] == [2, 4, 8, 16]
    assert Work.objects.get().failed_at is not None
    assert not worker.run_one({"broken": break_down})


def test_nobody_waits_longer_than_five_minutes():
    assert table.wait_after(8) == timedelta(seconds=256)
    assert table.wait_after(9) == table.wait_after(10_000) == timedelta(minutes=5)


@on_both
def test_a_person_can_have_failed_work_tried_again():
    for key in ("a", "b"):
        table.enqueue("broken", key)
    Work.objects.update(tries=table.MOST_TRIES - 1)
    for _ in range(2):
        assert worker.run_one({"broken": break_down})
    table.enqueue("broken", "b")
    failed = {row.key: row.id for row in Work.objects.filter(failed_at__isnull=False)}
    assert table.try_again(failed["a"])
    assert not table.try_again(failed["a"])
    assert table.try_again(failed["b"])
    assert sorted(open_work()) == ["a", "b"]
    while worker.run_one({"broken": organise}):
        pass
    assert Organisation.objects.count() == 2


@on_both
def test_done_work_is_swept_and_the_rest_stays():
    for key in ("old", "new", "open"):
        table.enqueue("quick", key)
    for _ in range(2):
        taken = table.take()
        assert taken is not None
        table.finish(taken, lambda: None)
    Work.objects.filter(key="old").update(done_at=Now() - timedelta(days=31))
    assert table.sweep(timedelta(days=30)) == 1
    assert set(Work.objects.values_list("key", flat=True)) == {"new", "open"}


@on_both
def test_a_lease_is_renewed_while_the_work_goes_on():
    table.enqueue("long", "a")
    seen = []

    def wait(task: Task) -> Effect:
        for _ in range(12):
            threading.Event().wait(0.1)
            seen.append(table.take(SHORT))
        return organise(task)

    assert worker.run_one({"long": wait}, timedelta(seconds=0.6))
    assert set(seen) == {None}
    assert Organisation.objects.count() == 1


@on_both
def test_work_stops_when_its_lease_is_lost():
    table.enqueue("long", "a")
    ended = []

    def wait(task: Task) -> Effect:
        Work.objects.update(token="another")  # noqa: S106 (no secret)
        for _ in range(100):
            threading.Event().wait(0.1)
            task.tell(0)
        ended.append(task.key)
        return organise(task)

    assert worker.run_one({"long": wait}, timedelta(seconds=0.3))
    assert ended == []
    assert not Organisation.objects.exists()


@on_both
def test_how_far_the_work_has_come_can_be_read():
    table.enqueue("long", "a")
    seen = []

    def wait(task: Task) -> Effect:
        for percent in (3, 40, 41, 100):
            task.tell(percent)
            seen.append(Work.objects.get().progress)
        return organise(task)

    assert worker.run_one({"long": wait})
    assert seen == [0, 40, 40, 99]
    assert Work.objects.get().progress == 100


@on_both
def test_a_fact_that_comes_in_the_very_moment_of_finishing_is_not_swallowed():
    table.enqueue("quick", "a")
    taken = table.take()
    assert taken is not None
    written, told = threading.Event(), threading.Event()

    def act() -> None:
        with transaction.atomic():
            table.enqueue("quick", "a")
            written.set()
            told.wait(0.5)
        connections.close_all()

    acting = threading.Thread(target=act)
    acting.start()
    written.wait(30)
    table.finish(taken, told.set)
    acting.join()
    assert open_work() == ["a"]
