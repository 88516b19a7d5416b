"""`sekisho regime schema`: what an editor needs to complete and check the files of a pack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.report.catalogue import catalogue, say_id
from sekisho.report.columns import pad, wrap

_FACTS = "facts"


@click.command("schema", cls=SpokenCommand, help="regime.schema", short_help="regime.schema.short")
@click.argument("table", required=False)
@click.option("--write", type=click.Path(path_type=Path), metavar="FOLDER", help="regime.opt.write")
@click.option("--json", "as_json", is_flag=True, help="regime.opt.json")
@lang_option
def schema(*, table: str | None, write: Path | None, as_json: bool, lang: str | None) -> int:
    """Prints the JSON Schema of a file of a pack, or the facts conditions may name."""
    from sekisho.regime.authoring.sources import file_kinds

    language = chosen(lang)
    if table == _FACTS:
        _print_facts(language, as_json=as_json)
        return 0
    topics = tuple(file_kinds())
    if table is not None and table.removesuffix(".yaml") not in topics:
        raise UsageError(
            message("schema.unknown", table=table),
            hint=message("schema.unknown.remedy", known=(*topics, _FACTS)),
        )
    wanted = topics if table is None else (table.removesuffix(".yaml"),)
    made = {topic: _schema(topic, language) for topic in wanted}
    if write is not None:
        _write(made, write, language)
    else:
        click.echo(_text(made if table is None else made[wanted[0]]))
    return 0


def _schema(topic: str, lang: str) -> dict[str, Any]:
    from sekisho.regime.authoring.schema import file_schema

    begins = "column."
    words = catalogue(lang).items()
    titles = {id.removeprefix(begins): said for id, said in words if id.startswith(begins)}
    return file_schema(topic, titles)


def _text(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False)


def _write(made: dict[str, dict[str, Any]], folder: Path, lang: str) -> None:
    from sekisho.read.refused import not_written

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for topic, document in made.items():
            (folder / f"{topic}.schema.json").write_text(f"{_text(document)}\n", encoding="utf-8")
    except OSError as error:
        raise not_written(folder, error) from error
    said = say_id("schema.written", lang, n=len(made), folder=str(folder))
    click.echo(wrap(said), err=True)
    # Not wrapped: a line that is there to be copied.
    click.echo("# yaml-language-server: $schema=schema/clocks.schema.json", err=True)


def _print_facts(lang: str, *, as_json: bool) -> None:
    from sekisho.cli.speech.documents import print_json
    from sekisho.regime.rules.vocabulary import FACTS
    from sekisho.report.rules.condition import say_fact

    if as_json:
        rows = [
            {"fact": name, "type": kind, "en": say_fact(name, "en"), "ja": say_fact(name, "ja")}
            for name, kind in FACTS.items()
        ]
        print_json(rows)
        return
    column = max(map(len, FACTS)) + 2
    for name, kind in FACTS.items():
        said = f"{say_fact(name, lang)} ({say_id(f'term.type.{kind}', lang)})"
        click.echo(wrap(said, first=pad(name, column)))
