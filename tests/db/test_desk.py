"""The desk on both databases: what is kept there is appended to, whole, one act after the other."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, connections

from sekisho.desk.register import import_register
from sekisho.portal.cases.door import Doing
from sekisho.portal.desk import acts
from sekisho.portal.desk.models import MemoRow, Month, RegisterVersion, Result
from sekisho.portal.personal.models import DataKey
from sekisho.portal.refusals import NotAllowedError, RefusedError
from sekisho.portal.settings.environment import environment
from sekisho.portal.work import worker
from sekisho.report.catalogue import both
from tests.samples.people import People, settle
from tests.samples.sites import ROOT, on_both

MONTH = ROOT / "examples" / "monthly-updates"
NOON = datetime(2026, 12, 1, 3, tzinfo=UTC)


def register() -> Any:
    return import_register((MONTH / "register.xlsx").read_bytes(), "register.xlsx", both)


def doing(people: People, who: str = "filer") -> Doing:
    return Doing(people.sitting(who), NOON)


def sheet(text: str = "component,version\nems-app,5.0.0\nos-1,9\n") -> SimpleUploadedFile:
    return SimpleUploadedFile("u.csv", text.encode())


@on_both
def test_a_month_is_sorted_and_none_of_it_can_be_changed_afterwards():
    people = settle()
    acts.keep_sheet(doing(people), register(), "register.xlsx")
    month = acts.open_month(doing(people), sheet(), ())
    while worker.run_one():
        pass
    result = Result.objects.get(month_id=month)
    assert (result.updates, result.outcome) == (2, "unanswered")
    key = result.told["questions"][0]["id"]
    acts.answer_by_file(
        doing(people),
        month,
        SimpleUploadedFile(
            "a.csv",
            f"question,nothing_changed,confirmed_by,confirmed_on\n{key},yes,白瀬,2026-11-26\n".encode(),
        ),
    )
    while worker.run_one():
        pass
    assert Result.objects.count() == 2
    assert MemoRow.objects.count() == 4
    for table in ("registerversion", "answered", "result", "memorow"):
        for statement in (f"UPDATE desk_{table} SET id = id", f"DELETE FROM desk_{table}"):
            with (
                pytest.raises(DatabaseError, match="append-only"),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


@on_both
def test_two_who_import_at_once_make_two_versions():
    people = settle()
    gate = threading.Barrier(2)
    read, failed = register(), []

    def keep() -> None:
        gate.wait()
        try:
            acts.keep_sheet(doing(people), read, "register.xlsx")
        except Exception as error:  # noqa: BLE001 (told below)
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=keep) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sorted(RegisterVersion.objects.values_list("number", flat=True)) == [1, 2]


@on_both
def test_what_is_refused_leaves_no_file_behind():
    people = settle()
    vault = environment().data / "vault"
    before = {path for path in vault.rglob("*") if path.is_file()} if vault.exists() else set()
    acts.keep_sheet(doing(people), register(), "register.xlsx")
    twice = "component,version,sbom\nems-app,1,a/x.json\nos-1,2,b/x.json\n"
    with pytest.raises(RefusedError):
        acts.open_month(doing(people), sheet(twice), [SimpleUploadedFile("x.json", b"{}")])
    assert not Month.objects.exists()
    assert not DataKey.objects.exists()
    assert {path for path in vault.rglob("*") if path.is_file()} == before


@on_both
def test_who_may_not_work_at_a_desk_reaches_none():
    people = settle()
    acts.keep_sheet(doing(people), register(), "register.xlsx")
    for who in ("examiner", "nobody"):
        with pytest.raises(NotAllowedError):
            acts.open_month(doing(people, who), sheet(), ())
    with pytest.raises(RefusedError):
        acts.open_month(doing(people, "rival"), sheet(), ())


@on_both
def test_plans_lie_sealed_and_no_birth_date_is_in_the_database():
    people = settle()
    plan = (MONTH / "plan" / "filing.yaml").read_bytes()
    filer = people.client("filer")
    given = {
        "plan": SimpleUploadedFile("filing.yaml", plan),
        "cleared_on": "2025-11-01",
    }
    assert filer.post("/register/plans/new/", given).status_code == 302
    filer.post("/updates/new/", {"sheet": sheet()})
    while worker.run_one():
        pass
    born = [line.split(":")[1].strip() for line in plan.decode().splitlines() if "born_on" in line]
    assert born
    rows = []
    with connection.cursor() as cursor:
        for table in ("plan", "registerversion", "result", "memorow"):
            cursor.execute(f"SELECT * FROM desk_{table}")
            rows += cursor.fetchall()
    told = " ".join(
        bytes(value).decode("utf-8", "replace")
        if isinstance(value, bytes | memoryview)
        else str(value)
        for row in rows
        for value in row
    )
    assert not [day for day in born if day in told]
