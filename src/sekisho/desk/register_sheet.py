"""A register as a sheet to fill in, and the words in one that the rule pack does not know.

Only what writes workbooks imports this module, since the library is slow to import.
"""

from __future__ import annotations

from collections.abc import Sequence

from sekisho.desk.register import REGISTER, sheet_rows
from sekisho.model.operator.register import OWN_STAFF, Register
from sekisho.read.sheets.listing_write import Sheet, write_listing
from sekisho.regime.loader import find_pack
from sekisho.regime.tables.law import Authority, FacilityKind, Sector
from sekisho.regime.words import Named, find_id
from sekisho.report.catalogue import both


def register_sheet(register: Register) -> bytes:
    """Writes a register as a sheet to fill in, with drop-downs of what the rule pack knows."""
    pack = find_pack(register.regime or "jp-espa")
    named: dict[str, tuple[FacilityKind | Sector | Authority, ...]] = {
        "facility_kind": pack.facilities,
        "sector": pack.sectors,
        "authority": pack.authorities,
    }
    choices = {
        key: [(row.id, f"{row.title.ja} / {row.title.en}") for row in rows]
        for key, rows in named.items()
    }
    choices["updates_by"] = [(OWN_STAFF, " / ".join(both("triage.word.own_staff")))]
    return write_listing(Sheet(REGISTER, sheet_rows(register), choices=choices), both)


def unknown_words(register: Register) -> tuple[str, ...]:
    """Gives the kinds of facility, the sector and the authority that the rule pack does not know."""
    pack = find_pack(register.regime or "jp-espa")
    kinds = dict.fromkeys(entry.facility_kind for entry in register.entries)
    asked: list[tuple[str, Sequence[Named]]] = [
        *((word, pack.facilities) for word in kinds),
        (register.sector, pack.sectors),
        (register.authority, pack.authorities),
    ]
    return tuple(word for word, rows in asked if word and not find_id(rows, word))
