"""`sekisho names compare`: two names side by side, or a table of pairs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.cli.speech.words import as_name

if TYPE_CHECKING:
    from sekisho.match.names.compare import Comparison

_MATCH, _NOT_COMPARED = 1, 3


@click.command(name="compare", cls=SpokenCommand, help="cli.names.compare")
@click.argument("left", required=False)
@click.argument("right", required=False)
@click.option("--csv", "table", type=click.Path(path_type=Path), help="cli.names.compare.csv")
@click.option("--json", "as_json", is_flag=True, help="cli.names.compare.json")
@lang_option
def compare(
    *, left: str | None, right: str | None, table: Path | None, as_json: bool, lang: str | None
) -> int:
    """Compares two names; exit code 1 when they match, 3 when one holds nothing to compare."""
    language = chosen(lang)
    if table is not None:
        from sekisho.cli.names.pairs import compare_table

        _refuse_both(left, as_json=as_json)
        return _NOT_COMPARED if compare_table(table, language) else 0
    if left is None or right is None:
        raise _usage("error.names_two_needed")
    from sekisho.match.names import compare as compare_names

    found = compare_names(as_name(left), as_name(right))
    if as_json:
        from sekisho.match.names.record import as_record

        print_json(as_record(found))
    else:
        click.echo(_text(found, language))
    if not found.left.words or not found.right.words:
        return _NOT_COMPARED
    return _MATCH if found.match else 0


def _refuse_both(left: str | None, *, as_json: bool) -> None:
    if left is not None:
        raise _usage("error.names_or_table")
    if as_json:
        raise _usage("error.names_table_is_csv")


def _usage(id: str) -> Exception:
    from sekisho.model.errors import UsageError
    from sekisho.model.values.message import message

    return UsageError(message(id), hint=message(f"{id}.remedy"))


def _text(found: Comparison, lang: str) -> str:
    from msgspec.structs import replace

    from sekisho.model.values.message import message
    from sekisho.report.catalogue import say, visible
    from sekisho.report.columns import wrap

    lines = [
        wrap(say(message("names.said.left", name=visible(found.left.name[:400])), lang)),
        wrap(say(message("names.said.right", name=visible(found.right.name[:400])), lang)),
        wrap(
            say(
                message(
                    "names.said.score",
                    score=found.score,
                    strength=f"names_{found.strength}",
                ),
                lang,
            )
        ),
    ]
    if not found.left.words or not found.right.words:
        lines.append(wrap(say(message("names.said.nothing"), lang), first="  ", rest="  "))
    # Here neither name was searched or listed.
    neutral = {"names.left_only": "names.first_only", "names.right_only": "names.second_only"}
    told = (replace(line, id=neutral.get(line.id, line.id)) for line in found.explain())
    lines += [wrap(say(line, lang), first="  ", rest="    ") for line in told]
    for side, name in (("left", found.left), ("right", found.right)):
        if name.words:
            lines.append(say(message(f"names.said.parts_{side}"), lang))
        for word in name.words:
            shown = visible(name.name[word.start : word.end])
            said = message(
                "names.said.part", written=shown, role=f"role_{word.role}", spelt=word.text
            )
            lines.append(wrap(say(said, lang), first="  ", rest="    "))
        for form in name.forms:
            said = message("names.said.form", written=visible(form.written), kind=form.kind)
            lines.append(wrap(say(said, lang), first="  ", rest="    "))
    return "\n".join(lines)
