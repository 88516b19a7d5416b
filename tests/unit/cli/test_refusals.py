"""What is refused is said in the reader's language, with the place and what to do."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from sekisho.cli.main import run
from sekisho.regime.loader import PACKS
from sekisho.report.faults import read_fault

EXAMPLES = Path(__file__).parents[3] / "examples"
CASES = ("--over", "cases:jp-espa")
ENGLISH = re.compile(r"[a-z]{2,}(?: '?[a-z]{2,}){2,}")
"""Three words of lower-case letters in a row: a sentence, not a command or a file."""

COMMAND = re.compile(r"sekisho(?:\s+[a-z-]+)+")

Captured = pytest.CaptureFixture[str]


def english_in(said: str) -> list[str]:
    """Finds English sentences; commands to type are none."""
    return ENGLISH.findall(COMMAND.sub("", said))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with everything that can be wrong about a file."""
    (tmp_path / "dir").mkdir()
    (tmp_path / "empty").touch()
    (tmp_path / "noise").write_bytes(bytes(range(256)))
    (tmp_path / "broken.yaml").write_text("schema: [sekisho/filing/1\n")
    (tmp_path / "broken.json").write_text('{"bomFormat": }')
    shutil.copytree(PACKS / "jp-espa", tmp_path / "no-clocks")
    (tmp_path / "no-clocks" / "clocks.yaml").unlink()
    shutil.copytree(PACKS / "jp-espa", tmp_path / "bad-row")
    path = tmp_path / "bad-row" / "clocks.yaml"
    path.write_text(re.sub(r"length: \d+", "length: soon", path.read_text(), count=1))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("file", ["nothing", "dir", "empty", "noise", "broken.yaml", "empty/x"])
@pytest.mark.parametrize(
    "command",
    [
        ("vet",),
        ("vet", "--sbom"),
        ("filing", "check"),
        ("filing", "status"),
        ("vet", str(EXAMPLES / "water-cameras"), "--html", "empty/x", "--notes"),
        ("regime", "notes", "check"),
        ("regime", "check"),
        ("regime", "show"),
        ("clock", "plan", "--go-live", "2027-04-01", "--regime"),
        ("clock", "show", "--submitted", "2026-12-01", "--regime"),
        ("lab", "run", "--draft", "jp-espa", "--over"),
        ("lab", "run", *CASES, "--draft"),
        ("lab", "run", *CASES, "--draft", "jp-espa", "--libraries"),
    ],
)
def test_a_file_that_is_not_what_is_needed_is_refused_in_japanese(
    place: Path, command: tuple[str, ...], file: str, capsys: Captured
):
    assert run(["--lang", "ja", *command, file]) == 2
    said = capsys.readouterr().err
    assert said
    assert not english_in(said)
    assert place.is_dir()


@pytest.mark.parametrize(
    "arguments",
    [
        ("lab", "population", "-o", "dir", "--year", "1,990"),
        ("lab", "population", "-o", "dir", "--year", "1990"),
        ("lab", "population", "-o", "dir", "--seed", "x"),
        ("lab", "population", "-o", "empty/x", "--cases", "1", "--operators", "1"),
        ("lab", "run", *CASES, "--draft", "jp-espa", "--workers", "0"),
        ("lab", "run", *CASES, "--draft", "jp-espa", "--workers", "9" * 30),
        ("lab", "run", *CASES, "--draft", "jp-espa", "-o", "empty/x"),
        ("lab", "run", *CASES, "--draft", "bad-row"),
        ("lab", "run", *CASES, "--draft", "no-clocks"),
        ("clock", "plan", "--go-live", "2027-04-01", "--allowance", "many"),
        ("clock", "plan", "--go-live", "2027-04-01", "--ics", "dir"),
        ("regime", "schema", "--write", "empty"),
        ("regime", "schema", "--write", "empty/x"),
        ("regime", "draft", "jp-espa", "empty/x"),
        ("regime", "draft", "jp-espa", "new", "--set", "clocks.standstill.length=soon"),
    ],
)
def test_what_cannot_be_read_or_written_is_refused_in_japanese(
    place: Path, arguments: tuple[str, ...], capsys: Captured
):
    assert run(["--lang", "ja", *arguments]) == 2
    said = capsys.readouterr().err
    assert said
    assert not english_in(said)
    assert not (place / "new").exists()


def test_a_number_out_of_range_is_told_as_it_is_typed(place: Path, capsys: Captured):
    assert run(["lab", "population", "-o", "dir", "--year", "1990"]) == 2
    assert "from 2000 to 2100" in capsys.readouterr().err
    assert run(["lab", "population", "-o", "dir", "--year", "1,990"]) == 2
    assert "in digits alone" in capsys.readouterr().err
    assert not any((place / "dir").iterdir())


@pytest.mark.parametrize(
    ("sweep", "reason"),
    [
        ("port.enough_containers=900..100:100", "runs backwards"),
        ("port.enough_containers=100..900:0", "is not more than 0"),
        ("port.enough_containers=few..many:some", "no amount"),
        ("port.enough_containers", "is no sweep"),
    ],
)
def test_a_sweep_that_is_none_is_told_why(sweep: str, reason: str, capsys: Captured):
    assert run(["lab", "run", *CASES, "--draft", "jp-espa", "--sweep", sweep]) == 2
    assert reason in " ".join(capsys.readouterr().err.split())


@pytest.mark.usefixtures("place")
def test_a_pack_without_its_clocks_is_told_so(capsys: Captured):
    assert run(["regime", "check", "no-clocks"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "these are not there: clocks.yaml" in said
    assert "Defined are: ." not in said
    assert run(["vet", str(EXAMPLES / "water-cameras"), "--regime", "no-clocks"]) == 2
    assert "clocks.yaml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "id", "place"),
    [
        (
            "Expected `int | null`, got `str` - at `$.rows[0].length`",
            "fault.type",
            "$.rows[0].length",
        ),
        ("Object missing required field `id`", "fault.missing", ""),
        ("did not find expected ',' or ']'", "fault.expected", ""),
    ],
)
def test_the_sentence_of_a_parser_is_read(said: str, id: str, place: str):
    found, at = read_fault(said)
    assert found is not None
    assert (found.id, at) == (id, place)


def test_an_unknown_sentence_keeps_its_place():
    assert read_fault("Something odd - at `$.x`") == (None, "$.x")
