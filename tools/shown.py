"""Brings what pages show of a command up to what it prints now.

python tools/shown.py            rewrites the shown output that no longer fits
python tools/shown.py --check    writes nothing; names each page that does not fit

A part between two `...` is kept as a part: it begins and ends at the same lines as before, and
shows what is printed between them now. Where those lines are no longer printed, a person decides.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.docs.console import PAGES, ROOT, environment, pattern, printed, run, shown_in

_DOTS = "..."


def parts(lines: list[str]) -> Iterator[list[str]]:
    """Yields the runs of lines between the dots; the dots themselves as a part of their own."""
    part: list[str] = []
    for line in lines:
        if line == _DOTS:
            yield from ([part] if part else [])
            yield [_DOTS]
            part = []
        else:
            part.append(line)
    if part:
        yield part


def renewed(lines: list[str], output: list[str]) -> list[str] | None:
    """Gives the shown lines as they should be, `None` where a part has lost its ends."""
    result: list[str] = []
    start = 0
    for part in parts(lines):
        if part == [_DOTS]:
            result.append(_DOTS)
            continue
        try:
            first = output.index(part[0], start)
            last = output.index(part[-1], first + (len(part) > 1))
        except ValueError:
            return None
        result += output[first : last + 1]
        start = last + 1
    return result


def stale(page: str) -> Iterator[tuple[list[str], list[str] | None]]:
    """Yields shown lines of a page that do not fit, each with what should stand there."""
    with tempfile.TemporaryDirectory() as folder:
        environ = environment(Path(folder), "ja" if page.endswith(".ja.md") else "en")
        desk = Path(folder) / "desk"
        desk.mkdir()
        shutil.copytree(ROOT / "examples", desk / "examples")
        for shown in shown_in(page):
            said = printed(run(shown, desk, environ))
            if shown.lines and not pattern(shown.lines).match(said):
                output = [line.rstrip() for line in said.splitlines()]
                yield shown.lines, renewed(shown.lines, output)


def main(arguments: list[str]) -> int:
    """Rewrites the pages, or with `--check` only names those that do not fit."""
    left = 0
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        for before, after in stale(page):
            old = "\n".join(before) + "\n"
            if after is None or "--check" in arguments or old not in text:
                print(f"{page}: does not fit:\n{old}")
                left += 1
                continue
            text = text.replace(old, "\n".join(after) + "\n", 1)
            print(f"{page}: renewed")
        (ROOT / page).write_text(text, encoding="utf-8")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
