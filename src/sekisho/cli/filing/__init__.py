"""`sekisho filing`: filings are made, checked, turned into other forms, and described."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from sekisho.cli.filing.annex import annex
from sekisho.cli.filing.files import usage, write_file
from sekisho.cli.filing.package import package
from sekisho.cli.filing.record import record, status
from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.show_errors import print_defects
from sekisho.cli.speech.spoken import SpokenGroup
from sekisho.model.errors import Defect, InputError
from sekisho.model.filing import Act, FilingKind
from sekisho.model.values.message import Value
from sekisho.report.catalogue import say_id

if TYPE_CHECKING:
    from sekisho.model.filing import Filing

_PATH = click.Path(path_type=Path)
_WRONG = 2


@click.group(cls=SpokenGroup, help="filing.help")
def command() -> None:
    """Makes, checks and imports filings."""


@command.command("check", help="filing.help.check", short_help="filing.help.check.short")
@click.argument("file", type=_PATH)
@click.option("--json", "as_json", is_flag=True, help="filing.option.json")
@lang_option
def check(file: Path, *, as_json: bool, lang: str | None) -> int:
    """Reads a filing and tells everything that is wrong with it; exit code 0 or 2."""
    from sekisho.read.case import find_filing, open_filing

    language = chosen(lang)
    filing: Filing | None = None
    try:
        file = find_filing(file)
        case = open_filing(file)
        filing = case.filing
        defects = tuple(
            defect for item in case.evidence if not item.inventory for defect in item.defects
        )
    except InputError as error:
        defects = error.defects
    if as_json:
        _print_json(file, filing, defects, language)
    elif filing is not None:
        _print_summary(file, filing, len(defects), language)
    if defects and not as_json:
        print_defects(defects, language)
        click.echo(say_id("filing.check.failed", language), err=True)
    return _WRONG if defects else 0


@command.command("new", help="filing.help.new", short_help="filing.help.new.short")
@click.option("--xlsx", type=_PATH, metavar="FILE", help="filing.option.xlsx")
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="filing.option.output")
@click.option("--kind", type=click.Choice(get_args(FilingKind)), help="filing.option.kind")
@click.option("--act", type=click.Choice(get_args(Act)), help="filing.option.act")
@click.option("--force", is_flag=True, help="filing.option.force")
@lang_option
def new(  # noqa: PLR0913  # one parameter an option
    *,
    xlsx: Path | None,
    output: Path | None,
    kind: FilingKind | None,
    act: Act | None,
    force: bool,
    lang: str | None,
) -> None:
    """Writes a filing to be filled in."""
    from sekisho.cli.filing.forms import blank_filing, form_text, workbook

    language = chosen(lang)
    filing = blank_filing(kind, act)
    target = xlsx or output
    if target is None:
        click.echo(form_text(filing, language), nl=False)
        return
    if xlsx is not None or target.suffix == ".xlsx":
        data = workbook(filing)
    else:
        data = form_text(filing, language).encode()
    write_file(target, data, overwrite=force)
    click.echo(say_id("filing.written", language, name=str(target)), err=True)
    click.echo(say_id("filing.written.next", language, name=str(target)), err=True)


@command.command("import", help="filing.help.import", short_help="filing.help.import.short")
@click.argument("file", type=_PATH)
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="filing.option.output")
@click.option("--force", is_flag=True, help="filing.option.force")
@lang_option
def import_(file: Path, *, output: Path | None, force: bool, lang: str | None) -> None:
    """Turns a filing from one form into another; YAML on standard output when none is named."""
    from sekisho.cli.filing.forms import workbook
    from sekisho.read.case import find_filing
    from sekisho.read.files import read_bytes
    from sekisho.read.filing import read_filing
    from sekisho.read.filing.write import write_json, write_yaml
    from sekisho.read.limits import FILING

    file = find_filing(file)
    filing = read_filing(read_bytes(file, FILING), str(file))
    ending = output.suffix.casefold() if output else ".yaml"
    if ending == ".xlsx":
        data = workbook(filing)
    elif ending in (".yaml", ".yml", ".json"):
        data = (write_json if ending == ".json" else write_yaml)(filing).encode()
    else:
        raise usage("filing.unknown_output", output)
    if output is None:
        click.echo(data.decode(), nl=False)
        return
    write_file(output, data, overwrite=force)
    click.echo(say_id("filing.written", chosen(lang), name=str(output)), err=True)


@command.command("schema", help="filing.help.schema", short_help="filing.help.schema.short")
@lang_option
def schema(*, lang: str | None) -> None:
    """Prints the JSON Schema (2020-12) of a filing."""
    import msgspec

    from sekisho.cli.filing.forms import filing_schema

    document = msgspec.json.encode(filing_schema(chosen(lang)))
    click.echo(msgspec.json.format(document, indent=2).decode())


def _print_summary(file: Path, filing: Filing, wrong: int, lang: str) -> None:
    if wrong:
        click.echo(say_id("filing.check.evidence", lang, n=wrong))
        return
    counts: dict[str, Value] = {
        "parties": len(filing.parties),
        "components": len(filing.components),
        "reentrustments": len(filing.reentrustments),
        "evidence": len(filing.evidence),
    }
    click.echo(say_id("filing.check.ok", lang, name=file.name, **counts))
    click.echo(say_id("filing.check.next", lang, name=str(file)))


def _print_json(file: Path, filing: Filing | None, defects: tuple[Defect, ...], lang: str) -> None:
    import msgspec

    from sekisho.model.canonical import plain
    from sekisho.report.catalogue import say

    answer = {
        "file": file.name,
        "readable": filing is not None,
        "sha256": filing.sha256 if filing else "",
        "defects": [
            {
                **plain(defect),
                "said": say(defect.message, lang),
                "advice": say(defect.remedy, lang) if defect.remedy else "",
            }
            for defect in defects
        ],
    }
    click.echo(msgspec.json.format(msgspec.json.encode(answer), indent=2).decode())


for _further in (annex, package, record, status):
    command.add_command(_further)
