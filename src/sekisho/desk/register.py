"""The register of an operator: read from one sheet, made from cleared filings, written again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec.structs import replace

from sekisho.model.errors import Defect, DefectsError
from sekisho.model.filing import Filing
from sekisho.model.operator.register import Register, RegisterEntry
from sekisho.model.values.message import message
from sekisho.read.filing.document import form_of
from sekisho.read.filing.walk import Walk
from sekisho.read.json_tree import parse_json
from sekisho.read.shape import fields_of, schema_of
from sekisho.read.sheets.listing import (
    Listing,
    ListRow,
    Wording,
    columns_of,
    defect,
    plain_name,
    read_listing,
    record_of,
)
from sekisho.read.tree import Node, parse_yaml

REGISTER = Listing(
    key="register",
    columns=(
        *columns_of(RegisterEntry, chosen=("facility_kind",)),
        *columns_of(Register, chosen=("sector", "authority")),
    ),
    needed=("facility", "component"),
)
"""One row a component; what holds for the whole register may stand in any row, once is enough."""

_WHOLE = tuple(column.key for column in columns_of(Register))


@dataclass(frozen=True, slots=True)
class RegisterRead:
    """A register after reading, what was wrong with its rows, and headings nobody claims."""

    register: Register
    defects: tuple[Defect, ...] = ()
    unread: tuple[str, ...] = ()


def import_register(data: bytes, name: str, wording: Wording) -> RegisterRead:
    """Reads a register from a sheet; rows that are wrong are left out and told.

    Raises `InputError` when the sheet cannot be read at all.
    """
    found = read_listing(data, name, REGISTER, wording)
    entries: dict[tuple[str, str], RegisterEntry] = {}
    defects: list[Defect] = []
    whole = Register()
    for row in found.rows:
        whole, wrong = _whole(whole, row)
        entry, more = record_of(row, RegisterEntry)
        wrong = (*row.defects, *wrong, *more)
        if not wrong and isinstance(entry, RegisterEntry):
            wrong = _wrong_entry(entry, row, entries)
            if not wrong:
                entries[_key(entry)] = entry
        defects += wrong
    register = replace(whole, entries=tuple(entries.values()))
    return RegisterRead(register, tuple(defects), found.unread)


def read_register(data: bytes, name: str, wording: Wording) -> RegisterRead:
    """Reads a register in any form: a sheet, or the YAML or JSON it was imported to.

    Raises `InputError` when it cannot be read at all; a document that is wrong in any place
    raises `DefectsError`, since only a sheet is read row by row.
    """
    if name.casefold().endswith((".csv", ".tsv", ".txt")) or form_of(data, name) == "xlsx":
        return import_register(data, name, wording)
    root = parse_json(data, name) if form_of(data, name) == "json" else parse_yaml(data, name)
    _check_schema(root)
    walk = Walk()
    register = walk.record(root, Register)
    if walk.defects:
        raise DefectsError(tuple(walk.defects))
    return RegisterRead(register or Register())


def register_from(filings: Sequence[Filing]) -> Register:
    """Makes a register from cleared filings: what was filed once is typed no second time.

    Plans for an introduction give facility and components, plans for an entrustment who
    maintains them, under which reference and for how long. Later filings come before earlier
    ones where both speak of the same component.
    """
    in_order = sorted(filings, key=lambda filing: (str(filing.filed_on or ""), filing.reference))
    entries: dict[tuple[str, str], RegisterEntry] = {}
    for filing in in_order:
        for entry in _introduced(filing):
            entries[_key(entry)] = entry
    for filing in in_order:
        entries = {key: _entrusted(entry, filing) for key, entry in entries.items()}
    return replace(_head_of(in_order), entries=tuple(entries.values()))


def sheet_rows(register: Register) -> list[dict[str, Any]]:
    """Gives the rows of the sheet of a register; what holds for all stands in the first."""
    rows = [msgspec.structs.asdict(entry) for entry in register.entries]
    if rows:
        rows[0] |= {key: getattr(register, key) for key in _WHOLE}
    return rows


def _whole(known: Register, row: ListRow) -> tuple[Register, tuple[Defect, ...]]:
    """Takes what a row says of the whole register; it may not contradict an earlier row."""
    made, defects = record_of(row, Register)
    wrong = list(defects)
    for key in _WHOLE:
        value, default = getattr(made, key), fields_of(Register)[key].default
        stated = getattr(known, key)
        if value in (default, stated):
            continue
        if stated != default:
            place = row.values[key].place
            wrong.append(defect(message("register.contradiction", before=str(stated)), place))
        else:
            known = replace(known, **{key: value})
    return known, tuple(wrong)


def _wrong_entry(
    entry: RegisterEntry, row: ListRow, known: dict[tuple[str, str], RegisterEntry]
) -> tuple[Defect, ...]:
    starts, ends = entry.entrustment_starts_on, entry.entrustment_ends_on
    if _key(entry) in known:
        said = message("register.twice", component=entry.component, facility=entry.facility)
        return (defect(said, row.values["component"].place),)
    if starts and ends and ends < starts:
        said = message("register.period", starts=starts.isoformat(), ends=ends.isoformat())
        return (defect(said, row.values["entrustment_ends_on"].place),)
    return ()


def _key(entry: RegisterEntry) -> tuple[str, str]:
    return plain_name(entry.facility), plain_name(entry.component)


def _introduced(filing: Filing) -> Iterable[RegisterEntry]:
    facility = filing.facility
    planned = filing.introduction.planned_on if filing.introduction else None
    for part in filing.components:
        yield RegisterEntry(
            facility=facility.name,
            component=part.id,
            type=part.type,
            name=part.name,
            function=part.function,
            version=part.version,
            supplier=_name(filing, part.supplier),
            introduced_on=planned,
            cleared_plan=filing.reference,
            facility_kind=facility.kind,
            facility_supplier=_name(filing, facility.supplier),
            embedded_facility=facility.embedded_facility,
        )


def _entrusted(entry: RegisterEntry, filing: Filing) -> RegisterEntry:
    """Adds who maintains a component of the facility that an entrustment was filed for."""
    work = filing.entrustment
    same = plain_name(filing.facility.name) == plain_name(entry.facility)
    if work is None or not same or not work.contractor:
        return entry
    if work.works and "maintenance" not in work.works:
        return entry
    return replace(
        entry,
        updates_by=_name(filing, work.contractor),
        entrustment=filing.reference,
        entrustment_starts_on=work.starts_on,
        entrustment_ends_on=work.ends_on,
    )


def _head_of(filings: Sequence[Filing]) -> Register:
    head = Register()
    for filing in filings:
        head = Register(
            operator=_name(filing, filing.operator.party) or head.operator,
            designated_on=filing.operator.designated_on or head.designated_on,
            released_on=filing.operator.released_on or head.released_on,
            sector=filing.sector or head.sector,
            authority=filing.authority or head.authority,
            regime=filing.regime or head.regime,
            as_of=filing.filed_on or head.as_of,
            fictional=filing.fictional or head.fictional,
        )
    return head


def _name(filing: Filing, id: str) -> str:
    party = filing.party(id)
    return party.name or party.id if party else id


def _check_schema(root: Node) -> None:
    stated = root.value.get("schema") if isinstance(root.value, dict) else None
    wanted = schema_of(Register)
    if stated is None or stated.value != wanted:
        place = stated.place if stated is not None else root.place
        remedy = message("register.no_schema.remedy", wanted=wanted)
        raise DefectsError((defect(message("register.no_schema"), place, remedy),))
