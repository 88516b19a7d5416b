"""A database that goes away in the middle: nothing is half done, and the next request is answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client

from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.settings.environment import environment
from sekisho.portal.work import table, worker
from sekisho.portal.work.models import Work
from tests.samples.people import act, id_of, open_example, settle
from tests.samples.sites import Site

ON_POSTGRESQL = pytest.mark.parametrize("site", ["postgresql"], indirect=True)


def stored() -> set[Path]:
    return {path for path in (environment().data / "vault").rglob("*") if path.is_file()}


def cut(site: Site) -> None:
    """Has the server end every connection to the database of the test."""
    connections["default"].ensure_connection()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND pid <> pg_backend_pid()",
                [site.description["NAME"]],
            )
    finally:
        other.close()


class _CutInTheMiddle:
    """A file in whose middle the connection to the database is cut."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def __iter__(self) -> Iterator[bytes]:
        yield b"x" * 100_000
        cut(self._site)
        yield b"y" * 100_000


@contextmanager
def as_in_production(client: Client) -> Iterator[Client]:
    """A client that gets the page of a fault, and not the fault."""
    client.raise_request_exception = False
    yield client
    client.raise_request_exception = True


@ON_POSTGRESQL
def test_an_act_in_whose_middle_the_database_went_is_not_done(
    site: Site, monkeypatch: pytest.MonkeyPatch
):
    filer = settle().client("filer")
    case = open_example(filer)
    version, events, files = _version(case), Event.objects.count(), stored()
    monkeypatch.setattr(
        "django.core.files.uploadedfile.UploadedFile.chunks",
        lambda *_: iter(_CutInTheMiddle(site)),
    )
    with as_in_production(filer):
        sent = {"version": version, "file": SimpleUploadedFile("a.pdf", b"%PDF")}
        answer: Any = filer.post(f"{case}evidence/", sent)
    monkeypatch.undo()
    assert answer.status_code in {500, 503}
    assert "<html" in answer.content.decode()
    connections.close_all()
    assert (_version(case), Event.objects.count(), stored()) == (version, events, files)
    assert not Document.objects.filter(name="a.pdf").exists()
    file = SimpleUploadedFile("a.pdf", b"%PDF")
    assert act(filer, case, "evidence", file=file).status_code == 302


@ON_POSTGRESQL
def test_a_connection_that_was_cut_between_two_requests_is_made_anew(site: Site):
    filer = settle().client("filer")
    case = open_example(filer)
    cut(site)
    with as_in_production(filer):
        filer.get(case)
        connections.close_all()
        assert filer.get(case).status_code == 200


@ON_POSTGRESQL
def test_a_worker_that_loses_the_database_leaves_the_work_to_be_done(site: Site):
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    act(filer, case, "submission")

    def cut_it(_task: Any) -> Any:
        cut(site)
        return lambda: None

    assert worker.run_one({"vet": cut_it})
    connections.close_all()
    row = Work.objects.get()
    assert row.done_at is None
    assert row.failed_at is None
    assert row.error
    Work.objects.update(due_at=row.made_at)
    while worker.run_one():
        pass
    assert Work.objects.get(id=row.id).done_at is not None
    assert table.take() is None


def _version(case: str) -> int:
    return CaseFile.objects.get(id=id_of(case)).version
