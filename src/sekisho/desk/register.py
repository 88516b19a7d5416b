"""The register of an operator: read from one sheet, made from cleared filings, written again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from sekisho.desk.plans import HandedIn, check_operator
from sekisho.model.errors import Defect
from sekisho.model.filing import Filing
from sekisho.model.operator.register import Register, RegisterEntry
from sekisho.model.values.message import message
from sekisho.read.filing.stored import read_stored
from sekisho.read.shape import fields_of
from sekisho.read.sheets.listing import (
    Listing,
    ListRow,
    Wording,
    columns_of,
    defect,
    is_list,
    plain_name,
    read_listing,
    record_of,
)

REGISTER = Listing(
    key="register",
    columns=(
        *columns_of(RegisterEntry, chosen=("facility_kind", "updates_by")),
        *columns_of(Register, chosen=("sector", "authority")),
    ),
    needed=("facility", "component"),
)
"""One row a component; what holds for the whole register may stand in any row, once is enough."""

Stated = TypeVar("Stated", Register, RegisterEntry)

_WHOLE = tuple(column.key for column in columns_of(Register))


@dataclass(frozen=True, slots=True)
class RegisterRead:
    """A register after reading, what was wrong with its rows, and headings nobody claims.

    `left_rows` counts the rows that were left out for what was wrong with them.
    """

    register: Register
    defects: tuple[Defect, ...] = ()
    unread: tuple[str, ...] = ()
    left_rows: int = 0


def import_register(data: bytes, name: str, wording: Wording) -> RegisterRead:
    """Reads a register from a sheet; rows that are wrong are left out and told.

    Raises `InputError` when the sheet cannot be read at all.
    """
    found = read_listing(data, name, REGISTER, wording)
    entries: dict[tuple[str, str], RegisterEntry] = {}
    defects: list[Defect] = []
    left = 0
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
        left += bool(wrong)
    register = replace(whole, entries=tuple(entries.values()))
    return RegisterRead(register, tuple(defects), found.unread, left)


def read_register(data: bytes, name: str, wording: Wording) -> RegisterRead:
    """Reads a register in any form: a sheet, or the YAML or JSON it was imported to.

    Raises `InputError` when it cannot be read at all; a document that is wrong in any place
    raises `DefectsError`, since only a sheet is read row by row.
    """
    if is_list(data, name):
        return import_register(data, name, wording)
    return RegisterRead(read_stored(data, name, Register, "register")[0])


def register_from(plans: Sequence[HandedIn], as_of: date | None = None) -> Register:
    """Makes a register from cleared plans: what was filed once is typed no second time.

    Plans for an introduction give facility and components, plans for an entrustment who
    maintains them, under which reference and for how long. Later filings come before earlier
    ones where both speak of the same component. Raises `UsageError` for plans of two operators.
    """
    check_operator(plans)
    in_order = sorted(plans, key=lambda plan: (str(plan.filing.filed_on or ""), plan.name))
    entries: dict[tuple[str, str], RegisterEntry] = {}
    for plan in in_order:
        for entry in _introduced(plan):
            entries[_key(entry)] = entry
    for plan in in_order:
        entries = {key: _entrusted(entry, plan) for key, entry in entries.items()}
    head = _head_of([plan.filing for plan in in_order])
    return replace(head, as_of=as_of or head.as_of, entries=tuple(entries.values()))


@dataclass(frozen=True, slots=True)
class Extended:
    """A register to which plans were added: how many components are new, how many rows had empty
    cells filled, and of which components a plan states something else than the register keeps.
    """

    register: Register
    added: int
    filled: int
    kept: tuple[str, ...]


def add_plans(known: Register, plans: Sequence[HandedIn], as_of: date | None = None) -> Extended:
    """Adds cleared plans to a register: what it states stays, what it lacks is filled in.

    Who maintains a facility, and under which plan, is always taken from a plan that says so: it
    is the newer word. An empty register becomes the one that `register_from` makes. Raises
    `UsageError` for plans of two operators, or of another one than the register's.
    """
    check_operator(plans, known.operator)
    made = register_from(plans, as_of)
    if known == Register():
        return Extended(made, len(made.entries), 0, ())
    before = {_key(entry): entry for entry in known.entries}
    entries, kept = dict(before), []
    for plan in plans:
        for stated in _introduced(plan):
            held = entries.get(_key(stated))
            entries[_key(stated)] = stated if held is None else _filled(held, stated)
            if held is not None and _says_otherwise(held, stated):
                kept.append(held.component)
    for plan in plans:
        entries = {key: _entrusted(entry, plan) for key, entry in entries.items()}
    filled = sum(entries[key] != entry for key, entry in before.items())
    register = replace(
        _filled(known, replace(made, entries=(), as_of=known.as_of)),
        entries=tuple(entries.values()),
    )
    if register != known:
        register = replace(register, as_of=as_of or known.as_of)
    return Extended(register, len(entries) - len(before), filled, tuple(dict.fromkeys(kept)))


def sheet_rows(register: Register) -> list[dict[str, Any]]:
    """Gives the rows of the sheet of a register; what holds for all stands in the first."""
    rows = [msgspec.structs.asdict(entry) for entry in register.entries]
    if rows:
        rows[0] |= {key: getattr(register, key) for key in _WHOLE}
    return rows


def _filled(held: Stated, stated: Stated) -> Stated:
    """Gives a record with what another states where it states nothing itself."""
    fields = fields_of(type(held))
    lacking = {
        name: getattr(stated, name)
        for name in fields
        if getattr(held, name) == fields[name].default != getattr(stated, name)
    }
    return replace(held, **lacking)


def _says_otherwise(held: RegisterEntry, stated: RegisterEntry) -> bool:
    """Whether both state something and not the same."""
    fields = fields_of(RegisterEntry)
    pairs = [(getattr(held, name), getattr(stated, name), fields[name].default) for name in fields]
    return any(default not in (one, other) and one != other for one, other, default in pairs)


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


def _introduced(plan: HandedIn) -> Iterable[RegisterEntry]:
    filing, facility = plan.filing, plan.filing.facility
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
            introduced_on=plan.carried_out_on() or planned,
            cleared_plan=filing.reference,
            plan_stated_on=_stated(plan),
            facility_kind=facility.kind,
            facility_supplier=_name(filing, facility.supplier),
            embedded_facility=facility.embedded_facility,
        )


def _stated(plan: HandedIn) -> date | None:
    """What the events of a plan say needs nobody's word."""
    return None if plan.events else plan.stated_on


def _entrusted(entry: RegisterEntry, plan: HandedIn) -> RegisterEntry:
    """Adds who maintains a component of the facility that an entrustment was filed for."""
    filing, work = plan.filing, plan.filing.entrustment
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
        entrustment_stated_on=_stated(plan),
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
