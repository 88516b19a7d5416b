"""Which plan is asked about its contents: the one filed, or the changed one a change leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec
from msgspec.structs import fields, replace

from sekisho.model.case import Case
from sekisho.model.filing import Filing, Reentrustment
from sekisho.model.party import Party
from sekisho.regime.pack import Regime
from sekisho.regime.tables.contents import Condition, Contents, Field

_Struct = TypeVar("_Struct", bound=msgspec.Struct)

OWN = frozenset(
    {
        "reference",
        "kind",
        "regime",
        "filed_on",
        "change",
        "emergency",
        "acquisition",
        "authorisations",
        "evidence",
        "fictional",
        "notes",
        "prefilled",
    }
)
"""What a filing says of itself; everything else speaks of the plan."""


class Judged(msgspec.Struct, frozen=True):
    """The filing whose contents are asked for, and as what.

    `filing` is the changed plan where a change is filed: the cleared plan with the values of the
    filing laid over it. `cleared` is then the plan before. `is_open` says that a change is filed
    and no cleared plan is at hand: what its plan lacks cannot be told.
    """

    filing: Filing
    filings: frozenset[str]
    cleared: Filing | None = None
    is_open: bool = False

    def fields(self, contents: Contents) -> Iterator[Field]:
        """Yields the rows of fields that can be asked."""
        return (row for row in contents.fields if self.asks(row) and self.knows(row))

    def conditions(self, contents: Contents) -> Iterator[Condition]:
        """Yields the rows of conditions that can be asked."""
        return (row for row in contents.conditions if self.asks(row) and self.knows(row))

    def asks(self, row: Field | Condition) -> bool:
        """Says whether one of the filings needed asks a row."""
        return bool(self.filings.intersection(row.filings))

    def knows(self, row: Field | Condition) -> bool:
        """Says whether what a row asks of is at hand: without a cleared plan, only what the filing
        says of itself.
        """
        if not self.is_open or row.scope == "evidence":
            return True
        paths = row.paths if isinstance(row, Field) else (row.path,)
        return row.scope == "filing" and all(path.partition(".")[0] in OWN for path in paths)


def judge(regime: Regime, case: Case, filing: Filing, filings: Iterable[str]) -> Judged:
    """Gives what is asked about its contents where these filings are needed.

    A whole plan states everything itself, even where it is filed together with a change.
    """
    needed = frozenset(filings)
    if not needed.intersection(regime.contents.changed) or needed.intersection(
        regime.contents.whole
    ):
        return Judged(filing, needed)
    if case.cleared is None:
        return Judged(filing, needed, is_open=True)
    return Judged(lay_over(filing, case.cleared), needed, case.cleared)


def lay_over(filing: Filing, cleared: Filing) -> Filing:
    """Gives the cleared plan with what a filing states laid over it.

    What the filing leaves empty is the cleared plan's; what has an id is matched by it, first
    come those of the filing in its order; lists of holders, officers, years and sales are
    replaced as a whole. What a filing says of itself, its evidence among it, is never inherited.
    """
    laid = _over(filing, cleared, OWN)
    return replace(
        laid,
        parties=_with_holders(laid.parties, filing.parties),
        reentrustments=_with_shortcuts(laid.reentrustments, filing, cleared),
    )


def _with_holders(laid: tuple[Party, ...], stated: tuple[Party, ...]) -> tuple[Party, ...]:
    """Holders, and that there are none, are one answer: half of it is not inherited."""
    own = {party.id: party for party in stated if party.vote_holders or party.no_vote_holders}
    return tuple(
        replace(
            party,
            vote_holders=own[party.id].vote_holders,
            no_vote_holders=own[party.id].no_vote_holders,
        )
        if party.id in own
        else party
        for party in laid
    )


def _with_shortcuts(
    laid: tuple[Reentrustment, ...], filing: Filing, cleared: Filing
) -> tuple[Reentrustment, ...]:
    """What was proven of one re-contractor proves nothing of another put in its place."""
    own = {link.id: link for link in filing.reentrustments}
    before = {link.id: link.contractor for link in cleared.reentrustments}
    return tuple(
        replace(link, shortcut=own[link.id].shortcut)
        if link.id in own and link.contractor != before.get(link.id, link.contractor)
        else link
        for link in laid
    )


def _over(own: _Struct, base: _Struct, kept: frozenset[str] = frozenset()) -> _Struct:
    merged = {
        field.name: _value(getattr(own, field.name), getattr(base, field.name), field)
        for field in fields(own)
        if field.name not in kept
    }
    return replace(own, **merged)


def _value(own: object, base: object, field: msgspec.structs.FieldInfo) -> object:
    if isinstance(own, msgspec.Struct) and isinstance(base, msgspec.Struct):
        return _over(own, base)
    if isinstance(own, tuple) and isinstance(base, tuple) and _have_ids((*own, *base)):
        return _by_id(own, base)
    return base if own in (field.default, ()) else own


def _have_ids(records: tuple[object, ...]) -> bool:
    return all(isinstance(record, msgspec.Struct) and hasattr(record, "id") for record in records)


def _by_id(
    own: tuple[msgspec.Struct, ...], base: tuple[msgspec.Struct, ...]
) -> tuple[msgspec.Struct, ...]:
    before = {str(getattr(record, "id", "")): record for record in base}
    laid = []
    for record in own:
        under = before.pop(str(getattr(record, "id", "")), None)
        laid.append(_over(record, under) if under is not None else record)
    return (*laid, *before.values())
