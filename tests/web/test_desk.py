"""The desk: the register, a month's sheet from its upload to memos and drafts, dates, package."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from sekisho.desk.plans import HandedIn
from sekisho.desk.register import register_from
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.desk.handing import register_of
from sekisho.portal.desk.models import MemoRow, Month, OpenedDraft, Plan, RegisterVersion, Result
from sekisho.portal.settings.environment import environment
from sekisho.portal.work import worker
from sekisho.read.beside.events import parse_events
from sekisho.read.filing import read_filing
from sekisho.report.catalogue import say_date
from tests.samples.people import People, act, id_of, open_example, settle
from tests.samples.sites import ROOT

MONTH = ROOT / "examples" / "monthly-updates"
LIBRARY = ROOT / "examples" / "library"
ON = date(2026, 12, 1)

pytestmark = pytest.mark.usefixtures("site", "first_of_december")


@pytest.fixture
def first_of_december(tmp_path: Path) -> Iterator[Path]:
    """The day of the example."""
    clock = tmp_path / "now"
    clock.write_text(f"{ON}T10:00:00+09:00", encoding="ascii")
    here = environment()
    object.__setattr__(here, "now", clock)
    yield clock
    object.__setattr__(here, "now", None)


def upload(*parts: str) -> SimpleUploadedFile:
    path = MONTH.joinpath(*parts)
    return SimpleUploadedFile(path.name, path.read_bytes())


def hand_in_register(filer: Client) -> None:
    answer = filer.post("/register/", {"register": upload("register.xlsx")})
    assert answer.status_code == 302, answer.content.decode()


def add_plan(filer: Client, name: str) -> Any:
    given = {"plan": upload(name, "filing.yaml"), "events": upload(name, "events.yaml")}
    return filer.post("/register/plans/new/", given)


def hand_in_sheet(filer: Client, name: str = "updates-corrected.xlsx", **more: Any) -> str:
    answer = filer.post("/updates/new/", {"sheet": upload(name), **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def work() -> None:
    while worker.run_one():
        pass


def sboms() -> list[SimpleUploadedFile]:
    return [upload("sbom", path.name) for path in sorted((MONTH / "sbom").iterdir())]


def sorted_month(filer: Client) -> str:
    """The whole month of the example, answered; gives the address of its page."""
    hand_in_register(filer)
    assert add_plan(filer, "plan").status_code == 302
    month = hand_in_sheet(filer, sboms=sboms())
    work()
    answer = filer.post(f"{month}answers/", {"answers": upload("answers.xlsx")})
    assert answer.status_code == 302, answer.content.decode()
    work()
    return month


def on_command_line(folder: Path) -> None:
    """The same month by the command line."""
    wanted = os.environ | {"PYTHONPATH": str(ROOT / "src"), "SEKISHO_LANG": "en"}
    subprocess.run(
        [
            *(sys.executable, "-c", "from sekisho.cli.main import main; main()", "triage"),
            "updates-corrected.xlsx",
            *("--register", "register.xlsx", "--cleared", "plan", "--answers", "answers.xlsx"),
            *("--library", str(LIBRARY), "--on", ON.isoformat(), "-o", str(folder)),
        ],
        cwd=MONTH,
        env=wanted,
        capture_output=True,
        check=False,
    )


def zipped(filer: Client, month: str, what: str) -> dict[str, bytes]:
    number = Result.objects.order_by("-number")[0].number
    answer = filer.get(f"{month}results/{number}/{what}/")
    data = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        return {name: found.read(name) for name in found.namelist()}


def test_a_month_is_the_same_as_on_the_command_line(tmp_path: Path):
    filer = settle().client("filer")
    month = sorted_month(filer)
    on_command_line(tmp_path / "december")
    ours = zipped(filer, month, "memos") | zipped(filer, month, "drafts")
    theirs = {
        str(path.relative_to(tmp_path / "december")): path.read_bytes()
        for path in (tmp_path / "december").rglob("*")
        if path.is_file()
    }
    documents = {name for name in theirs if "/evidence/" in name}
    assert documents
    assert set(ours) == set(theirs) - documents
    differing = {name for name in ours if ours[name] != theirs[name]}
    # There the plan lies beside its documents, which the command copies and names by digest.
    filings = {name for name in differing if name.endswith("/filing.yaml")}
    assert differing - filings == set()
    summed = json.loads(ours["triage.json"])
    assert (len(summed["memos"]), len(summed["drafts"])) == (40, 5)


def test_a_plan_at_hand_gives_the_register_of_the_command_line():
    people = settle()
    filer = people.client("filer")
    for name in ("plan", "care"):
        assert add_plan(filer, name).status_code == 302
    plans = [
        HandedIn(
            read_filing((MONTH / name / "filing.yaml").read_bytes(), "filing.yaml"),
            "filing.yaml",
            parse_events((MONTH / name / "events.yaml").read_bytes(), "events.yaml"),
        )
        for name in ("plan", "care")
    ]
    newest = RegisterVersion.objects.order_by("-number")[0]
    assert newest.number == 2
    assert register_of(newest) == register_from(plans, ON)


def test_every_import_makes_a_version_and_none_is_lost():
    people = settle()
    filer = people.client("filer")
    assert add_plan(filer, "plan").status_code == 302
    hand_in_register(filer)
    hand_in_register(filer)
    assert list(RegisterVersion.objects.order_by("number").values_list("number", "rows")) == [
        (1, 18),
        (2, 25),
        (3, 25),
    ]
    old = filer.get("/register/1/").content.decode()
    assert "dispatch-app" not in old
    assert "dispatch-app" in filer.get("/register/").content.decode()
    book = load_workbook(
        io.BytesIO(b"".join(filer.get("/register/sheet.xlsx?version=1").streaming_content))
    )
    rows = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    assert any("ems-app" in row for row in rows)
    assert not any("dispatch-app" in row for row in rows)


def test_a_plan_that_nothing_calls_cleared_is_refused_with_what_to_do_here():
    filer = settle().client("filer")
    answer = filer.post("/register/plans/new/", {"plan": upload("plan", "filing.yaml")})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "KG-2025-021" in told
    assert "--cleared-on" not in told
    given = {"plan": upload("plan", "filing.yaml"), "cleared_on": "2025-11-01"}
    assert filer.post("/register/plans/new/", given).status_code == 302
    assert register_of(RegisterVersion.objects.get()).entries[0].plan_stated_on == date(2025, 11, 1)


def test_plans_of_two_operators_do_not_mix():
    filer = settle().client("filer")
    assert add_plan(filer, "plan").status_code == 302
    other = (MONTH / "plan" / "filing.yaml").read_text(encoding="utf-8")
    other = other.replace("霞送配電株式会社", "港架空運輸株式会社").replace("KG-2025-021", "MK-1")
    given = {
        "plan": SimpleUploadedFile("other.yaml", other.encode()),
        "cleared_on": "2025-11-01",
    }
    answer = filer.post("/register/plans/new/", given)
    assert answer.status_code == 422
    assert "港架空運輸株式会社" in answer.content.decode()
    assert Plan.objects.count() == 1
    assert add_plan(filer, "plan").status_code == 422


def test_a_plan_that_is_used_no_more_is_destroyed_with_the_drafts_made_of_it():
    filer = settle().client("filer")
    month = sorted_month(filer)
    plan = Plan.objects.get()
    assert filer.post(f"/register/plans/{plan.id}/drop/").status_code == 302
    result = Result.objects.order_by("-number")[0]
    assert filer.get(f"{month}results/{result.number}/drafts/").status_code == 404
    assert "個人情報を含みます" not in filer.get(month).content.decode()
    assert filer.get(f"{month}results/{result.number}/memos/").status_code == 200
    assert filer.post(f"/register/plans/{plan.id}/drop/").status_code == 404


def test_a_case_of_this_portal_that_was_cleared_is_taken_by_one_press(first_of_december: Path):
    people = settle()
    filer = people.client("filer")
    case = _accepted_case(people)
    early = filer.post(f"/register/cases/{case}/")
    assert early.status_code == 422
    assert not Plan.objects.exists()
    first_of_december.write_text("2027-02-01T10:00:00+09:00", encoding="ascii")
    work()
    assert case in filer.get("/register/").content.decode()
    answer = filer.post(f"/register/cases/{case}/")
    assert answer.status_code == 302, answer.content.decode()
    assert register_of(RegisterVersion.objects.get()).entries
    assert people.client("rival").post(f"/register/cases/{case}/").status_code == 404


def _accepted_case(people: People) -> str:
    filer, examiner = map(people.client, ("filer", "examiner"))
    case = open_example(filer)
    act(filer, case, "submission")
    work()
    act(examiner, case, "acceptance", on=ON.isoformat())
    work()
    return str(id_of(case))


def test_questions_are_answered_on_the_page_once_for_all_updates_that_are_alike():
    filer = settle().client("filer")
    hand_in_register(filer)
    month = hand_in_sheet(filer)
    work()
    page = filer.get(f"{month}questions/").content.decode()
    asked = len(Result.objects.get().told["questions"])
    assert page.count('<fieldset class="asked">') == asked
    first = {
        "result": "1",
        "q0-changes": "no",
        "who-confirmed_by": "?",
        "who-confirmed_on": "2026-12-01",
    }
    refused = filer.post(f"{month}questions/", first)
    assert refused.status_code == 422
    assert filer.post(f"{month}questions/", first | {"who-confirmed_by": ""}).status_code == 422
    first["who-confirmed_by"] = "白瀬 ひかり"
    assert filer.post(f"{month}questions/", first).status_code == 302
    work()
    assert MemoRow.objects.filter(result__number=2, becomes="nothing_to_file").count() > 14
    assert filer.post(f"{month}questions/", first).status_code == 409
    page = filer.get(f"{month}questions/").content.decode()
    assert page.count('<fieldset class="asked">') == asked - 1


def test_who_says_that_something_changes_says_what():
    filer = settle().client("filer")
    hand_in_register(filer)
    month = hand_in_sheet(filer)
    work()
    given = {
        "result": "1",
        "q0-changes": "some",
        "who-confirmed_by": "白瀬 ひかり",
        "who-confirmed_on": "2026-12-01",
    }
    assert filer.post(f"{month}questions/", given).status_code == 422
    one = Result.objects.get().told["questions"][0]["id"]
    each = filer.get(f"{month}questions/?each={one}").content.decode()
    assert each.count('<fieldset class="asked">') == 14
    given |= {"q0-function_changed": "unclear", "q0-type_changed": "no"}
    assert filer.post(f"{month}questions/?each={one}", given).status_code == 302
    work()
    told = Result.objects.get(number=2).told
    assert next(row for row in told["questions"] if row["id"] == one)["waits"]


def test_a_row_that_cannot_be_read_is_told_with_its_cell_and_the_others_are_sorted():
    filer = settle().client("filer")
    hand_in_register(filer)
    month = hand_in_sheet(filer, "updates.xlsx")
    work()
    page = filer.get(month).content.decode()
    assert "L15" in page
    assert "12月中旬" in page
    assert Result.objects.get().updates == 39
    corrected = filer.post(f"{month}sheet/", {"sheet": upload("updates-corrected.xlsx")})
    assert corrected.status_code == 302
    work()
    assert Result.objects.get(number=2).updates == 40
    assert "?result=1" in filer.get(month).content.decode()
    assert "L15" in filer.get(f"{month}?result=1").content.decode()


def book(*rows: tuple[Any, ...]) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


HEADS = ("component", "version", "vendor_note")


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("u.xlsx", b"%PDF-1.4 no sheet", 422),
        ("u.xlsx", b"", 422),
        ("u.xlsx", book(), 422),
        ("u.xlsx", book(HEADS), 302),
        ("u.csv", b'\xff\xfe\x00broken"', 422),
        ("u.csv", b"component,version\nems-app,\x001\n", 422),
        ("u.csv", "何か,別の\n1,2\n".encode(), 422),
        ("u.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", 422),
        ("../../<b>x</b>.csv", b"component,version\nems-app,9\n", 302),
    ],
)
def test_a_sheet_that_is_none_is_refused_and_a_strange_one_breaks_nothing(
    name: str, data: bytes, status: int
):
    filer = settle().client("filer")
    hand_in_register(filer)
    answer = filer.post("/updates/new/", {"sheet": SimpleUploadedFile(name, data)})
    assert answer.status_code == status, answer.content.decode()
    if status == 302:
        work()
        page = filer.get(answer.headers["Location"])
        assert page.status_code == 200
        assert "<b>x</b>" not in page.content.decode()
    else:
        assert not Month.objects.exists()


def test_a_formula_in_a_cell_is_text_in_every_file():
    filer = settle().client("filer")
    hand_in_register(filer)
    formula = '=HYPERLINK("http://x.invalid","y")'
    data = f'component,version,vendor_note\nems-app,{"+1+1"},"{formula.replace(chr(34), chr(34) * 2)}"\n'
    answer = filer.post("/updates/new/", {"sheet": SimpleUploadedFile("u.csv", data.encode())})
    work()
    month = answer.headers["Location"]
    summary = b"".join(filer.get(f"{month}results/1/summary/").streaming_content)
    sheet = load_workbook(io.BytesIO(summary)).active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert filer.get(f"{month}results/1/memos/1/").status_code == 200


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    filer = settle().client("filer")
    hand_in_register(filer)
    huge = SimpleUploadedFile("u.xlsx", b"0" * (32 * 1024 * 1024 + 1))
    assert filer.post("/updates/new/", {"sheet": huge}).status_code == 422
    assert not Month.objects.exists()


def test_a_register_with_wrong_rows_is_kept_only_when_asked():
    filer = settle().client("filer")
    data = b"facility,component\nF,a\nF,a\n"
    wrong = filer.post("/register/", {"register": SimpleUploadedFile("r.csv", data)})
    assert wrong.status_code == 422
    assert not RegisterVersion.objects.exists()
    given = {"register": SimpleUploadedFile("r.csv", data), "partly": "on"}
    assert filer.post("/register/", given).status_code == 302
    assert RegisterVersion.objects.get().rows == 1


def test_without_a_register_a_sheet_says_what_comes_first():
    filer = settle().client("filer")
    answer = filer.post("/updates/new/", {"sheet": upload("updates-corrected.xlsx")})
    assert answer.status_code == 422
    assert "台帳" in answer.content.decode()


def test_a_draft_becomes_a_filing_with_its_documents_once():
    people = settle()
    filer = people.client("filer")
    hand_in_register(filer)
    papers = [
        upload("plan", "evidence", path.name)
        for path in sorted((MONTH / "plan" / "evidence").iterdir())
    ]
    given = {
        "plan": upload("plan", "filing.yaml"),
        "events": upload("plan", "events.yaml"),
        "papers": papers,
    }
    assert filer.post("/register/plans/new/", given).status_code == 302
    month = hand_in_sheet(filer, sboms=sboms())
    work()
    filer.post(f"{month}answers/", {"answers": upload("answers.xlsx")})
    work()
    draft = f"{month}results/2/drafts/component-change-U-01/"
    first, second = filer.post(draft), filer.post(draft)
    assert first.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert people.client("rival").post(draft).status_code == 404
    opened = OpenedDraft.objects.get()
    names = set(
        Document.objects.filter(case=opened.case, kind="evidence").values_list("name", flat=True)
    )
    assert "sbom/ems-5.0.0.cdx.json" in names
    assert sum(name.startswith("evidence/") for name in names) == len(papers)
    assert Document.objects.filter(case=opened.case, kind="cleared").count() == 1
    case = f"/cases/{opened.case_id}/"
    act(filer, case, "check")
    work()
    answer = filer.get(f"{case}package/file/")
    assert answer.status_code == 200, filer.get(f"{case}package/").content.decode()
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
    assert any(name.endswith("evidence/measures.txt") for name in packed)
    assert any(name.endswith("meti/authority/filing.ja.html") for name in packed)
    assert CaseFile.objects.get().reference == "component-change-U-01"


def test_backward_dates_are_those_of_the_command_line():
    asked = ["--go-live", "2027-04-01", "--allowance", "20", "--on", ON.isoformat(), "--json"]
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from sekisho.cli.main import main; main()",
            "clock",
            "plan",
            *asked,
        ],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        check=False,
    )
    plan = json.loads(told.stdout)
    page = Client().get("/planning/?go_live=2027-04-01&allowance=20").content.decode()
    for case in plan["cases"]:
        for row in case["dates"]:
            assert say_date(date.fromisoformat(row["on"]), "ja") in page
    assert page.count("<svg") == len(plan["cases"])
    calendar = Client().get("/planning/calendar.ics?go_live=2027-04-01&allowance=20")
    assert b"BEGIN:VEVENT" in b"".join(calendar.streaming_content)
    assert Client().get("/planning/?go_live=soon").status_code == 422
    assert Client().get("/planning/?go_live=0001-01-01").status_code == 200
    assert Client().get("/planning/?go_live=9999-12-31&allowance=3650").status_code == 200


@contextmanager
def at_most(queries: int) -> Iterator[CaptureQueriesContext]:
    """Holds how often the database is asked."""
    with CaptureQueriesContext(connection) as seen:
        yield seen
    assert len(seen) <= queries, [row["sql"][:120] for row in seen]


def test_the_pages_ask_the_database_no_more_for_more_rows():
    filer = settle().client("filer")
    hand_in_register(filer)
    month = hand_in_sheet(filer)
    work()
    for page, most in (
        ("/updates/", 9),
        ("/register/", 10),
        (month, 14),
        (f"{month}questions/", 14),
    ):
        with at_most(most):
            assert filer.get(page).status_code == 200
    few = SimpleUploadedFile("u.csv", b"component,version\nems-app,9\n")
    small = filer.post("/updates/new/", {"sheet": few}).headers["Location"]
    work()
    counts = []
    for page in (small, month):
        with at_most(14) as seen:
            filer.get(page)
        counts.append(len(seen))
    assert counts[0] == counts[1]
