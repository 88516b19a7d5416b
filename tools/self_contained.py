"""The project speaks of itself alone: no path of one machine, no registry, no outside service.

Every file under version control, or about to be, is searched for the words of
`tools/self_contained.csv` (a regular expression, and why it may not stand here). Run it from the
root of the project; it prints each place and exits with 1 when there is one.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WORDS = Path("tools/self_contained.csv")


@dataclass(frozen=True, slots=True)
class Banned:
    """A pattern that may not stand in the project, why, and where it may all the same."""

    pattern: re.Pattern[str]
    reason: str
    except_in: tuple[str, ...]


def read_banned(path: Path) -> list[Banned]:
    """Reads the table: columns pattern, reason, except_in (paths, parted by spaces)."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Banned(
                re.compile(row["pattern"], re.IGNORECASE),
                row["reason"],
                tuple((row["except_in"] or "").split()),
            )
            for row in csv.DictReader(lines)
        ]


def breaches(name: str, text: str, banned: list[Banned]) -> Iterator[str]:
    """Yields one line for each banned word in the file called `name`."""
    rules = [rule for rule in banned if not name.startswith(rule.except_in or ("\0",))]
    for number, line in enumerate(text.splitlines(), 1):
        for rule in rules:
            if found := rule.pattern.search(line):
                yield f"{name}:{number}: {found.group()!r}: {rule.reason}"


def project_files(root: Path) -> list[str]:
    """Lists the files of the work tree that git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    return sorted(name for name in listed.stdout.split("\0") if name)


def main() -> int:
    """Searches the project in the current folder."""
    root = Path.cwd()
    banned = read_banned(root / WORDS)
    said: list[str] = []
    for name in project_files(root):
        if name == WORDS.as_posix() or not (root / name).is_file():
            continue
        data = (root / name).read_bytes()
        if b"\0" not in data[:8192]:
            said += breaches(name, data.decode("utf-8", "replace"), banned)
    for line in said:
        print(line)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
