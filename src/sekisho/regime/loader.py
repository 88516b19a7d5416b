"""Loads a pack: reads its files, checks them against each other, picks the state of a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from sekisho.model.canonical import sha256_of
from sekisho.model.errors import PackError, Place, UsageError
from sekisho.model.values.message import message
from sekisho.read.tree import Node
from sekisho.regime.days.calendar import Calendar
from sekisho.regime.pack import Regime
from sekisho.regime.rules.evaluator import compile_conditions
from sekisho.regime.tables.contents import Contents, Measure
from sekisho.regime.tables.designation import Designations
from sekisho.regime.tables.desk.annex import AnnexRow
from sekisho.regime.tables.desk.triage import TriageRows
from sekisho.regime.tables.duty import Changes, Duties, Routes
from sekisho.regime.tables.entries import Entries
from sekisho.regime.tables.fast_lane import FastLane
from sekisho.regime.tables.law import (
    Authority,
    ComponentList,
    FacilityKind,
    Form,
    Head,
    Penalty,
    Power,
    Retention,
    Sector,
    Version,
    WorkKind,
)
from sekisho.regime.tables.reading import (
    read_holidays,
    read_tree,
    rows_of,
    texts_of,
    to_row,
)
from sekisho.regime.tables.references import check_references
from sekisho.regime.tables.software import Software
from sekisho.regime.tables.steps import Procedure, period_words
from sekisho.regime.tables.time import CalendarHead, Clocks
from sekisho.regime.tables.whole import Pack

BASELINE = "baseline"
"""The pack of what anyone should know of software, whatever the law."""

PACKS = Path(__file__).parent / "packs"
"""The packs that come with Sekisho."""

CONDITION_KEYS = frozenset({"when", "about", "claimed"})
"""The keys of a row under which a condition stands."""

_FILES = frozenset(
    f"{topic}.yaml"
    for topic in (
        "pack",
        "calendar",
        "authorities",
        "sectors",
        "facilities",
        "components",
        "works",
        "designation",
        "forms",
        "measures",
        "annex",
        "clocks",
        "changes",
        "duties",
        "procedure",
        "routes",
        "contents",
        "penalties",
        "powers",
        "retention",
        "entries",
        "fast_lane",
        "triage",
        "software",
    )
)
_NO_CALENDAR = CalendarHead(covers_from=date.min, covers_to=date.min)


class Dated(Protocol):
    """A row that holds from a day to a day, both included; absent means without end."""

    @property
    def valid_from(self) -> date | None:
        """The first day."""

    @property
    def valid_to(self) -> date | None:
        """The last day."""


Row = TypeVar("Row", bound=msgspec.Struct)
DatedRow = TypeVar("DatedRow", bound=Dated)


def load_regime(
    id: str, on: date, version: str | None = None, folder: Path | None = None
) -> Regime:
    """Loads the pack of that id as the law stands on a day.

    `folder` holds packs of one's own, one folder each; without it the packs of Sekisho are
    used. A `version` names one state of the law whatever the day. Raises `UsageError` for an
    unknown pack or version and for a day before the first one, `PackError` for a wrong pack.
    """
    return stand_on(find_pack(id, folder), on, version)


def stand_on(pack: Pack, on: date, version: str | None = None) -> Regime:
    """Gives a pack as it stands on a day; errors as in `load_regime`."""
    edition = _edition(pack.head, on, version)
    day = on if version is None else _within(edition, on)
    return Regime(
        id=pack.head.id,
        sha256=pack.sha256,
        own_folder=_own_folder(pack),
        titles=pack.head.title,
        statutory=pack.head.statutory,
        edition=edition,
        conditions=pack.conditions,
        calendar=pack.calendar,
        pending=pack.head.pending,
        authorities=tuple(_authorities(pack.authorities, day)),
        sectors=_valid(pack.sectors, day),
        facilities=_valid(pack.facilities, day),
        components=_valid(pack.components, day),
        works=_valid(pack.works, day),
        designations=msgspec.structs.replace(
            pack.designations,
            criteria=_valid(pack.designations.criteria, day),
            returns=_valid(pack.designations.returns, day),
        ),
        forms=pack.forms,
        clocks=msgspec.structs.replace(pack.clocks, periods=_valid(pack.clocks.periods, day)),
        changes=pack.changes,
        duties=_duties(pack.duties, day),
        procedure=pack.procedure,
        entries=pack.entries,
        fast_lane=pack.fast_lane,
        routes=pack.routes,
        contents=pack.contents,
        triage=pack.triage,
        software=_software(pack),
        measures=pack.measures,
        annex=pack.annex,
        penalties=_valid(pack.penalties, day),
        powers=_valid(pack.powers, day),
        retention=_valid(pack.retention, day),
    )


def _software(pack: Pack) -> Software:
    """What a pack says of software; one that says nothing has what the baseline says."""
    if pack.software.rows or pack.head.id == BASELINE:
        return pack.software
    return _read_own(BASELINE).software


def _own_folder(pack: Pack) -> str:
    """The name alone: where it lies on one machine is no part of an answer."""
    return "" if pack.folder.parent == PACKS else pack.folder.resolve().name


def find_pack(id: str, folder: Path | None = None) -> Pack:
    """Reads the whole pack of that id; raises `UsageError` for an unknown id, `PackError` for a
    wrong pack.
    """
    if id not in list_packs(folder):
        raise UsageError(
            message("pack.unknown", id=id, known=list_packs(folder)),
            hint=message("pack.unknown.remedy"),
        )
    return _read_own(id) if folder is None else read_pack(folder / id)


def is_pack(folder: Path) -> bool:
    """Says whether a folder is a pack."""
    return (folder / "pack.yaml").is_file()


def split_name(asked: str) -> tuple[str, str]:
    """Splits what a person calls a pack: its id or folder, and what stands behind its last `@`."""
    name, at, state = asked.rpartition("@")
    return (name, state) if at and name and not is_pack(Path(asked)) else (asked, "")


def list_packs(folder: Path | None = None) -> tuple[str, ...]:
    """Gives the ids of the packs in a folder."""
    root = folder or PACKS
    return tuple(sorted(path.parent.name for path in root.glob("*/pack.yaml")))


@cache
def _read_own(id: str) -> Pack:
    """The packs of Sekisho do not change while it runs."""
    return read_pack(PACKS / id)


def read_pack(folder: Path) -> Pack:
    """Reads and checks every row of a pack; raises `PackError` with file and line."""
    return build_pack(read_trees(folder), all_holidays(folder), folder)


def read_trees(folder: Path) -> dict[str, Node]:
    """Reads the YAML files of a pack by name; raises `PackError` for one that is none, and where
    there is no `pack.yaml`.
    """
    trees = {path.name: read_tree(path, folder) for path in sorted(folder.glob("*.yaml"))}
    if "pack.yaml" not in trees:
        raise PackError(
            message("pack.file_missing", file="pack.yaml"),
            place=Place(file="pack.yaml"),
            hint=message("pack.file_missing.remedy"),
        )
    return trees


def all_holidays(folder: Path) -> dict[date, str]:
    """Reads the dated holidays of a pack, `holidays.csv` and its like, one file a calendar."""
    holidays: dict[date, str] = {}
    for path in sorted(folder.glob("holidays*.csv")):
        holidays |= read_holidays(path, folder)
    return holidays


def build_pack(trees: dict[str, Node], holidays: dict[date, str], folder: Path) -> Pack:
    """Makes a pack of the trees of its files, by file name; errors as in `read_pack`."""
    pack = assemble_pack(trees, holidays, folder)
    check_references(pack)
    return pack


def assemble_pack(trees: dict[str, Node], holidays: dict[date, str], folder: Path) -> Pack:
    """Makes a pack whose rows are not yet held against each other; errors as in `read_pack`."""
    _refuse_strangers(trees)
    designations = _one(trees, "designation", Designations, Designations())
    procedure = _one(trees, "procedure", Procedure, Procedure())
    own = (*designations.words, *period_words(procedure))
    return Pack(
        folder=folder,
        sha256=_digest(trees, holidays),
        head=to_row(trees["pack.yaml"], Head),
        conditions=compile_conditions(_conditions(trees), own),
        calendar=Calendar(
            to_row(trees["calendar.yaml"], CalendarHead)
            if "calendar.yaml" in trees
            else _NO_CALENDAR,
            holidays,
        ),
        authorities=_rows(trees, "authorities", Authority),
        sectors=_rows(trees, "sectors", Sector),
        facilities=_rows(trees, "facilities", FacilityKind),
        components=_rows(trees, "components", ComponentList),
        works=_rows(trees, "works", WorkKind),
        designations=designations,
        forms=_rows(trees, "forms", Form),
        measures=_rows(trees, "measures", Measure),
        annex=_rows(trees, "annex", AnnexRow),
        penalties=_rows(trees, "penalties", Penalty),
        powers=_rows(trees, "powers", Power),
        retention=_rows(trees, "retention", Retention),
        clocks=_one(trees, "clocks", Clocks, Clocks()),
        changes=_one(trees, "changes", Changes, Changes()),
        duties=_one(trees, "duties", Duties, Duties()),
        procedure=procedure,
        entries=_one(trees, "entries", Entries, Entries()),
        fast_lane=_one(trees, "fast_lane", FastLane, FastLane()),
        routes=_one(trees, "routes", Routes, Routes(routes=())),
        contents=_one(trees, "contents", Contents, Contents()),
        triage=_one(trees, "triage", TriageRows, TriageRows()),
        software=_one(trees, "software", Software, Software()),
    )


def _refuse_strangers(trees: dict[str, Node]) -> None:
    """A misspelt file name must not silently leave a topic of the law out."""
    for name in trees:
        if name not in _FILES:
            raise PackError(
                message("pack.unknown_file", file=name, known=tuple(sorted(_FILES))),
                place=Place(file=name),
            )


def _one(trees: dict[str, Node], topic: str, kind: type[Row], none: Row) -> Row:
    tree = trees.get(f"{topic}.yaml")
    return to_row(tree, kind) if tree else none


def _rows(trees: dict[str, Node], topic: str, kind: type[Row]) -> tuple[Row, ...]:
    tree = trees.get(f"{topic}.yaml")
    return rows_of(tree, kind, topic) if tree else ()


def _conditions(trees: dict[str, Node]) -> Iterator[tuple[str, Place]]:
    for tree in trees.values():
        yield from texts_of(tree, CONDITION_KEYS)


def _digest(trees: dict[str, Node], holidays: dict[date, str]) -> str:
    """Names the pack by its meaning: remarks, order of keys and layout do not matter."""
    return sha256_of(
        {
            "files": {name: tree.plain() for name, tree in trees.items()},
            "holidays": {day.isoformat(): name for day, name in holidays.items()},
        }
    )


def _edition(head: Head, on: date, version: str | None) -> Version:
    if version is not None:
        for edition in head.versions:
            if edition.id == version:
                return edition
        known = tuple(edition.id for edition in head.versions)
        raise UsageError(
            message("pack.unknown_version", version=version, known=known),
            hint=message("pack.unknown_version.remedy"),
        )
    for edition in reversed(head.versions):
        if _holds(edition, on):
            return edition
    raise UsageError(
        message("pack.no_version_then", on=on.isoformat()),
        hint=message("pack.no_version_then.remedy", first=head.versions[0].valid_from.isoformat()),
    )


def _within(edition: Version, on: date) -> date:
    """The day nearest to `on` on which the edition holds."""
    day = max(on, edition.valid_from)
    return min(day, edition.valid_to) if edition.valid_to else day


def _holds(row: Dated, on: date) -> bool:
    begun = row.valid_from is None or row.valid_from <= on
    return begun and (row.valid_to is None or on <= row.valid_to)


def _valid(rows: Iterable[DatedRow], on: date) -> tuple[DatedRow, ...]:
    return tuple(row for row in rows if _holds(row, on))


def _duties(duties: Duties, on: date) -> Duties:
    if duties.valid_from is not None and on < duties.valid_from:
        return Duties(valid_from=duties.valid_from)
    return msgspec.structs.replace(duties, exemptions=_valid(duties.exemptions, on))


def _authorities(rows: Iterable[Authority], on: date) -> Iterator[Authority]:
    for row in rows:
        yield msgspec.structs.replace(row, orders=_valid(row.orders, on))
