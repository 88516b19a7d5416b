"""The notes of an operator: what a ministry's desk answered, kept beside the rules it is about."""

from __future__ import annotations

from datetime import date

from sekisho.model.values.record import Record


class Note(Record, frozen=True, kw_only=True):
    """What a desk answered in a prior consultation, in the operator's own words.

    `rules` are ids of a rule pack: of duties, exemptions, contents, or fields of a change. `desk`
    is who answered, `scope` what the answer was limited to. A note is no law and changes no answer.
    """

    id: str
    rules: tuple[str, ...]
    on: date
    desk: str = ""
    scope: str = ""
    text: str


class Notes(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/notes/1"):
    """The notes of one operator; private to it."""

    operator: str = ""
    notes: tuple[Note, ...] = ()
    fictional: bool = False
