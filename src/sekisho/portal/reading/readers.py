"""Readers that run apart and are the portal's own."""

from __future__ import annotations

import msgspec

from sekisho.desk.register import RegisterRead, read_register
from sekisho.model.canonical import decode_hook
from sekisho.model.evidence import Evidence, EvidenceItem
from sekisho.portal.reading.frames import split
from sekisho.read.case import evidence_from_bytes
from sekisho.report.catalogue import both


def evidence(data: bytes, file: str) -> EvidenceItem:
    """Reads a piece of evidence: its row, packed, then the bytes of the file."""
    del file
    row, rest = split(data)
    stated = msgspec.msgpack.decode(row, type=Evidence, dec_hook=decode_hook)
    return evidence_from_bytes(stated, bytes(rest))


def register(data: bytes, file: str) -> RegisterRead:
    """Reads a register in any form."""
    return read_register(data, file, both)
