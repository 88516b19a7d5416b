"""Writes the reference pages that the program can say of itself, and finds the ones that lie.

python tools/reference_pages.py            writes docs/reference/{commands,assessment,facts,csaf-tests}.md
                                           and docs/reference/assessment.schema.json
python tools/reference_pages.py --check    writes nothing; names each page that is not current
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import json
import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))

import sekisho.model
from sekisho.cli.main import command as root
from sekisho.model.assessment import Assessment
from sekisho.read.vex.conformance.table import NOT_EVALUATED, TESTS
from sekisho.report.catalogue import LANGUAGES, catalogue
from tools.facts_page import facts_page

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
WRITTEN = "<!-- Written by tools/reference_pages.py; do not edit. -->"
DESCRIBED = ("finding", "vex.claim", "assessment", "evidence", "errors", "values.message")


def command_paths() -> Iterator[tuple[str, ...]]:
    """Yields every command as its words after `sekisho`, groups before what is in them."""
    with click.Context(root, info_name="sekisho") as context:
        yield from _walk(root, context, ())


def _walk(
    command: click.Command, context: click.Context, path: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None and not inner.hidden:
                yield from _walk(inner, context, (*path, name))


def help_of(path: tuple[str, ...]) -> str:
    """Gives what `sekisho PATH --help` prints in English at 80 columns."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        root.main([*path, "--help"], prog_name="sekisho", standalone_mode=False, obj="en")
    return printed.getvalue().rstrip()


def commands_page() -> str:
    """Writes the page of commands: for each its help, word for word."""
    said = [WRITTEN, "", "# Commands", ""]
    said += ["Every command takes `--help`. [Exit codes](exit-codes.md) are the same for all.", ""]
    for path in command_paths():
        name = " ".join(("sekisho", *path))
        said += [f"## `{name}`", "", "```text", help_of(path), "```", ""]
    return "\n".join(said)


def messages_page() -> str:
    """Writes the page of message ids: each with its sentence in both languages."""
    said = [WRITTEN, "", "# Message ids", ""]
    said += [
        "A finding holds a message id and its parameters; the sentence comes from a catalogue when",
        "it is shown. Programs should hold on to the id. Places in braces are filled in.",
        "",
        "| id | "
        + " | ".join({"en": "English", "ja": "日本語"}[lang] for lang in LANGUAGES)
        + " |",
        "|---|" + "---|" * len(LANGUAGES),
    ]
    books = [catalogue(lang) for lang in LANGUAGES]
    for id in sorted({id for book in books for id in book}):
        cells = " | ".join(_cell(book.get(id, "")) for book in books)
        said.append(f"| `{id}` | {cells} |")
    return "\n".join([*said, ""])


def _cell(text: str) -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")
    return " ".join(safe.replace("*", "\\*").replace("_", "\\_").replace("[", "\\[").split())


def assessment_page() -> str:
    """Writes the page of the assessment's records: what each promises, and its fields."""
    said = [WRITTEN, "", "# The assessment", ""]
    said += [
        "`sekisho vet --json` prints one `Assessment` as canonical JSON (RFC 8785). Fields at their",
        "default are left out; dates are ISO 8601; shares are exact text such as `26%` or `1/3`. Its",
        "SHA-256 is its name. The same as JSON Schema: [assessment.schema.json](assessment.schema.json).",
        "",
    ]
    for kind in _records():
        said += [f"## {kind.__name__}", "", *_paragraphs(kind), "", "| field | type | default |"]
        said.append("|---|---|---|")
        for field in msgspec.structs.fields(kind):
            said.append(f"| `{field.name}` | `{_type(kind, field.name)}` | {_default(field)} |")
        said.append("")
    return "\n".join(said)


def _records() -> list[type[msgspec.Struct]]:
    """Lists the assessment and every record of its modules, the assessment first."""
    modules = [importlib.import_module(f"sekisho.model.{name}") for name in DESCRIBED]
    found = [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, msgspec.Struct)
        and value.__module__ == module.__name__
    ]
    return [Assessment, *(kind for kind in found if kind is not Assessment)]


def _paragraphs(kind: type[msgspec.Struct]) -> list[str]:
    return [line.strip() for line in (kind.__doc__ or "").strip().splitlines()]


def _type(kind: type[msgspec.Struct], name: str) -> str:
    for base in kind.__mro__:
        written = inspect.get_annotations(base)
        if name in written:
            return str(written[name]).replace("|", "\\|")
    return ""


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.default is not msgspec.NODEFAULT:
        value = field.default
    elif field.default_factory is not msgspec.NODEFAULT:
        value = field.default_factory()
    else:
        return "required"
    if isinstance(value, msgspec.Struct):
        return "empty"
    return "" if value in ("", (), None, {}) else f"`{value}`"


def csaf_page() -> str:
    """Writes the page of the mandatory tests of CSAF: which are evaluated, which are not."""
    said = [WRITTEN, "", "# Mandatory tests of CSAF", ""]
    said += [
        "`sekisho vex check` holds a CSAF document against these tests of section 6.1 of the standard",
        "(the drafts of 2.1 number them the same). The words are ours. Each evaluated test passes the",
        "valid files of the official suite and fails the others; `-` stands for a test that the version",
        "does not have, *not evaluated* for one that says nothing here.",
        "",
        "| test | what has to hold | 必須事項 | 2.0 | 2.1 |",
        "|---|---|---|---|---|",
    ]
    numbers = {*TESTS["2.1"], *NOT_EVALUATED["2.1"]}
    for number in sorted(numbers, key=lambda each: [int(part) for part in each.split(".")]):
        words = " | ".join(_cell(catalogue(lang)[f"csaf.{number}"]) for lang in LANGUAGES)
        said.append(f"| {number} | {words} | {_held(number, '2.0')} | {_held(number, '2.1')} |")
    for version in TESTS:
        n, open_ = len(TESTS[version]), len(NOT_EVALUATED[version])
        said += ["", f"CSAF {version}: {n} of {n + open_} mandatory tests evaluated."]
    return "\n".join([*said, ""])


def _held(number: str, version: str) -> str:
    if number in TESTS[version]:
        return "evaluated"
    return "*not evaluated*" if number in NOT_EVALUATED[version] else "-"


def schema_text() -> str:
    """Writes the JSON Schema of the assessment."""
    made = msgspec.json.schema(Assessment)
    return json.dumps(made, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def pages() -> dict[str, str]:
    """Gives every page as file name -> text."""
    for module in pkgutil.walk_packages(sekisho.model.__path__, "sekisho.model."):
        importlib.import_module(module.name)
    return {
        "commands.md": commands_page(),
        "facts.md": facts_page(WRITTEN),
        "assessment.md": assessment_page(),
        "csaf-tests.md": csaf_page(),
        "assessment.schema.json": schema_text(),
    }


def main(arguments: list[str]) -> int:
    """Writes the pages, or with `--check` names those that are not current."""
    os.environ.update({"COLUMNS": "80", "SEKISHO_LANG": "en"})
    lying = 0
    for name, text in pages().items():
        path = FOLDER / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if "--check" in arguments:
            print(f"docs/reference/{name} is not current: run python tools/reference_pages.py")
            lying = 1
        else:
            path.write_text(text, encoding="utf-8")
            print(f"docs/reference/{name} written")
    return lying


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
