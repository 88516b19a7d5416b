"""The text of a decision: what is signed, to the last byte."""

from __future__ import annotations

from datetime import date

from sekisho.model.case import Measure
from sekisho.model.schema import from_json
from sekisho.model.values.record import Record


class DecisionText(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/decision/1"):
    """A decision as it is signed.

    `act` is an act of the procedure; `until` the new last day of a shortening or extension;
    `measure` whether what is recommended or ordered is to go on as changed, or to stop;
    `filing_sha256` and `assessment_sha256` name what it was decided upon, `regime`,
    `regime_sha256` and `library_sha256` the law and the library that the acceptance fixed.

    What is stored are its canonical bytes; their plain SHA-256 is what is signed, so that whoever
    has downloaded them can compute it again.
    """

    act: str
    case: str
    reference: str = ""
    operator: str = ""
    reasons: str = ""
    measures: str = ""
    measure: Measure | None = None
    until: date | None = None
    filing_sha256: str = ""
    assessment_sha256: str = ""
    regime: str = ""
    regime_sha256: str = ""
    library_sha256: str = ""
    drafted_by: str = ""
    drafted_on: date | None = None

    @classmethod
    def read(cls, data: bytes) -> DecisionText:
        """Reads a stored decision."""
        return from_json(data, cls)
