"""`sekisho regime diff`: what changed between two packs, or two states of one, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from sekisho.cli.regime.said.lines import version_line
from sekisho.cli.rules import Named, open_pack
from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import chosen, lang_option, today
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.report.catalogue import say_id
from sekisho.report.columns import wrap

if TYPE_CHECKING:
    from sekisho.regime.authoring.compare import RowChange
    from sekisho.regime.tables.whole import Tables


@click.command("diff", cls=SpokenCommand, help="regime.diff", short_help="regime.diff.short")
@click.argument("before")
@click.argument("after")
@click.option("--json", "as_json", is_flag=True, help="regime.opt.json")
@lang_option
def diff(*, before: str, after: str, as_json: bool, lang: str | None) -> int:
    """Says what changed between two packs; exit code 0 whether anything did or not."""
    from sekisho.regime.authoring.compare import compare
    from sekisho.report.rules.differences import in_reading_order

    language = chosen(lang)
    left, right = open_pack(before), open_pack(after)
    sides = _sides(left, right)
    changes = in_reading_order(compare(*sides))
    if as_json:
        print_json({"before": _named(left), "after": _named(right), "changes": changes})
    else:
        click.echo("\n".join(_lines((left, right), sides, changes, language)))
    return 0


def _sides(left: Named, right: Named) -> tuple[Tables, Tables]:
    """Two whole packs, else both as they stand: the one without a day on the day of the other."""
    if not left.state and not right.state:
        return left.pack, right.pack
    days = left.day, right.day
    return (
        left.standing(days[0] or days[1] or today()),
        right.standing(days[1] or days[0] or today()),
    )


def _named(named: Named) -> dict[str, str]:
    return {"asked": named.asked, "sha256": named.pack.sha256}


def _lines(
    named: tuple[Named, Named],
    sides: tuple[Tables, Tables],
    changes: tuple[RowChange, ...],
    lang: str,
) -> Iterator[str]:
    from sekisho.regime.pack import Regime
    from sekisho.report.rules.condition import fill
    from sekisho.report.rules.differences import change_lines

    yield say_id("diff.head", lang, before=named[0].asked, after=named[1].asked)
    for id, side in zip(("diff.before", "diff.after"), sides, strict=True):
        if isinstance(side, Regime):
            what, version = side.edition.what.said_in(lang), version_line(side, lang)
            said = fill("diff.version", lang, what=what, version=version)
            yield wrap(said, first=f"  {say_id(id, lang)}", rest="    ")
    yield wrap(say_id("diff.count" if changes else "diff.same", lang, n=len(changes)))
    yield from change_lines(changes, *sides, lang)
