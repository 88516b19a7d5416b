"""The command line: lazy, bilingual, and plain about what went wrong."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from sekisho.cli import main as main_module
from sekisho.cli.main import COMMANDS, command, run
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.report.columns import width_of

Captured = pytest.CaptureFixture[str]


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `sekisho` as its user would, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from sekisho.cli.main import main; main()", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
    )


def test_help_names_every_command_without_importing_one():
    code = (
        "import sys; from sekisho.cli.main import run; run(['--help']);"
        "print([name for name in sys.modules if name.startswith('sekisho.')], file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(name in ended.stdout for name in COMMANDS)
    imported = ast.literal_eval(ended.stderr)
    assert not set(imported) & set(COMMANDS.values())
    assert "sekisho.vet" not in imported


@pytest.mark.parametrize("name", sorted(COMMANDS))
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_command_explains_itself(name: str, lang: str, capsys: Captured):
    assert run(["--lang", lang, name, "--help"]) == 0
    said = capsys.readouterr().out
    usage = {"en": "Usage: ", "ja": "使い方："}[lang]
    assert said.startswith(f"{usage}sekisho {name}")
    assert "cli." not in said


def every_call() -> Iterator[list[str]]:
    """Names every command and every command of a group."""
    context = click.Context(command)
    for name in COMMANDS:
        found = command.get_command(context, name)
        yield [name]
        if isinstance(found, click.Group):
            yield from ([name, each] for each in found.list_commands(context))


@pytest.mark.parametrize("call", [[], *every_call()], ids=" ".join)
def test_japanese_help_has_no_english_heading_and_fits_in_80_columns(
    call: list[str], capsys: Captured
):
    assert run(["--lang", "ja", *call, "--help"]) == 0
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if width_of(line) > 80] == []
    assert not re.search(r"Usage|Options:|Commands:|required|Show|Print", said)


@pytest.mark.parametrize(
    ("arguments", "en", "ja"),
    [
        (["vet", "--sbom"], "--sbom needs a value.", "--sbom には値が必要です。"),
        (["vet", "a", "b"], "Too many arguments: b", "余分な引数があります：b"),
        (["vet", "--fail-on", "x"], "--fail-on: x is neither", "--fail-on：xは重大度でも"),
        (["filing", "new", "--act", "x"], "--act is one of: introduction", "--act に指定できる"),
        (["library", "build", "-o", "x"], "--from is missing.", "--from が指定されていません"),
        (["clock", "show", "--accepted", "2026-11-31"], "--accepted: 2026", "--accepted: 2026"),
        (["regime", "list", "--folder", "/no/such"], "no rule pack in", "ルールパックがありません"),
        (["filing", "new", "-o", "/no/such/f"], "the folder is not there", "フォルダがありません"),
    ],
)
def test_a_wrong_call_is_explained_in_the_language_and_by_the_name_that_was_typed(
    arguments: list[str], en: str, ja: str, capsys: Captured
):
    for lang, expected in (("en", en), ("ja", ja)):
        assert run(["--lang", lang, *arguments]) == 2
        assert expected in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        (["--lang", "ja"], {"SEKISHO_LANG": "en"}, "コマンドが指定されていません。"),
        (["--lang=en"], {"SEKISHO_LANG": "ja"}, "A command is missing."),
        (["nonsense"], {"SEKISHO_LANG": "ja", "LC_ALL": "C"}, "コマンド nonsense はありません。"),
        (["nonsense"], {"SEKISHO_LANG": "", "LC_ALL": "ja_JP.UTF-8"}, "コマンド nonsense"),
        (["nonsense"], {"SEKISHO_LANG": "", "LC_ALL": "C"}, "There is no command nonsense."),
    ],
)
def test_the_language_is_the_option_then_the_environment_then_the_locale(
    arguments: list[str],
    environment: dict[str, str],
    expected: str,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert run(arguments) == 2
    assert expected in capsys.readouterr().err


def test_a_mistyped_command_is_answered_with_the_nearest_one(capsys: Captured):
    assert run(["--lang", "en", "libary"]) == 2
    assert "Did you mean library?" in capsys.readouterr().err


def test_a_mistyped_option_is_answered_with_the_nearest_one(capsys: Captured):
    assert run(["vet", "--sbon", "x", "--lang", "en"]) == 2
    assert "There is no option --sbon. Did you mean --sbom" in capsys.readouterr().err


def test_an_error_of_ours_is_said_with_its_remedy_and_no_traceback(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
):
    error = UsageError(message("cli.vet.neither"), hint=message("cli.vet.neither.remedy"))
    fail_with(error, monkeypatch)
    assert run(["--lang", "ja", "vet"]) == 2
    said = capsys.readouterr().err
    assert said.splitlines() == [
        "審査の対象が指定されていません",
        "  → 届出書かそのフォルダ、又は --sbom FILE を指定してください",
    ]


def test_a_fault_of_ours_is_called_one(capsys: Captured, monkeypatch: pytest.MonkeyPatch):
    fail_with(ZeroDivisionError("division by zero"), monkeypatch)
    assert run(["--lang", "en", "vet"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("This is a fault of Sekisho, not of your input: ZeroDivisionError")
    assert "Traceback" not in said


def test_the_traceback_is_shown_to_who_asks_for_it(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
):
    fail_with(ZeroDivisionError("division by zero"), monkeypatch)
    monkeypatch.setenv("SEKISHO_DEBUG", "1")
    assert run(["vet"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_ends_quietly_with_130(capsys: Captured, monkeypatch: pytest.MonkeyPatch):
    fail_with(KeyboardInterrupt(), monkeypatch)
    assert run(["vet"]) == 130
    assert capsys.readouterr().err == ""


def fail_with(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the command line end in an error, wherever that would come from."""

    def failing(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(main_module.command, "invoke", failing)


def test_the_version_is_the_package_version():
    ended = process("--version")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("sekisho, version ")


def test_a_reader_that_leaves_early_is_told_nothing_and_proves_nothing(tmp_path: Path):
    script = f"{sys.executable} -c 'from sekisho.cli.main import main; main()' --help | true"
    ended = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {script}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(main_module.__file__).parents[2])},
    )
    assert (ended.returncode, ended.stderr) == (141, "")


def test_every_command_module_exposes_a_command():
    context = command.make_context("sekisho", [], resilient_parsing=True)
    assert all(command.get_command(context, name) is not None for name in COMMANDS)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_an_output_without_room_is_no_fault_of_ours():
    arguments = ["names", "compare", "Aoba", "Kestavel", "--lang", "en"]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-c", "from sekisho.cli.main import main; main()", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 2
    assert "could not be written: No space left on device" in ended.stderr
    assert "fault of Sekisho" not in ended.stderr
