"""The sides of a comparison: a pack, a state of it, or one with other numbers in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import fields, replace

from sekisho.lab.replay.remembered import join, remember
from sekisho.model.canonical import decode_hook, plain, sha256_of
from sekisho.model.errors import Place, UsageError
from sekisho.model.values.message import message
from sekisho.model.values.record import Record
from sekisho.regime.authoring.compare import tables_of
from sekisho.regime.loader import find_pack, is_pack, split_name, stand_on
from sekisho.regime.pack import Regime
from sekisho.regime.rules.evaluator import Conditions, compile_conditions
from sekisho.regime.rules.vocabulary import FACTS
from sekisho.regime.tables.whole import Pack, Tables

_CONDITIONS = frozenset({"when", "about", "claimed"})
_TABLES = {"designation": "designations"}
"""What the file of a table is called -> the table, where the two differ."""


class SideSpec(Record, frozen=True, kw_only=True):
    """What names one side: a pack, a state of its law, its folder, and values set in it.

    `sets` maps `designation.port.enough_containers.at_least` to what stands there instead.
    `called` is what people call it where its id alone would not tell it from another.
    """

    id: str
    version: str = ""
    folder: str = ""
    sets: tuple[tuple[str, str], ...] = ()
    called: str = ""

    @property
    def name(self) -> str:
        """What people call the side."""
        id = self.called or self.id
        state = f"{id}@{self.version}" if self.version else id
        return " ".join((state, *(f"{path}={value}" for path, value in self.sets)))


def read_spec(given: str, packs: Path | None = None) -> SideSpec:
    """Reads `PACK[@VERSION]`, where PACK is an id or the folder of a pack of one's own."""
    name, version = split_name(given)
    path = Path(name)
    if is_pack(path):
        path = path.resolve()
        return SideSpec(id=path.name, version=version, folder=str(path.parent))
    return SideSpec(id=name, version=version, folder=str(packs) if packs else "")


def told_apart(specs: Iterable[SideSpec]) -> tuple[SideSpec, ...]:
    """Gives sides no two of which are called the same unless they are the same: those of a folder
    are called by the folder above it too, and by a number where that is not enough.
    """
    told: dict[SideSpec, SideSpec] = {}
    given = tuple(specs)
    for spec in given:
        taken, number, named = {each.name for each in told.values()}, 2, told.get(spec, spec)
        wide = f"{Path(spec.folder).name}/{spec.id}" if spec.folder else spec.id
        if spec not in told and named.name in taken:
            named = msgspec.structs.replace(spec, called=wide)
        while spec not in told and named.name in taken:
            named = msgspec.structs.replace(spec, called=f"{wide} ({number})")
            number += 1
        told[spec] = named
    return tuple(told[spec] for spec in given)


class Side:
    """One side with its pack read: gives the law of a day, the same object for the same law."""

    def __init__(
        self, spec: SideSpec, law_on: date | None = None, pack: Pack | None = None
    ) -> None:
        self.spec = spec
        pack = pack or _find(spec)
        for path, value in spec.sets:
            pack = set_value(pack, path, value)
        self.pack = pack
        self._law_on = law_on
        self._bounds = sorted(set(_bounds(pack)))
        self._known: dict[int, Regime] = {}
        # Asked for at once, so that a wrong version or day is told before any case is read.
        if law_on is not None or spec.version:
            self.regime_on(law_on or pack.head.versions[0].valid_from)

    def regime_on(self, day: date) -> Regime:
        """Gives the law a case of that day is judged by; errors as in `load_regime`."""
        day = self._law_on or day
        at = bisect_right(self._bounds, day)
        if at not in self._known:
            regime = stand_on(self.pack, day, self.spec.version or None)
            self._known[at] = replace(regime, conditions=remember(regime.conditions))
        return self._known[at]


def open_sides(specs: Iterable[SideSpec], law_on: date | None = None) -> tuple[Side, ...]:
    """Opens several sides; a pack that several of them name is read once."""
    packs: dict[tuple[str, str], Pack] = {}
    sides = []
    for spec in specs:
        key = (spec.id, spec.folder)
        if key not in packs:
            packs[key] = _find(spec)
        sides.append(Side(spec, law_on, packs[key]))
    return tuple(sides)


