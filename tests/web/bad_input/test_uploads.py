"""Files that are sent to break their readers: each is refused or told of, and nothing else stops."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sekisho.model.assessment import Assessment
from sekisho.model.errors import InputError, TooLargeError
from sekisho.model.filing import Filing
from sekisho.model.schema import from_json
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.reading import apart
from sekisho.read.child import ChildLimits
from sekisho.read.filing import read_filing
from tests.samples import bombs
from tests.samples.people import EXAMPLE, act, open_example, settle

TIGHT = ChildLimits(memory=1024, processor=1, wall=10)
NARROW = ChildLimits(memory=160, processor=20, wall=40)
READERS = "tests.unit.filing.hostile_readers"


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a bomb reaches in a second."""
    monkeypatch.setattr(apart, "SMALL", TIGHT)


def run(reader: str, data: bytes = b"", limits: ChildLimits = TIGHT, kind: Any = str) -> Any:
    return apart.read_apart(f"{READERS}:{reader}", data, "a.json", kind, limits)


def test_a_filing_read_apart_is_the_filing():
    data = (EXAMPLE / "filing.yaml").read_bytes()
    assert apart.read_filing(data, "filing.yaml") == read_filing(data, "filing.yaml")


def test_a_workbook_of_strings_without_end_is_stopped_by_the_clock():
    with pytest.raises(TooLargeError) as caught:
        apart.read_apart(
            "sekisho.read.filing:read_filing", bombs.many_strings(), "a.xlsx", Filing, TIGHT
        )
    assert caught.value.message.id == "error.child_time"
    assert caught.value.hint is not None


def test_a_workbook_that_needs_too_much_memory_is_stopped_by_that():
    with pytest.raises(TooLargeError) as caught:
        apart.read_apart(
            "sekisho.read.filing:read_filing", bombs.many_strings(), "a.xlsx", Filing, NARROW
        )
    assert (caught.value.message.id, caught.value.message.params) == (
        "error.child_memory",
        {"limit": 160},
    )


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        ("eat_memory", "error.child_memory"),
        ("never_end", "error.child_time"),
        ("sleep_on", "error.child_time"),
        ("answer_without_end", "error.child_memory"),
        ("crash", "error.child_broken"),
        ("kill_itself", "error.child_broken"),
        ("lie", "error.child_broken"),
        ("no_such_reader", "error.child_broken"),
    ],
)
def test_a_reader_that_falls_is_told_and_the_next_one_reads(
    reader: str, said: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(apart, "_MOST_ANSWERED", 1024 * 1024)
    limits = ChildLimits(memory=512, processor=1, wall=3)
    with pytest.raises(InputError) as caught:
        run(reader, limits=limits)
    assert caught.value.message.id == said
    assert run("echo", b"fine", kind=tuple[str, ...]) == ("a.json", "fine")


@pytest.mark.parametrize("way", ["connect", "start", "fork", "write", "remove", "link", "shell"])
def test_a_reader_reaches_nothing(way: str, tmp_path: Path):
    precious = tmp_path / "precious.txt"
    precious.write_text("as it was", encoding="utf-8")
    said = apart.read_apart(f"{READERS}:misbehave", way.encode(), str(precious), str, TIGHT)
    assert said == "PermissionError"
    assert precious.read_text(encoding="utf-8") == "as it was"


def test_a_reader_has_no_environment_and_no_pipe_to_the_portal():
    found = json.loads(run("look_around"))
    assert set(found["environment"]) <= {"PYTHONHASHSEED", "LANG", "LC_CTYPE"}
    assert len(found["files"]) == 1, "the pipe for its answer alone"
    assert found["standard"] == ["/dev/null"] * 3
    assert found["folder"] == "/"


def test_a_starter_that_was_killed_is_replaced():
    run("echo", b"fine", kind=tuple[str, ...])
    for starter in apart._POOL._idle:
        starter._process.kill()
        starter._process.wait()
    assert run("echo", b"again", kind=tuple[str, ...]) == ("a.json", "again")


def test_small_files_are_read_in_well_under_a_second():
    data = (EXAMPLE / "filing.yaml").read_bytes()
    apart.read_filing(data, "filing.yaml")
    started = time.process_time()
    for _ in range(5):
        apart.read_filing(data, "filing.yaml")
    # The processor time of the portal itself: how long the machine takes is measured elsewhere.
    assert time.process_time() - started < 1


@pytest.mark.usefixtures("site", "tight")
@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("strings.xlsx", bombs.many_strings),
        ("zip.xlsx", bombs.zip_bomb),
        ("lying.xlsx", bombs.lying_zip),
        ("deep.json", bombs.deep_json),
        ("laughs.yaml", bombs.laughs),
        ("number.json", bombs.long_number),
        ("program.yaml", lambda: b"\x7fELF" + bytes(range(256)) * 50),
        ("picture.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 500),
        ("half.xlsx", lambda: bombs.workbook(b"<sst/>")[:700]),
    ],
)
def test_a_bomb_is_refused_with_a_page_and_the_portal_goes_on(name: str, made: Any):
    filer = settle().client("filer")
    answer = filer.post("/cases/new/", {"filing": SimpleUploadedFile(name, made())})
    assert answer.status_code == 422
    assert "<title>エラー" in answer.content.decode()
    assert not CaseFile.objects.exists()
    assert len(answer.content) < 100_000
    assert open_example(filer).startswith("/cases/")


@pytest.mark.usefixtures("site", "tight")
def test_evidence_that_breaks_its_reader_is_a_finding_and_the_rest_is_vetted():
    filer = settle().client("filer")
    case = open_example(filer, but=("sbom",))
    deep = b'{"bomFormat":"CycloneDX","specVersion":"1.6","components":' + b"[" * 100_000
    file = SimpleUploadedFile("sbom-proposed.cdx.json", deep)
    assert act(filer, case, "evidence", file=file).status_code == 302
    assert act(filer, case, "check").status_code == 302
    newest = Document.objects.filter(kind="assessment").latest("made_at")
    findings = from_json(bytes(newest.body), Assessment).findings
    about = [row for row in findings if "sbom-proposed" in row.place]
    assert about
    assert "provenance.unreadable" in {row.rule for row in about}
    assert len({row.rule for row in findings}) > 1
    assert filer.get(case).status_code == 200


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("length", ["60", "100"])
def test_a_form_that_is_cut_off_is_no_form(length: str):
    filer = settle().client("filer")
    body = (
        b'--x\r\nContent-Disposition: form-data; name="filing"; filename="f.yaml"\r\n\r\n'
        b"schema: sekisho/filing/1\nkind: pl"
    )
    answer: Any = filer.generic(
        "POST", "/cases/new/", body, "multipart/form-data; boundary=x", CONTENT_LENGTH=length
    )
    assert answer.status_code in {400, 422}
    assert not CaseFile.objects.exists()


@pytest.mark.usefixtures("site")
def test_an_upload_lies_under_no_name_while_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "uploads"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    filer = settle().client("filer")
    seen: list[list[str]] = []
    file = SimpleUploadedFile("f.yaml", b"schema: sekisho/filing/1\n" + b"# x\n" * 100_000)
    original = apart.read_filing

    def look(data: bytes, name: str) -> Filing:
        seen.append([path.name for path in folder.iterdir()])
        return original(data, name)

    monkeypatch.setattr("sekisho.portal.filing.pages.read_filing", look)
    filer.post("/cases/new/", {"filing": file})
    assert seen == [[]]
