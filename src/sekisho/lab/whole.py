"""Real cases vetted in full under two laws, each with the library as it stood on its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sekisho.lab.past.sources import Source
from sekisho.lab.replay.sides import Side
from sekisho.lab.result import Vetted
from sekisho.library.snapshot import Library, open_library
from sekisho.model.assessment import Assessment
from sekisho.model.errors import Place, UsageError
from sekisho.model.values.message import message
from sekisho.vet import vet


class Libraries:
    """The snapshots in a folder, by the day each was made."""

    def __init__(self, folder: Path) -> None:
        found = [path.parent for path in sorted(folder.glob("*/manifest.json"))]
        if (folder / "manifest.json").is_file():
            found.append(folder)
        opened = [open_library(path) for path in found]
        self._by_day = {lib.made_on: lib for lib in opened if lib.made_on is not None}
        if not self._by_day:
            raise UsageError(
                message("lab.no_libraries"),
                place=Place(file=str(folder)),
                hint=message("lab.no_libraries.remedy"),
            )

    def on(self, day: date) -> tuple[date, Library] | None:
        """Gives the latest snapshot made on or before a day, `None` when there is none."""
        days = [made for made in self._by_day if made <= day]
        return (max(days), self._by_day[max(days)]) if days else None


def vet_whole(
    source: Source, base: Side, drafts: tuple[Side, ...], libraries: Libraries
) -> Iterator[Vetted]:
    """Yields each real case that has a library of its day, under each draft."""
    for past in source.cases:
        case, held = source.whole.get(past.id), libraries.on(past.on)
        if case is None or held is None:
            continue
        made_on, library = held
        before = vet(case, base.regime_on(past.on), library, past.on)
        for at, draft in enumerate(drafts):
            after = vet(case, draft.regime_on(past.on), library, past.on)
            yield Vetted(
                id=past.id,
                on=past.on,
                draft=at,
                library_on=made_on,
                route_before=before.route.id,
                route_after=after.route.id,
                gained=_only(after, before),
                lost=_only(before, after),
            )


def _only(left: Assessment, right: Assessment) -> tuple[str, ...]:
    """The rules of findings that stand in the one assessment and not in the other."""
    others = {(f.rule, f.subject, f.state) for f in right.findings}
    rules = [f.rule for f in left.findings if (f.rule, f.subject, f.state) not in others]
    return tuple(sorted(set(rules)))
