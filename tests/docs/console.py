"""Reads the commands shown in a page and what the page says they print.

A block fenced as `console` holds lines that begin with `$ ` (a command, run by the shell in a folder
that holds a copy of the examples) and the output they print. A line `...` stands for any lines.
`$ echo $?` shows the exit code of the command before it; without it that command must end with 0.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "README.md", ROOT / "README.ja.md", *ROOT.glob("docs/**/*.md"))
    if path.exists()
)
_FENCE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(slots=True)
class Shown:
    """A command as a page shows it."""

    command: str
    lines: list[str] = field(default_factory=list)
    exit_code: int = 0


def shown_in(page: str) -> list[Shown]:
    """Lists the commands of a page in order, each with its output and exit code as shown."""
    shown: list[Shown] = []
    for block in _FENCE.findall((ROOT / page).read_text(encoding="utf-8")):
        asks_code = False
        for line in block.splitlines():
            if line == "$ echo $?":
                asks_code = True
            elif asks_code:
                shown[-1].exit_code, asks_code = int(line), False
            elif line.startswith("$ "):
                shown.append(Shown(line[2:]))
            else:
                shown[-1].lines.append(line)
    return shown


def environment(folder: Path, lang: str) -> dict[str, str]:
    """Makes a folder in which `sekisho` can be called by its name, and the environment for it."""
    bin = folder / "bin"
    bin.mkdir()
    script = bin / "sekisho"
    script.write_text(f"#!{sys.executable}\nfrom sekisho.cli.main import main\nmain()\n")
    script.chmod(0o755)
    kept = {name: os.environ[name] for name in ("HOME", "TMPDIR") if name in os.environ}
    return kept | {
        "PATH": f"{bin}:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SEKISHO_LANG": lang,
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "80",
        "NO_COLOR": "1",
    }


def run(shown: Shown, cwd: Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs a command as a reader would."""
    return subprocess.run(
        ["bash", "-c", shown.command],
        cwd=cwd,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def printed(ended: subprocess.CompletedProcess[str]) -> str:
    """Gives what a page shows of a run: its output, or what it complained of when there is none."""
    return ended.stdout or ended.stderr


def pattern(lines: list[str]) -> re.Pattern[str]:
    """Turns shown output into a pattern: `...` alone on a line stands for any lines."""
    parts = [r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"[ ]*\n" for line in lines]
    return re.compile("".join(parts) + r"\s*\Z")
