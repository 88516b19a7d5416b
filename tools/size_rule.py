"""The size rule: small files, short functions, few modules a package, no drawer-names.

Run it from the root of the project; it prints every breach with its place and exits with 1 when
there is one. Exceptions stand in `tools/size_exceptions.csv`, each with its reason; one that is no
longer needed is a breach too, so that the list only shrinks.
"""

from __future__ import annotations

import ast
import csv
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE_LINES = 400
TEST_FILE_LINES = 600
FUNCTION_LINES = 50
MODULES_IN_PACKAGE = 12
DRAWER_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "misc"})
BANNED_ENDINGS = ("manager", "service", "handler")
IN_SERVICE = ("in_service", "inservice")  # what is in service is a term of the law
ROOTS = ("src", "tests", "tools", "benchmarks")
EXCEPTIONS = Path("tools/size_exceptions.csv")


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """One thing against the rule: `kind` is file, function, package or name."""

    kind: str
    place: str
    says: str


def breaches(root: Path) -> Iterator[Breach]:
    """Yields every breach under the project folder `root`, exceptions not yet applied."""
    modules: Counter[Path] = Counter()
    for folder in ROOTS:
        for path in sorted((root / folder).rglob("*.py")):
            yield from _breaches_of_file(path, path.relative_to(root))
            if folder == "src" and path.name != "__init__.py":
                modules[path.parent] += 1
    for package, count in sorted(modules.items()):
        if count > MODULES_IN_PACKAGE:
            place = package.relative_to(root).as_posix()
            yield Breach("package", place, f"{count} modules, at most {MODULES_IN_PACKAGE}")


def _breaches_of_file(path: Path, place: Path) -> Iterator[Breach]:
    text = path.read_text(encoding="utf-8")
    limit = TEST_FILE_LINES if place.parts[0] == "tests" else FILE_LINES
    lines = text.count("\n")
    if lines > limit:
        yield Breach("file", place.as_posix(), f"{lines} lines, at most {limit}")
    stem = path.stem.lower()
    if stem in DRAWER_NAMES or _is_banned(stem):
        yield Breach("name", place.as_posix(), "a module is called by what it holds")
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        yield Breach("file", place.as_posix(), f"cannot be read: {error.msg}, line {error.lineno}")
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                where = f"{place.as_posix()}:{node.name}"
                yield Breach("function", where, f"{length} lines, at most {FUNCTION_LINES}")
        elif isinstance(node, ast.ClassDef) and _is_banned(node.name.lower()):
            where = f"{place.as_posix()}:{node.name}"
            yield Breach("name", where, "a class is called by what it is")


def _is_banned(name: str) -> bool:
    return name.endswith(BANNED_ENDINGS) and not name.endswith(IN_SERVICE)


def read_exceptions(path: Path) -> dict[tuple[str, str], str]:
    """Reads the exceptions: columns kind, place, reason; raises `ValueError` without a reason."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        if not row["reason"].strip():
            raise ValueError(f"{path}: {row['place']} names no reason")
    return {(row["kind"], row["place"]): row["reason"] for row in rows}


def judge(root: Path) -> list[str]:
    """Gives one line for each breach not excepted and each exception not needed."""
    exceptions = read_exceptions(root / EXCEPTIONS)
    found = sorted(breaches(root))
    said = [f"{b.place}: {b.says}" for b in found if (b.kind, b.place) not in exceptions]
    known = {(b.kind, b.place) for b in found}
    said += [f"{place}: is an exception without need" for kind, place in exceptions
             if (kind, place) not in known]  # fmt: skip
    return said


def main() -> int:
    """Judges the project in the current folder."""
    said = judge(Path.cwd())
    for line in said:
        print(line)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
