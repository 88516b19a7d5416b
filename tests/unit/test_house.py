from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "sekisho"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path.parent.name != "migrations")

OUTSIDE = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.localtime",
    "os.getenv",
    "os.environ",
    "os.urandom",
    "random.random",
    "secrets.token_bytes",
    "uuid.uuid4",
    "locale.getlocale",
}
"""What would let the surroundings into an answer."""

AT_THE_EDGE = (
    "cli/",
    "library/pull",
    "read/child",
    "portal/",
    "match/names/script/dictionary/__init__.py",
)
"""Rooms that meet the surroundings by their duty: commands, the download, the child process, the
portal, whose acts take the time as an argument; and the dictionary of readings, a setting of the
site that every process takes alike and every answer names."""
AFTER_THE_ENVIRONMENT = ("cli/", "portal/running/", "portal/settings/", "portal/filing/acts.py")
"""Rooms that import late: for a fast start, or once Django has its settings."""
SELDOM_NEEDED = {
    ("check/look.py", "sekisho.keys.signing"),
    ("match/names/script/dictionary/sudachi.py", "sudachipy"),
    ("read/sbom/forms.py", "sekisho.read.sbom.xml.schema"),
    ("read/vex/reader.py", "sekisho.read.vex.conformance.table"),
}
"""What few vettings need and every one would wait for: a large library, or a room of its own."""


def _dotted(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}", node.lineno


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _place(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def test_the_loop_reads_like_the_law_and_fits_on_three_screens():
    assert (SOURCE / "vet.py").read_text(encoding="utf-8").count("\n") < 150


def test_below_the_command_line_nothing_asks_the_clock_or_the_surroundings():
    asked = [
        f"{_place(path)}:{line}: {name}"
        for path in MODULES
        if not _place(path).startswith(AT_THE_EDGE)
        for name, line in _dotted(_tree(path))
        if name in OUTSIDE
    ]
    assert not asked


def test_only_commands_import_late():
    late = [
        f"{_place(path)}:{inner.lineno}"
        for path in MODULES
        if not _place(path).startswith(AFTER_THE_ENVIRONMENT)
        for function in ast.walk(_tree(path))
        if isinstance(function, ast.FunctionDef)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
        and (_place(path), getattr(inner, "module", "")) not in SELDOM_NEEDED
    ]
    assert not late


def test_every_module_and_everything_public_in_it_says_what_it_promises():
    silent = []
    for path in MODULES:
        tree = _tree(path)
        public = [
            node
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        ]
        silent += [f"{_place(path)}:{n.lineno}" for n in public if not ast.get_docstring(n)]
        if not ast.get_docstring(tree):
            silent.append(_place(path))
    assert not silent


def test_nothing_is_left_to_do_without_saying_where():
    words = ("TODO", "FIXME", "XXX")
    left = [_place(path) for path in MODULES if any(word in path.read_text() for word in words)]
    assert not left


def test_the_search_for_the_clock_would_find_it():
    asks = ast.parse("import datetime\nx = datetime.now()\ny = date.today()\nz = self.on\n")
    assert [name for name, _ in _dotted(asks) if name in OUTSIDE] == ["datetime.now", "date.today"]
