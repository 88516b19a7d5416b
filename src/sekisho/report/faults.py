"""What parsers say is wrong with a document, as messages: their own sentences are English."""

from __future__ import annotations

import re

from sekisho.model.values.message import Message, message

_AT = re.compile(r" - at `(?P<at>[^`]*)`$")
_TYPES = {
    "int": "number",
    "float": "number",
    "decimal": "number",
    "str": "text",
    "bool": "yes_no",
    "null": "nothing",
    "date": "day",
    "array": "list",
    "object": "record",
}
"""What msgspec calls a kind of value -> the word the catalogues have for it."""

_SENTENCES = tuple(
    (re.compile(pattern), id)
    for pattern, id in (
        (r"Expected `(?P<wanted>[^`]+)`, got `(?P<found>[^`]+)`", "fault.type"),
        (r"Expected `(?P<wanted>[^`]+)` .+", "fault.range"),
        (r"Object missing required field `(?P<name>[^`]+)`", "fault.missing"),
        (r"Object contains unknown field `(?P<name>[^`]+)`", "fault.unknown"),
        (r"Invalid (?:enum )?value ['`\"]?(?P<value>.*?)['`\"]?", "fault.value"),
        (r"Invalid RFC3339 encoded .+", "fault.day"),
        (r"JSON is malformed: .+ \(byte (?P<byte>\d+)\)", "fault.json"),
        (r"Input data was truncated", "fault.cut"),
        (r"(?:did not find expected|could not find expected) (?P<sign>'.+')", "fault.expected"),
        (r"did not find expected key", "fault.key"),
        (r"did not find expected node content", "fault.content"),
        (r"mapping values are not allowed in this context", "fault.colon"),
        (r"block sequence entries are not allowed in this context", "fault.dash"),
        (r"found unexpected end of stream", "fault.quote"),
        (r"found character that cannot start any token", "fault.character"),
        (r"found a tab character .+", "fault.tab"),
        (r"found unknown escape character", "fault.escape"),
        (r"control characters are not allowed", "fault.control"),
        (r"found undefined alias", "fault.alias"),
    )
)
"""The sentences of msgspec and libyaml that are known; others are said as a whole."""


def read_fault(said: str) -> tuple[Message | None, str]:
    """Reads the sentence of a parser: gives it as a message, `None` for one that is not known, and
    the place it names (`$.rows[0].days`), empty when it names none.
    """
    at = _AT.search(said)
    sentence = said[: at.start()] if at else said
    place = at["at"] if at else ""
    for pattern, id in _SENTENCES:
        if found := pattern.fullmatch(sentence):
            params = {
                name: _types(value) if name in {"wanted", "found"} else value
                for name, value in found.groupdict().items()
            }
            return message(id, **params), place
    return None, place


def _types(written: str) -> tuple[str, ...]:
    """Gives the words for what msgspec writes as `int | null`."""
    return tuple(
        f"kind.{_TYPES[each]}" if each in _TYPES else each for each in written.split(" | ")
    )
