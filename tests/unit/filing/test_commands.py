"""`sekisho filing` as people call it, with good input and with every kind of bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.cli.filing.forms import workbook
from sekisho.cli.main import run
from sekisho.model.filing import Filing
from sekisho.read.filing import read_filing
from sekisho.report.columns import width_of

HEAD = b"schema: sekisho/filing/1\n"
THIRTY = HEAD + b"components:\n" + b"".join(b"  - {name: n%d}\n" % n for n in range(30))

BAD: dict[str, Callable[[], bytes]] = {
    "empty.yaml": lambda: b"",
    "binary.yaml": lambda: bytes(range(256)),
    "no.yaml": lambda: b"a: [b",
    "no.json": lambda: b'{"a":',
    "list.yaml": lambda: b"- a\n- b",
    "utf16.yaml": lambda: "schema: 届出".encode("utf-16"),
    "sjis.yaml": lambda: "notes: 届出".encode("cp932"),
    "large.json": lambda: b" " * (17 * 1024 * 1024),
    "deep.json": lambda: b'{"a":' * 10_000,
    "deep.yaml": lambda: b"- " * 10_000,
    "loop.yaml": lambda: b"a: &a [*a]",
    "twice.yaml": lambda: HEAD + b"kind: plan\nkind: plan",
    "country.yaml": lambda: HEAD + b"facility: {site: {country: Narnia}}",
    "ring.yaml": lambda: HEAD + b"reentrustments: [{id: a, entrusted_by: a}]",
    "over.yaml": lambda: HEAD + b"parties: [{id: a, vote_holders: [{votes: 101%}]}]",
    "day.yaml": lambda: HEAD + b"filed_on: 2026-02-30",
    "outside.yaml": lambda: HEAD + b"evidence: [{id: e, path: ../../etc/passwd}]",
    "newer.yaml": lambda: b"schema: sekisho/filing/99\nkind: plan",
    "cut.xlsx": lambda: workbook(Filing())[:2000],
    "macros.xlsm": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
}


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", BAD)
def test_bad_input_ends_with_one_clear_message_and_its_remedy(
    name: str,
    lang: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    # A path is shown as it was given, and a long one is never broken.
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(BAD[name]())
    assert run(["filing", "check", name, "--lang", lang]) == 2
    told = capsys.readouterr().err
    assert told.count("  → ") == 1
    assert "Traceback" not in told
    assert "{" not in told
    assert "[error" not in told
    assert all(width_of(line) <= 80 for line in told.splitlines())


@pytest.mark.parametrize(("lang", "count"), [("en", "30 things"), ("ja", "30件")])
def test_thirty_errors_are_told_at_once(
    lang: str, count: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "a.yaml").write_bytes(THIRTY)
    assert run(["filing", "check", str(tmp_path / "a.yaml"), "--lang", lang]) == 2
    told = capsys.readouterr().err
    assert told.count("  → ") == 30
    assert count in told


def test_a_good_filing_is_told_so_with_the_next_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "filing.yaml").write_bytes(HEAD + b"parties: [{id: a}]")
    assert run(["filing", "check", str(tmp_path), "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert "1 party, 0 components" in told.out
    assert "sekisho vet" in told.out
    assert told.err == ""


def test_machines_get_the_defects_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "a.yaml"
    path.write_bytes(HEAD + b"kind: plann")
    assert run(["filing", "check", str(path), "--json", "--lang", "en"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["readable"] is False
    (defect,) = answer["defects"]
    assert defect["message"] == {"id": "filing.not_a_word", "params": {"text": "plann"}}
    assert defect["place"] == {"file": str(path), "line": 2, "column": 7, "pointer": "/kind"}
    assert "plan, emergency" in defect["advice"]


@pytest.mark.parametrize("kind", ["plan", "emergency", "change", "change_report", None])
@pytest.mark.parametrize("act", ["introduction", "entrustment", None])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_new_filing_is_one_that_can_be_read(
    kind: str | None, act: str | None, lang: str, capsys: pytest.CaptureFixture[str]
):
    asked = [*(["--kind", kind] if kind else []), *(["--act", act] if act else [])]
    assert run(["filing", "new", *asked, "--lang", lang]) == 0
    filing = read_filing(capsys.readouterr().out.encode(), "filing.yaml")
    assert (filing.kind, filing.act) == (kind, act)
    assert filing.party("operator") is not None


def test_a_workbook_filled_in_becomes_the_yaml_it_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    book, back = tmp_path / "filing.xlsx", tmp_path / "filing.yaml"
    assert run(["filing", "new", "--xlsx", str(book), "--kind", "plan"]) == 0
    assert run(["filing", "import", str(book), "-o", str(back)]) == 0
    filing = read_filing(back.read_bytes(), "filing.yaml")
    assert filing == read_filing(book.read_bytes(), "filing.xlsx")
    for ending in ("json", "xlsx"):
        other = tmp_path / f"other.{ending}"
        assert run(["filing", "import", str(back), "-o", str(other)]) == 0
        assert read_filing(other.read_bytes(), other.name) == filing
    capsys.readouterr()


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_file_that_is_there_is_not_overwritten(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    target = tmp_path / "filing.yaml"
    target.write_text("mine", encoding="utf-8")
    assert run(["filing", "new", "-o", str(target), "--lang", lang]) == 2
    assert "--force" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "mine"
    assert run(["filing", "new", "-o", str(target), "--force", "--lang", lang]) == 0
    assert target.read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize("arguments", [["filing.docx"], ["missing/filing.yaml"]])
def test_where_nothing_can_be_written_it_is_said(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "a.yaml").write_bytes(HEAD)
    target = str(tmp_path / arguments[0])
    assert run(["filing", "import", str(tmp_path / "a.yaml"), "-o", target]) == 2
    assert capsys.readouterr().err
