"""The month's sheet: each row becomes an update of a component of the register, or defects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from msgspec.structs import replace

from sekisho.desk.triage.words import names_nobody
from sekisho.model.errors import Defect, Place
from sekisho.model.operator.register import NONE, OWN_STAFF, Register, RegisterEntry
from sekisho.model.operator.update import Update
from sekisho.model.values.message import message
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

UPDATES = Listing(
    key="updates",
    columns=tuple(columns_of(Update, chosen=("component", "applied_by"))),
    needed=("component", "version"),
)

_OWN = frozenset(
    {OWN_STAFF, "own staff", "自社", "自社職員", "自社の職員", "当社", "社内", "自社要員"}
)
_NO_PLAN = frozenset(
    {NONE, "なし", "無し", "無", "no", "いいえ", "該当なし", "未届出", "false", "n/a", "-", "0"}
)
_PREFILLED = frozenset({"id", "component", "facility", "applied_by"})
"""What a sheet made from the register holds already; a row with nothing else is no update."""

FOUR = ("type_changed", "name_changed", "function_changed", "facility_replaced")
"""What only a person can know of a component and its facility."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An update together with the component it is for.

    `applied_by` is a name, empty for the operator's own staff, `None` where nobody says who it
    is; `covered` says whether a cleared entrustment covers that work, `None` where the register
    does not tell. `row` is its row.
    """

    update: Update
    entry: RegisterEntry
    applied_by: str | None
    covered: bool | None
    row: int
    place: Place


@dataclass(frozen=True, slots=True)
class Known:
    """References of plans handed in: those cleared, and those whose events say that they are not."""

    cleared: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()

    def covers(self, reference: str) -> bool | None:
        """Whether a plan of that reference covers work; `None` where nothing is known of it."""
        if reference in map(plain_name, self.refused):
            return False
        return True if reference in map(plain_name, self.cleared) else None


@dataclass(slots=True)
class UpdatesRead:
    """The updates of a sheet, what was wrong with the rows that are left out, and how many.

    `idle_rows` name a component and no update of it.
    """

    planned: list[Planned] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)
    wrong_rows: int = 0
    idle_rows: int = 0
    unread: tuple[str, ...] = ()
    rows: list[ListRow] = field(default_factory=list)


_NOTHING = Known()


def row_id(number: int) -> str:
    """Gives the id that a sheet made from the register has in the row of its n-th component."""
    return f"U-{number:02}"


def read_updates(  # noqa: PLR0913  # a sheet is read against all of these
    data: bytes,
    name: str,
    register: Register,
    on: date,
    wording: Wording,
    *,
    known: Known = _NOTHING,
) -> UpdatesRead:
    """Reads the month's sheet against the register, as of a day.

    `known` are plans handed in beside the register, which come before what it says of them.
    Raises `InputError` when the sheet cannot be read at all; a row that is wrong is told with its
    cells and left out.
    """
    found = read_listing(data, name, UPDATES, wording)
    result = UpdatesRead(unread=found.unread)
    find = _Finder(register)
    used: set[str] = set()
    held = frozenset(row.entrustment for row in register.entries)
    known = Known(known.cleared | held, known.refused)
    for row in found.rows:
        if not row.defects and set(row.values) <= _PREFILLED:
            result.idle_rows += 1
            continue
        update, wrong = _update(row, on)
        entry, more = (None, ()) if update is None else find.entry(update, row)
        wrong = (*wrong, *more)
        if update is not None and entry is not None:
            update = replace(update, id=update.id or f"{entry.component}@{update.version}")
            if update.id in used:
                wrong = (*wrong, defect(message("triage.id_twice", id=update.id), row.place))
        if wrong or update is None or entry is None:
            result.defects += wrong
            result.wrong_rows += 1
            continue
        used.add(update.id)
        result.rows.append(row)
        result.planned.append(_planned(update, _in_phase(entry, on), register, row, known))
    return result


def spelt_out(update: Update) -> Update:
    """Gives the update in which "nothing changes" is a "no" to each of the four."""
    if not update.nothing_changed:
        return update
    return replace(update, **{name: "no" for name in FOUR if getattr(update, name) is None})


def wrong_answers(
    stated: Mapping[str, object], places: Mapping[str, Place], place: Place, on: date
) -> Iterator[Defect]:
    """Finds what contradicts itself in the answers of a person, and what cannot have been said yet.

    `stated` holds the fields of an answer or an update; `places` the cells they stand in.
    """
    confirmed_on, name = stated.get("confirmed_on"), str(stated.get("confirmed_by") or "")
    if name and names_nobody(name):
        said = message("triage.nobody", name=name)
        yield defect(said, places.get("confirmed_by", place))
    if stated.get("confirmed_by") and confirmed_on is None:
        yield defect(message("triage.undated"), places.get("confirmed_by", place))
    if isinstance(confirmed_on, date) and confirmed_on > on:
        said = message("triage.later", said=confirmed_on.isoformat(), on=on.isoformat())
        yield defect(said, places.get("confirmed_on", place))
    if stated.get("nothing_changed"):
        for name in FOUR:
            if stated.get(name) in ("yes", "unclear"):
                yield defect(message("triage.contradiction"), places.get(name, place))


def _update(row: ListRow, on: date) -> tuple[Update | None, tuple[Defect, ...]]:
    made, defects = record_of(row, Update)
    wrong = [*row.defects, *defects]
    if not isinstance(made, Update):
        return None, tuple(wrong)
    update = spelt_out(_with_stated_changes(made))
    places = {name: node.place for name, node in row.values.items()}
    stated = {name: getattr(made, name) for name in Update.__struct_fields__}
    wrong += wrong_answers(stated, places, row.place, on)
    for name in ("type", "name", "function"):
        if getattr(made, f"new_{name}") and getattr(made, f"{name}_changed") == "no":
            wrong.append(defect(message("triage.contradiction"), places[f"{name}_changed"]))
    if not update.version and not row.defects:
        wrong.append(defect(message("triage.no_version"), row.place))
    return update, tuple(wrong)


def _with_stated_changes(update: Update) -> Update:
    """Whoever writes down the new name says that the name changes."""
    told = {
        f"{name}_changed": "yes"
        for name in ("type", "name", "function")
        if getattr(update, f"new_{name}") and getattr(update, f"{name}_changed") is None
    }
    return replace(update, **told)


def _planned(
    update: Update,
    entry: RegisterEntry,
    register: Register,
    row: ListRow,
    plans: Known,
) -> Planned:
    by = update.applied_by or entry.updates_by
    own = plain_name(by) in _OWN or plain_name(by) == plain_name(register.operator) != ""
    applied_by = "" if own else None if names_nobody(by) else by
    covered = None if own else _covered(update, entry, applied_by or "", plans)
    return Planned(update, entry, applied_by, covered, row.number, row.place)


def _in_phase(entry: RegisterEntry, on: date) -> RegisterEntry:
    """A component whose day of introduction is stated needs no word for its phase."""
    if entry.phase is not None or entry.introduced_on is None:
        return entry
    is_in = entry.introduced_on <= on
    return replace(entry, phase="in_service" if is_in else "before_introduction")


def _covered(update: Update, entry: RegisterEntry, by: str, plans: Known) -> bool | None:
    """Whether a cleared entrustment covers the work of a business on the planned day.

    A reference that is neither in the register nor among the plans handed in covers nothing: it
    is not known. Neither is a word that is no reference, nor the work of nobody knows whom.
    """
    if stated := plain_name(update.entrustment):
        if stated in _NO_PLAN:
            return False
        return plans.covers(stated) if _is_reference(stated) else None
    held = plain_name(entry.entrustment)
    if held in _NO_PLAN or plans.covers(held) is False:
        return False
    if not by or not _is_reference(held):
        return None
    if plain_name(by) != plain_name(entry.updates_by):
        return False
    return _within(entry, update.planned_on)


def _within(entry: RegisterEntry, planned: date | None) -> bool | None:
    """Whether the entrustment of a component is in force on a day."""
    starts, ends = entry.entrustment_starts_on, entry.entrustment_ends_on
    if ends is None or planned is None:
        return None
    return planned <= ends and (starts is None or starts <= planned)


def plan_stated(cell: str) -> str:
    """Gives the reference of a plan that a cell states, `NONE` where it states that there is none;
    empty where it is empty or a word of doubt.
    """
    if plain_name(cell) in _NO_PLAN:
        return NONE
    return cell if _is_reference(cell) else ""


def _is_reference(text: str) -> bool:
    """A reference of a plan holds a digit; "?" and words of doubt hold none."""
    return any(char.isdigit() for char in text)


class _Finder:
    """Finds a component of the register by its id or its name."""

    def __init__(self, register: Register) -> None:
        self._by_id = _by(register.entries, "component")
        self._by_name = _by(register.entries, "name")

    def entry(
        self, update: Update, row: ListRow
    ) -> tuple[RegisterEntry | None, tuple[Defect, ...]]:
        wanted = plain_name(update.component)
        anywhere = self._by_id.get(wanted) or self._by_name.get(wanted) or []
        found = anywhere
        if update.facility:
            facility = plain_name(update.facility)
            found = [entry for entry in found if plain_name(entry.facility) == facility]
        if len(found) == 1:
            return found[0], ()
        if not wanted:
            return None, ()
        place = row.values["component"].place
        if found:
            facilities = tuple(entry.facility for entry in found)
            said = message("triage.ambiguous", name=update.component, facilities=facilities)
            return None, (defect(said, place),)
        if anywhere:
            where = tuple(entry.facility for entry in anywhere)
            said = message(
                "triage.other_facility",
                name=update.component,
                facility=update.facility,
                facilities=where,
            )
            return None, (defect(said, row.values["facility"].place),)
        known = [*self._by_id, *(name for name in self._by_name if name)]
        near = tuple(get_close_matches(wanted[:80], known, n=3))
        remedy = message("triage.unknown.near", near=near) if near else None
        said = message("triage.unknown", name=update.component)
        return None, (defect(said, place, remedy),)


def _by(entries: Iterable[RegisterEntry], field: str) -> dict[str, list[RegisterEntry]]:
    found: dict[str, list[RegisterEntry]] = defaultdict(list)
    for entry in entries:
        found[plain_name(getattr(entry, field))].append(entry)
    return dict(found)