def _find(spec: SideSpec) -> Pack:
    return find_pack(spec.id, Path(spec.folder) if spec.folder else None)


def _bounds(pack: Pack) -> Iterator[date]:
    """The days on which some row begins to hold, or no longer does."""
    held = (pack.head, *(getattr(pack, each.name) for each in fields(Tables)))
    for table in held:
        for row in table if isinstance(table, tuple) else (table,):
            if isinstance(row, msgspec.Struct):
                yield from _bounds_of(row)


def _bounds_of(row: msgspec.Struct) -> Iterator[date]:
    begins, ends = getattr(row, "valid_from", None), getattr(row, "valid_to", None)
    if isinstance(begins, date):
        yield begins
    if isinstance(ends, date) and ends < date.max:
        yield ends + timedelta(days=1)
    for name in row.__struct_fields__:
        inner = getattr(row, name)
        if isinstance(inner, tuple):
            for item in inner:
                if isinstance(item, msgspec.Struct):
                    yield from _bounds_of(item)


def set_value(pack: Pack, path: str, value: str) -> Pack:
    """Gives a pack in which one value of one row is another: `TABLE.ROW.FIELD`.

    Raises `UsageError` where no row has that name, it has no such field, or the value does not
    fit.
    """
    table, _, rest = path.partition(".")
    id, _, name = rest.rpartition(".")
    attribute = _TABLES.get(table, table)
    known = [each.name for each in fields(Tables)]
    held = getattr(pack, attribute) if attribute in known else None
    changed = _set_in(held, id, name, value, path)
    if changed is None:
        raise _no_such(path)
    digest = sha256_of({"pack": pack.sha256, "set": path, "value": value})
    conditions = _with_condition(pack, name, value, path)
    return replace(pack, sha256=digest, conditions=conditions, **{attribute: changed})


def _with_condition(pack: Pack, name: str, value: str, path: str) -> Conditions:
    if name not in _CONDITIONS:
        return pack.conditions
    own = [word for word in pack.conditions.words if word not in FACTS]
    return join(pack.conditions, compile_conditions([(value, Place(file=path))], own))


def _set_in(held: Any, id: str, name: str, value: str, path: str) -> Any:
    """The same rows with one value changed; `None` where there is no such row or field."""
    if isinstance(held, tuple):
        for at, row in enumerate(held):
            if getattr(row, "id", None) == id and name in row.__struct_fields__:
                return (*held[:at], _with(row, name, value, path), *held[at + 1 :])
    elif isinstance(held, msgspec.Struct):
        for field in held.__struct_fields__:
            # The name of the list may stand before the id: `clocks.periods.standstill.length`.
            bare = id.removeprefix(f"{field}.")
            inner = _set_in(getattr(held, field), bare, name, value, path)
            if inner is not None:
                return msgspec.structs.replace(held, **{field: inner})
    return None


def _with(row: Any, name: str, value: str, path: str) -> Any:
    document = {**plain(row), name: value}
    try:
        return msgspec.convert(document, type(row), strict=False, dec_hook=decode_hook)
    except (msgspec.ValidationError, ValueError) as error:
        raise UsageError(
            message("lab.bad_value", path=path, value=value),
            place=Place(file=path),
            hint=message("lab.bad_value.remedy"),
        ) from error


def value_at(pack: Pack, path: str) -> str:
    """Gives what a pack has at `TABLE.ROW.FIELD`, as text; raises `UsageError` for no such place."""
    table, _, rest = path.partition(".")
    id, _, name = rest.rpartition(".")
    attribute = _TABLES.get(table, table)
    for dotted, rows in tables_of(pack):
        if dotted == attribute or dotted.startswith(f"{attribute}."):
            part = dotted.partition(".")[2]
            for row in rows:
                if (
                    getattr(row, "id", None) in {id, id.removeprefix(f"{part}.")}
                    and name in row.__struct_fields__
                ):
                    value = getattr(row, name)
                    return "" if value is None else str(value)
    raise _no_such(path)


def _no_such(path: str) -> UsageError:
    return UsageError(
        message("lab.no_such_row", path=path),
        place=Place(file=path),
        hint=message("lab.no_such_row.remedy"),
    )
