"""Workers in processes of their own, which are killed, told to stop, and run side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho.portal.accounts.models import Organisation
from sekisho.portal.work import beats, table
from sekisho.portal.work.models import Work
from tests.samples.sites import Site, on_both
from tests.samples.workers import wait_for, workers


def done() -> int:
    return Work.objects.filter(done_at__isnull=False).count()


@on_both
def test_what_a_killed_worker_had_in_hand_another_finishes(site: Site, tmp_path: Path):
    table.enqueue("long", "a", {"ticks": 20})
    with workers(site, tmp_path) as staff:
        killed = staff.start(lease=1)
        wait_for(lambda: staff.noted("started"))
        killed.kill()
        staff.start(lease=1)
        wait_for(done)
        assert staff.noted("started") == ["a", "a"]
    assert Organisation.objects.count() == 1
    assert Work.objects.get().tries == 2


@on_both
def test_work_that_kills_its_worker_is_given_up(site: Site, tmp_path: Path):
    table.enqueue("deadly", "a")
    with workers(site, tmp_path) as staff:
        while Work.objects.get().failed_at is None:
            worker = staff.start(lease=0.2)
            wait_for(lambda w=worker: w.poll() is not None or Work.objects.get().failed_at)
        assert staff.noted("started") == ["a"] * table.MOST_TRIES
    row = Work.objects.get()
    assert (row.error, row.tries) == (table.DIED, table.MOST_TRIES)


@on_both
def test_two_workers_do_no_work_twice(site: Site, tmp_path: Path):
    keys = [f"{n:02}" for n in range(40)]
    for key in keys:
        table.enqueue("quick", key)
    with workers(site, tmp_path) as staff:
        staff.start()
        staff.start()
        wait_for(lambda: done() == len(keys))
        assert sorted(staff.noted("started")) == keys
    assert Organisation.objects.count() == len(keys)


@on_both
def test_work_that_takes_longer_than_the_lease_is_done_once(site: Site, tmp_path: Path):
    table.enqueue("long", "a", {"ticks": 30})
    with workers(site, tmp_path) as staff:
        staff.start(lease=1)
        staff.start(lease=1)
        wait_for(done)
        assert staff.noted("started") == ["a"]


@on_both
def test_a_worker_told_to_stop_finishes_what_it_has_and_takes_no_more(site: Site, tmp_path: Path):
    for key in ("a", "b"):
        table.enqueue("long", key, {"ticks": 10})
    with workers(site, tmp_path) as staff:
        told = staff.start()
        wait_for(lambda: staff.noted("started"))
        wait_for(lambda: beats.alive() == 1)
        told.terminate()
        assert told.wait(60) == 0
        assert staff.noted("ended") == ["a"]
    assert done() == 1
    assert beats.silent_for() is None


@pytest.mark.usefixtures("site")
def test_a_worker_that_is_gone_is_noticed():
    assert beats.silent_for() is None
    beats.beat("a worker")
    assert beats.alive() == 1
    silent = beats.silent_for()
    assert silent is not None
    assert silent < 60
