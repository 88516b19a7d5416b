from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.docs.console import PAGES, ROOT, Shown, environment, pattern, printed, run, shown_in

WITH_COMMANDS = [page for page in PAGES if shown_in(page)]


@pytest.mark.parametrize("page", WITH_COMMANDS)
def test_every_command_on_a_page_does_what_the_page_shows(page: str, tmp_path: Path):
    environ = environment(tmp_path, "ja" if page.endswith(".ja.md") else "en")
    desk = tmp_path / "desk"
    desk.mkdir()
    if (ROOT / "examples").exists():
        shutil.copytree(ROOT / "examples", desk / "examples")
    for shown in shown_in(page):
        ended = run(shown, desk, environ)
        said = f"{page}: $ {shown.command}\n{ended.stdout}{ended.stderr}"
        assert ended.returncode == shown.exit_code, said
        if shown.lines:
            assert pattern(shown.lines).match(printed(ended)), said


def test_the_first_screen_shows_one_command_with_its_real_output():
    (shown,) = [shown for shown in shown_in("README.md") if shown.lines][:1]
    assert shown.command.startswith("sekisho ")
    assert len([line for line in shown.lines if line != "..."]) >= 5


@pytest.mark.parametrize("page", PAGES)
def test_a_block_of_commands_is_fenced_so_that_it_is_run(page: str):
    text = (ROOT / page).read_text(encoding="utf-8")
    fences = re.findall(r"^```(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert not [body for kind, body in fences if kind != "console" and body.startswith("$ ")]


@pytest.mark.parametrize(
    ("lines", "output", "fits"),
    [
        (["a", "b"], "a\nb\n", True),
        (["a", "..."], "a\nb\nc\n", True),
        (["...", "c"], "a\nb\nc\n", True),
        (["a", "...", "c"], "a\nc\n", True),
        (["a"], "a\nb\n", False),
        (["a.c"], "abc\n", False),
        (["..."], "", True),
    ],
)
def test_dots_stand_for_any_lines_and_for_nothing_else(
    lines: list[str], output: str, *, fits: bool
):
    assert bool(pattern(lines).match(output)) == fits


def test_a_wrong_exit_code_is_noticed(tmp_path: Path):
    ended = run(Shown("exit 3"), tmp_path, environment(tmp_path, "en"))
    assert ended.returncode == 3
