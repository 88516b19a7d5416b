"""The whole of a pack looked at: every remark about it, so that one run shows all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sekisho.model.errors import PackError
from sekisho.regime.authoring.checks.conditions import WrittenConditions
from sekisho.regime.authoring.checks.dates import date_remarks
from sekisho.regime.authoring.checks.layout import layout_remarks
from sekisho.regime.authoring.checks.links import event_remarks, link_remarks, message_remarks
from sekisho.regime.authoring.checks.reasoning import reasoning_remarks
from sekisho.regime.authoring.checks.remarks import Remark, in_order
from sekisho.regime.authoring.sources import Source, read_source
from sekisho.regime.loader import assemble_pack


def look_at_pack(folder: Path, words: frozenset[str]) -> tuple[Remark, ...]:
    """Gives everything there is to say about a pack; `words` are the message ids with wording.

    What can only be seen in a pack whose fields and conditions are right is looked for once they
    are. Raises `PackError` for a file that is no YAML at all.
    """
    return in_order(tuple(_remarks(read_source(folder), words)))


def _remarks(source: Source, words: frozenset[str]) -> Iterator[Remark]:
    layout = tuple(layout_remarks(source))
    yield from layout
    conditions = tuple(WrittenConditions(source).remarks())
    yield from conditions
    yield from message_remarks(source, words)
    if layout:
        return
    yield from date_remarks(source)
    if any(each.level == "error" for each in conditions):
        return
    try:
        pack = assemble_pack(dict(source.trees), dict(source.holidays), source.folder)
    except PackError as error:
        for defect in error.defects:
            yield Remark(level="error", defect=defect)
        return
    links = tuple(link_remarks(source, pack))
    yield from links
    yield from event_remarks(source, pack)
    if not links:
        yield from reasoning_remarks(source, pack)
