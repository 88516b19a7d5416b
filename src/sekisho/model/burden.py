"""The burden: what one filing asks of the one who files it."""

from __future__ import annotations

from sekisho.model.values.record import Record


class Burden(Record, frozen=True, kw_only=True):
    """What the law asks of a case, counted by the published formula (docs/explanation/burden.md).

    `fields` are the fields the needed filings ask for; each of them is `reused` (stated alike in
    the cleared filing), `prefilled` (by a tool) or `typed`. `open` are fields of which it cannot
    be told whether they are asked for. `days_before_acceptance` is absent where no submission is
    known, `days_on_clock` where the clock cannot be told; both count calendar days.
    """

    fields: int = 0
    typed: int = 0
    reused: int = 0
    prefilled: int = 0
    open: int = 0
    documents: int = 0
    questions: int = 0
    days_before_acceptance: int | None = None
    days_on_clock: int | None = None
