"""A disk without room: nothing is half done, and the page says so."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import override_settings

from sekisho.portal.cases import vault
from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.look.full import is_full
from sekisho.portal.settings.environment import environment
from tests.samples.people import act, id_of, open_example, settle

MIB = 1024 * 1024


@contextmanager
def no_file_over(size: int) -> Iterator[None]:
    """Has the system refuse whatever would make a file larger."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def no_page_left() -> Iterator[None]:
    """Has SQLite find no room for another page of its file."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1000000000")


def stored() -> set[Path]:
    return {path for path in (environment().data / "vault").rglob("*") if path.is_file()}


@pytest.mark.usefixtures("site")
def test_the_vault_keeps_nothing_of_what_it_could_not_keep_whole():
    before = stored()
    with no_file_over(MIB), pytest.raises(OSError, match="File too large") as error:
        vault.put([b"x" * MIB, b"x" * MIB], 4 * MIB)
    assert is_full(error.value)
    assert stored() == before


@pytest.mark.usefixtures("site")
def test_an_upload_for_which_there_is_no_room_is_refused_with_a_page(tmp_path: Path):
    room = 3 * MIB
    people = settle()
    case = open_example(people.client("filer"))
    before, events = stored(), Event.objects.count()
    file = SimpleUploadedFile("big.pdf", b"x" * (room + MIB))
    with override_settings(FILE_UPLOAD_TEMP_DIR=str(tmp_path)), no_file_over(room):
        answer = act(people.client("filer"), case, "evidence", file=file)
    assert answer.status_code == 507
    assert "保存領域がいっぱいです" in answer.content.decode()
    assert stored() == before
    assert list(tmp_path.glob("*.upload*")) == []
    assert Event.objects.count() == events
    assert not Document.objects.filter(name="big.pdf").exists()


@pytest.mark.usefixtures("site")
def test_an_act_for_which_the_database_has_no_room_is_undone_and_its_file_goes_too():
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    version, before = CaseFile.objects.get(id=id_of(case)).version, stored()
    refused = None
    with no_page_left():
        for n in range(200):
            file = SimpleUploadedFile(f"{n}-{'x' * 200}.pdf", b"%PDF")
            answer = act(filer, case, "evidence", file=file)
            if answer.status_code != 302:
                refused = answer
                break
            before, version = stored(), CaseFile.objects.get(id=id_of(case)).version
    assert refused is not None
    assert refused.status_code == 507
    assert stored() == before
    assert CaseFile.objects.get(id=id_of(case)).version == version
    file = SimpleUploadedFile("later.pdf", b"%PDF")
    assert act(filer, case, "evidence", file=file).status_code == 302


def test_a_full_disk_is_known_by_what_it_caused():
    cause = OperationalError("database or disk is full")
    fault = RuntimeError("not saved")
    fault.__cause__ = cause
    assert is_full(fault)
    assert not is_full(RuntimeError("not saved"))
    assert not is_full(None)
