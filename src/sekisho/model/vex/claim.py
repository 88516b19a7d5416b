"""A claim: one VEX statement laid beside a finding."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sekisho.model.values.record import Record
from sekisho.model.vex.document import VexStatus

SignatureState = Literal["not_verified", "verified"]
Standing = Literal["counts", "superseded", "contradicted"]
ClaimMatch = Literal["reference", "purl", "hash", "cpe", "name"]


class Claim(Record, frozen=True, kw_only=True):
    """What somebody states about what was found, and how far it counts.

    `document` is the id of the VEX document, `document_sha256` the digest of its bytes; `signature` says whether
    a signature made in the author's name over that digest holds. `on` is the
    day of the statement, absent where none can be read. `match` says by what the product was
    recognised. `corroborated_by` names who, other than the author, states under signature that
    the document can be trusted. `place` is `EVIDENCE_ID#POINTER`.
    """

    status: VexStatus
    author: str = ""
    author_role: str = ""
    signature: SignatureState = "not_verified"
    document: str = ""
    document_version: str = ""
    document_sha256: str = ""
    on: date | None = None
    justification: str = ""
    standing: Standing = "counts"
    match: ClaimMatch = "purl"
    corroborated_by: str = ""
    place: str = ""
