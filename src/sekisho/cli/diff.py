"""`sekisho diff`: what changed between two SBOMs of one product."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.show_errors import print_defects
from sekisho.cli.speech.spoken import SpokenCommand

if TYPE_CHECKING:
    from sekisho.match.packages.difference import Change, Difference
    from sekisho.model.inventory import Inventory, Package

_SHOWN = 20
_GRAVE = frozenset({"repackaged", "downgraded", "supplier_changed", "maker_changed"})
"""What the check of differences calls medium or graver: the line of `vet --fail-on`."""


@click.command(cls=SpokenCommand, help="cli.diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="cli.diff.json")
@lang_option
def command(*, old: Path, new: Path, as_json: bool, lang: str | None) -> int:
    """Compares two SBOMs; exit code 1 for a change that asks for a look, else 0."""
    from sekisho.match.packages.difference import compare

    language = chosen(lang)
    difference = compare(_read(old, language), _read(new, language))
    if as_json:
        _print_json(difference)
    else:
        click.echo(text(difference, language))
    return 1 if any(change.kind in _GRAVE for change in difference.changes) else 0


def text(difference: Difference, lang: str) -> str:
    """Says a difference in a language, what needs a look first."""
    from sekisho.match.packages.difference import Kind
    from sekisho.report.catalogue import say_id
    from sekisho.report.columns import wrap

    lines = []
    for kind in get_args(Kind):
        changes = difference.of(kind)
        if not changes:
            continue
        lines.append(wrap(say_id(f"cli.diff.{kind}", lang, n=len(changes))))
        lines += [wrap(_change(change), first="  ") for change in changes[:_SHOWN]]
        if len(changes) > _SHOWN:
            lines.append(say_id("cli.diff.more", lang, n=len(changes) - _SHOWN))
    if not lines:
        lines.append(say_id("cli.diff.none", lang))
    lines.append(say_id("cli.diff.unchanged", lang, n=difference.unchanged))
    notes = {
        "format": difference.format_changed,
        "generator": difference.generator_changed,
        "duplicates": difference.duplicates > 0,
    }
    lines += [
        wrap(say_id(f"cli.diff.note.{name}", lang, n=difference.duplicates))
        for name, holds in notes.items()
        if holds
    ]
    return "\n".join(lines)


def _read(path: Path, lang: str) -> Inventory:
    from sekisho.read.files import read_bytes
    from sekisho.read.limits import SBOM
    from sekisho.read.sbom import read_sbom

    inventory, defects = read_sbom(read_bytes(path, SBOM), str(path))
    print_defects(defects, lang)
    return inventory


def _change(change: Change) -> str:
    """Names a change in one line; what only one side has stands alone."""
    from sekisho.report.catalogue import visible

    before, after = change.before, change.after
    if before is None or after is None:
        return visible(_name(after or before))
    if change.kind in {"supplier_changed", "maker_changed", "licence_changed"}:
        left, right = _detail(change.kind, before), _detail(change.kind, after)
        return visible(f"{_name(after)}: {left} → {right}")
    if change.kind == "renamed":
        return visible(f"{_name(before)} → {_name(after)}")
    if before.version == after.version:
        return visible(_name(after))
    return visible(f"{_bare(after)} {before.version} → {after.version}")


def _detail(kind: str, package: Package) -> str:
    if kind == "licence_changed":
        return ", ".join(package.licences)
    return package.supplier if kind == "supplier_changed" else package.maker


def _name(package: Package | None) -> str:
    if package is None:
        return ""
    return f"{_bare(package)} {package.version}".strip()


def _bare(package: Package) -> str:
    return f"{package.group}/{package.name}" if package.group else package.name


def _print_json(difference: Difference) -> None:
    from sekisho.model.canonical import canonical_bytes

    sys.stdout.buffer.write(canonical_bytes(difference) + b"\n")
