"""Which row is responsible for a flip: found by changing one row at a time, not by guessing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec

from sekisho.lab.past.record import PastCase
from sekisho.lab.replay.flips import Rule, RuleEdit
from sekisho.lab.replay.outcome import Outcome, judge
from sekisho.lab.replay.reach import find_reach
from sekisho.lab.replay.remembered import join
from sekisho.model.operator.profile import OperatorProfile
from sekisho.regime.authoring.compare import RowChange
from sekisho.regime.pack import Regime

_MOST = 60
"""Rows tried one by one; beyond them the flip is put down to all of them together."""


def name_rule(
    laws: tuple[Regime, Regime],
    profile: OperatorProfile | None,
    past: PastCase,
    outcomes: tuple[Outcome, Outcome],
    changes: tuple[RowChange, ...] | None = None,
) -> Rule | None:
    """Names the row responsible for a flip.

    It is the first changed row that alone turns the one outcome into the other; else the first
    without which the case would not flip, with the number of rows that had to change with it.
    """
    before, after = laws
    if changes is None:
        changes = find_reach(before, after).changes
    if not changes:
        return None
    if len(changes) == 1:
        return describe(changes[0])
    for change in changes[:_MOST]:
        if judge(graft(before, after, change), profile, past) == outcomes[1]:
            return describe(change)
    for change in changes[:_MOST]:
        if judge(graft(after, before, _turned(change)), profile, past) != outcomes[1]:
            return describe(change, others=len(changes) - 1)
    return describe(changes[0], others=len(changes) - 1)


def describe(change: RowChange, others: int = 0) -> Rule:
    """Gives a changed row as data: where it stands, its article, its values before and after."""
    row = change.after or change.before
    return Rule(
        table=change.table,
        id=change.id,
        kind=change.kind,
        article=str(getattr(row, "article", "")),
        edits=tuple(
            RuleEdit(field=edit.field, before=_text(edit.before), after=_text(edit.after))
            for edit in change.edits
        ),
        others=others,
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _turned(change: RowChange) -> RowChange:
    kinds = {"added": "removed", "removed": "added"}
    kind: Any = kinds.get(change.kind, change.kind)
    return replace(change, kind=kind, before=change.after, after=change.before)


def graft(onto: Regime, source: Regime, change: RowChange) -> Regime:
    """Gives a state of law in which one row is as in another one."""
    attribute, _, part = change.table.partition(".")
    held, wanted = getattr(onto, attribute), getattr(source, attribute)
    new: Any
    if attribute == "calendar":
        new = wanted
    elif not part and isinstance(held, msgspec.Struct):
        new = _beside_rows(held, wanted)
    elif not part:
        new = tuple(_merged(held, wanted, change))
    else:
        rows = tuple(_merged(getattr(held, part), getattr(wanted, part), change))
        new = msgspec.structs.replace(held, **{part: rows})
    conditions = join(onto.conditions, source.conditions)
    return msgspec.structs.replace(onto, conditions=conditions, **{attribute: new})


def _beside_rows(held: msgspec.Struct, wanted: msgspec.Struct) -> msgspec.Struct:
    """The values a table holds beside its rows, with the rows left as they are."""
    values = {
        name: getattr(wanted, name)
        for name in held.__struct_fields__
        if not _holds_rows(getattr(held, name)) and not _holds_rows(getattr(wanted, name))
    }
    return msgspec.structs.replace(held, **values)


def _holds_rows(value: Any) -> bool:
    return isinstance(value, tuple) and any(isinstance(row, msgspec.Struct) for row in value)


def _merged(held: tuple[Any, ...], wanted: tuple[Any, ...], change: RowChange) -> Iterator[Any]:
    """The rows with one of them changed, left out, or put where the other law has it."""
    if change.kind == "changed":
        yield from (change.after if row == change.before else row for row in held)
        return
    rows = [row for row in held if row not in (change.before, change.after)]
    if change.kind != "removed":
        at = wanted.index(change.after)
        above = [row for row in wanted[:at] if row in rows]
        rows.insert(rows.index(above[-1]) + 1 if above else 0, change.after)
    yield from rows
