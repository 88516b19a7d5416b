"""The past case: so much of a case as a replay needs, in one compact record."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import msgspec

from sekisho.model.canonical import decode_hook, encode_hook
from sekisho.model.case import Case, Event, Precedent
from sekisho.model.filing import Filing
from sekisho.model.operator.profile import OperatorProfile
from sekisho.model.values.record import Record


class PastCase(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/past_case/1"):
    """One case as it stood on the day `on`, with what is known of its operator.

    `operator` is an id of the operator table beside the cases; a case kept alone carries its
    `profile` itself. `examiner_hours` are whole hours the authority spent on it, where known;
    `clean` whether its vetting found nothing new and left nothing unanswered, absent where that
    was not kept.
    """

    id: str
    on: date
    operator: str = ""
    profile: OperatorProfile | None = None
    filing: Filing | None = None
    cleared: Filing | None = None
    events: tuple[Event, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    clean: bool | None = None
    examiner_hours: int | None = None

    @property
    def case(self) -> Case:
        """The case as a vetting sees it; evidence was not kept."""
        return Case(
            filing=self.filing,
            cleared=self.cleared,
            events=self.events,
            precedents=self.precedents,
        )


class OperatorRow(Record, frozen=True, kw_only=True):
    """An operator of the table beside the cases."""

    id: str
    profile: OperatorProfile


class Chunk(Record, frozen=True, kw_only=True):
    """One file of cases: JSON lines, packed with Zstandard."""

    file: str
    sha256: str
    count: int


Nature = Literal["scenario", "pack_cases", "fictional", "real"]
"""Whether past cases happened: drawn by assumptions, made up to test a pack, filings of which
some are marked fictional, or real ones.
"""


class Assumed(Record, frozen=True, kw_only=True):
    """An assumption a population was made by: its id, the value taken, and where that is from."""

    id: str
    value: str
    source: str


class Manifest(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/cases/1"):
    """What a folder of past cases says of itself.

    `synthetic` cases never happened; `scenario` names the set of assumptions they were made by
    and `seed` the drawing, `regime_sha256` the pack whose words they are written in. `as_of` is
    the last day of the cases: operators are judged as of it.
    """

    title: str
    synthetic: bool
    as_of: date
    count: int
    operators: int
    operators_sha256: str
    chunks: tuple[Chunk, ...]
    scenario: str = ""
    seed: int | None = None
    year: int | None = None
    regime: str = ""
    regime_sha256: str = ""
    assumptions: tuple[Assumed, ...] = ()


def encode(record: Any) -> bytes:
    """Writes a record as one line of JSON, fields at their default left out."""
    return _ENCODER.encode(record)


_ENCODER = msgspec.json.Encoder(enc_hook=encode_hook)
CASES = msgspec.json.Decoder(PastCase, dec_hook=decode_hook)
OPERATORS = msgspec.json.Decoder(OperatorRow, dec_hook=decode_hook)
MANIFESTS = msgspec.json.Decoder(Manifest, dec_hook=decode_hook)
