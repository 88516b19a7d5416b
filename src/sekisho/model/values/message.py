"""Messages: an id with typed parameters, worded only at the edge."""

from __future__ import annotations

from sekisho.model.values.record import Record

Value = str | int | bool | tuple[str, ...]
"""What a message parameter may be: dates travel as ISO 8601 text, ratios as `Ratio` text."""


class Message(Record, frozen=True, kw_only=True):
    """A sentence to be said in the reader's language.

    `id` names an entry of the catalogues in `report/messages`; `params` fill its places.
    No wording is stored, so a digest never depends on a translation.
    """

    id: str
    params: dict[str, Value] = {}


def message(id: str, /, **params: Value) -> Message:
    """Makes a message from its id and its parameters."""
    return Message(id=id, params=params)
