"""The annex of a pack: what is asked and agreed, each tied to a risk-management measure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sekisho.model.errors import PackError, Place, UsageError
from sekisho.model.filing import Act
from sekisho.model.values.message import message
from sekisho.regime.tables.contents import Measure
from sekisho.regime.tables.desk.annex import AnnexRow
from sekisho.regime.tables.law import Title
from sekisho.regime.tables.whole import Pack

FILE = "annex.yaml"


@dataclass(frozen=True, slots=True)
class Item:
    """A measure of the pack with what the annex says for it."""

    measure: Measure
    row: AnnexRow


@dataclass(frozen=True, slots=True)
class Annex:
    """The annex of a pack for some acts: its items in the order of the measures."""

    regime: str
    title: Title
    acts: tuple[Act, ...]
    items: tuple[Item, ...]

    @property
    def unverified(self) -> bool:
        """Whether the wording of some measure was never compared with its source."""
        return any(item.measure.unverified for item in self.items)


def read_annex(pack: Pack, acts: Iterable[Act]) -> Annex:
    """Reads the annex of a pack for the acts given.

    Raises `UsageError` for a pack without one, `PackError` for one that speaks of a measure the
    pack does not know or uses an id twice.
    """
    if not pack.annex:
        raise UsageError(
            message("annex.none", regime=pack.head.id), hint=message("annex.none.remedy")
        )
    _check(pack, pack.annex)
    wanted = tuple(acts)
    by_measure = {row.measure: row for row in pack.annex}
    items = tuple(
        Item(measure, by_measure[measure.id])
        for measure in pack.measures
        if measure.id in by_measure and (not measure.acts or set(measure.acts) & set(wanted))
    )
    return Annex(pack.head.id, pack.head.title, wanted, items)


def _check(pack: Pack, rows: tuple[AnnexRow, ...]) -> None:
    known = {measure.id for measure in pack.measures}
    seen: set[str] = set()
    for row in rows:
        if row.measure not in known:
            raise _wrong("annex.unknown_measure", row.measure)
        for id in (row.measure, *(question.id for question in row.questions)):
            if id in seen:
                raise _wrong("annex.doubled", id)
            seen.add(id)


def _wrong(id: str, word: str) -> PackError:
    return PackError(message(id, word=word), place=Place(file=FILE))
