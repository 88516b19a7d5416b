"""What a pack does not know, in words: each row, and what it means for answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from sekisho.model.values.message import message
from sekisho.regime.authoring.gaps import PENDING, Gap
from sekisho.report.articles import say_article
from sekisho.report.catalogue import knows, say, say_date, say_id, visible
from sekisho.report.columns import wrap
from sekisho.report.rules.condition import fill
from sekisho.report.rules.tables import row_title, table_title


def gap_lines(gaps: Iterable[Gap], lang: str) -> Iterator[str]:
    """Says every gap under its table, and what it means for whoever relies on the pack."""
    gaps = tuple(gaps)
    yield ""
    yield wrap(say_id("gaps.count", lang, n=len(gaps)))
    for table, rows in groupby(gaps, key=attrgetter("table")):
        yield ""
        yield wrap(table_title(table, lang))
        for gap in rows:
            said = _row(gap, lang)
            first = "  " if said.startswith(gap.id) else f"  {gap.id}  "
            yield wrap(said, first=first, rest="    ")
        yield wrap(_means(table, lang), first="  → ", rest="    ")


def _row(gap: Gap, lang: str) -> str:
    title = row_title(gap.row, lang)
    if gap.table == PENDING:
        effective_on = getattr(gap.row, "effective_on", None)
        status = say_id(f"gaps.pending.{getattr(gap.row, 'status', '')}", lang)
        day = say_date(effective_on, lang) if effective_on else say_id("gaps.no_day", lang)
        return say_id("gaps.pending", lang, title=title, status=status, day=day)
    article = str(getattr(gap.row, "article", ""))
    cited = say_article(visible(article), lang)
    if not article or cited in title:
        return title
    return fill("diff.cited", lang, said=title, article=cited)


def _means(table: str, lang: str) -> str:
    top = table.partition(".")[0]
    for id in (f"gaps.means.{table}", f"gaps.means.{top}"):
        if knows(id, lang):
            return say(message(id), lang)
    return say_id("gaps.means", lang)
