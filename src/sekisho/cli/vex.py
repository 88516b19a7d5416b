"""`sekisho vex`: what a VEX document says, and which tests of its standard it fails."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.spoken import SpokenGroup
from sekisho.model.errors import Defect
from sekisho.model.values.record import Record
from sekisho.model.vex.document import VexDocument, VexProduct, VexStatement

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = 20
_NAMED = 3
_WRONG = 1


class Checked(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/vex-check/1"):
    """A VEX document as it was read, and what is wrong with it.

    `evaluated` and `not_evaluated` are the mandatory tests of CSAF by number, both empty for other
    formats.
    """

    sha256: str
    document: VexDocument
    defects: tuple[Defect, ...] = ()
    evaluated: tuple[str, ...] = ()
    not_evaluated: tuple[str, ...] = ()


@click.group(cls=SpokenGroup, help="cli.vex", short_help="cli.vex.short")
def command() -> None:
    """Reads VEX documents."""


@command.command("check", help="cli.vex.check", short_help="cli.vex.check.short")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="cli.vex.json")
@lang_option
def check(*, file: Path, as_json: bool, lang: str | None) -> int:
    """Shows what a document says; 1 when something is wrong with it, else 0."""
    language = chosen(lang)
    checked = check_file(file)
    if as_json:
        print_json(checked)
    else:
        click.echo("\n".join(_lines(checked, language)))
    return _WRONG if checked.defects or checked.document.failures else 0


def check_file(file: Path) -> Checked:
    """Reads a VEX document; raises `InputError` for what is none."""
    from sekisho.read.files import read_bytes
    from sekisho.read.limits import VEX
    from sekisho.read.vex.conformance.table import NOT_EVALUATED, TESTS
    from sekisho.read.vex.reader import read_vex

    data = read_bytes(file, VEX)
    document, defects = read_vex(data, str(file))
    version = document.spec_version if document.format == "CSAF" else ""
    return Checked(
        sha256=hashlib.sha256(data).hexdigest(),
        document=document,
        defects=defects,
        evaluated=tuple(TESTS.get(version, ())),
        not_evaluated=NOT_EVALUATED.get(version, ()),
    )


def _lines(checked: Checked, lang: str) -> Iterator[str]:
    from sekisho.cli.speech.show_errors import defect_text
    from sekisho.report.catalogue import say_id
    from sekisho.report.columns import wrap

    document = checked.document
    yield from (wrap(line) for line in _head(checked, lang))
    yield ""
    count = Counter(statement.status for statement in document.statements)
    yield say_id("cli.vex.statements", lang, n=len(document.statements))
    for status, n in sorted(count.items()):
        yield say_id("cli.vex.count", lang, status=status, n=n)
    for statement in document.statements[:_SHOWN]:
        yield from _statement(statement, lang)
    if len(document.statements) > _SHOWN:
        yield say_id("cli.vex.more", lang, n=len(document.statements) - _SHOWN)
    if checked.evaluated:
        yield ""
        yield from _tests(checked, lang)
    for defect in checked.defects:
        yield ""
        yield defect_text(defect, lang)


def _head(checked: Checked, lang: str) -> Iterator[str]:
    from sekisho.report.catalogue import say_id

    document = checked.document
    about = f"{document.format} {document.spec_version}".strip()
    yield say_id("cli.vex.format", lang, format=about)
    known = {
        "author": " ".join(filter(None, (document.author, f"({document.author_role})")))
        if document.author_role
        else document.author,
        "id": document.id,
        "version": document.version,
        "title": document.title,
        "issued": document.issued_at,
        "updated": document.updated_at,
    }
    for name, text in known.items():
        if text:
            yield say_id(f"cli.vex.{name}", lang, text=text)
    yield say_id("cli.vex.digest", lang, text=checked.sha256)
    yield say_id("cli.vex.unsigned", lang)


def _statement(statement: VexStatement, lang: str) -> Iterator[str]:
    from sekisho.report.catalogue import say_id, visible
    from sekisho.report.columns import wrap

    names = [_name(product) for product in statement.products]
    shown = tuple(names if len(names) <= _NAMED else [*names[:_NAMED], "…"])
    yield wrap(
        say_id(
            "cli.vex.statement",
            lang,
            status=statement.status,
            id=statement.vulnerabilities[0],
            names=shown,
        ),
        first="  * ",
        rest="    ",
    )
    if statement.justification or statement.justified:
        word = statement.justification or statement.justified
        yield wrap(say_id("cli.vex.justified", lang, word=word), first="    ", rest="      ")
    for text in (statement.impact, statement.action):
        if text:
            yield wrap(visible(text), first="    ", rest="      ")


def _name(product: VexProduct) -> str:
    own = product.purls[0] if product.purls else product.cpes[0] if product.cpes else ""
    named = " ".join(filter(None, (product.vendor, product.name, product.version)))
    held = own or named or product.version_range or product.ref
    return held + "".join(f" > {_name(part)}" for part in product.within[:_NAMED])


def _tests(checked: Checked, lang: str) -> Iterator[str]:
    from sekisho.report.catalogue import say_id, visible
    from sekisho.report.columns import wrap

    failures = checked.document.failures
    failed = tuple(dict.fromkeys(failure.test for failure in failures))
    evaluated = len(checked.evaluated)
    yield say_id("cli.vex.tests", lang, n=evaluated, failed=len(failed))
    for failure in failures[:_SHOWN]:
        said = say_id(f"csaf.{failure.test}", lang)
        yield wrap(f"{failure.test} {said}", first="  ! ", rest="    ")
        where = f"{failure.place} {failure.about}".strip()
        yield wrap(visible(where), first="    ", rest="      ")
    if len(failures) > _SHOWN:
        yield say_id("cli.vex.more", lang, n=len(failures) - _SHOWN)
    yield wrap(
        say_id("cli.vex.open", lang, n=len(checked.not_evaluated), tests=checked.not_evaluated[:12])
    )
