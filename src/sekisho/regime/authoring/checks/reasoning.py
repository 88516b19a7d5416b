"""Rows that can never answer: conditions nothing fulfils, rows an earlier one always beats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from sekisho.model.errors import Place
from sekisho.model.filing import Act, Phase
from sekisho.model.values.message import message
from sekisho.regime.authoring.checks.remarks import Level, Remark, remark
from sekisho.regime.authoring.checks.situations import situations_for
from sekisho.regime.authoring.sources import Row, Source
from sekisho.regime.rules.evaluator import Conditions
from sekisho.regime.rules.vocabulary import Facts
from sekisho.regime.tables.whole import Pack

_LITERAL = frozenset({"true", "false"})
_BY = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """A row as it is tried: all of `holds` must hold, and none of `fails`."""

    place: Place
    name: str
    holds: tuple[str, ...]
    fails: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Every condition of the rule."""
        return (*self.holds, *self.fails)


def reasoning_remarks(source: Source, pack: Pack) -> Iterator[Remark]:
    """Gives the rows of a pack that can never answer, proved where all situations were tried."""
    yield from _constant(source, pack.conditions)
    yield from _duties(source, pack)
    yield from _contents(source, pack)
    yield from _changes(source, pack)
    yield from _routes(source, pack)
    yield from _steps(source, pack)
    yield from _forms(source)


def _constant(source: Source, conditions: Conditions) -> Iterator[Remark]:
    """A condition that is never, or always, true by itself."""
    from_files = (
        ("duties", "duties", ("about", "when")),
        ("duties", "exemptions", ("claimed", "when")),
        ("changes", "classes", ("when",)),
        ("contents", "fields", ("when",)),
        ("contents", "conditions", ("about", "when")),
        ("routes", "required", ("when",)),
        ("routes", "routes", ("when",)),
        ("procedure", "transitions", ("when",)),
        ("procedure", "outcomes", ("when",)),
        ("designation", "criteria", ("when",)),
    )
    for topic, key, names in from_files:
        for row in source.rows(topic, key):
            for name in names:
                text = row.said(name)
                if text and text not in _LITERAL:
                    yield from _never_or_always(conditions, text, row.at(name))


def _never_or_always(conditions: Conditions, text: str, place: Place) -> Iterator[Remark]:
    situations = situations_for(conditions, (text,))
    seen = set()
    for facts in situations:
        seen.add(conditions.ask(text, facts).answer)
        if {"yes", "no"} <= seen:
            return
    said = "check.never" if "yes" not in seen else "check.always"
    level: Level = "found" if situations.complete else "suspected"
    yield remark(level, place, message(said, condition=text), message(f"{said}.remedy"))


def _duties(source: Source, pack: Pack) -> Iterator[Remark]:
    for row in source.rows("duties", "duties"):
        rule = Rule(row.at("when"), row.said("id"), (row.said("about"), row.said("when")))
        yield from _impossible(pack.conditions, rule, "check.duty_never")
    for row in source.rows("duties", "exemptions"):
        rule = Rule(row.at("when"), row.said("id"), (row.said("claimed"), row.said("when")))
        yield from _impossible(pack.conditions, rule, "check.exemption_never")


def _contents(source: Source, pack: Pack) -> Iterator[Remark]:
    for row in source.rows("contents", "conditions"):
        about = (row.said("about"),) if row.said("about") else ()
        rule = Rule(row.at("when"), row.said("id"), about, (row.said("when"),))
        yield from _impossible(pack.conditions, rule, "check.content_never")


def _impossible(conditions: Conditions, rule: Rule, id: str) -> Iterator[Remark]:
    """The parts are each possible, as `_constant` has seen; together they may not be."""
    if len([text for text in rule.texts if text]) < 2 or _LITERAL & set(rule.texts):
        return
    situations = situations_for(conditions, rule.texts)
    if not any(_fits(conditions, rule, facts) for facts in situations):
        level: Level = "found" if situations.complete else "suspected"
        yield remark(level, rule.place, message(id, id=rule.name), message(f"{id}.remedy"))


def _fits(conditions: Conditions, rule: Rule, facts: Facts) -> bool:
    return all(conditions.ask(text, facts).answer == "yes" for text in rule.holds) and all(
        conditions.ask(text, facts).answer == "no" for text in rule.fails
    )


def _changes(source: Source, pack: Pack) -> Iterator[Remark]:
    """For every field, act and phase the first row that holds wins."""
    rows = pack.changes.classes
    written = source.rows("changes", "classes")
    reached: set[int] = set()
    beaten: dict[int, set[int]] = defaultdict(set)
    proved: dict[int, bool] = defaultdict(lambda: True)
    tried: dict[tuple[int, ...], _Won] = {}
    for path in sorted({path for row in rows for path in row.paths}):
        for act in get_args(Act):
            for phase in get_args(Phase):
                fitting = tuple(
                    at
                    for at, row in enumerate(rows)
                    if path in row.paths
                    and (not row.acts or act in row.acts)
                    and (not row.phases or phase in row.phases)
                )
                if fitting not in tried:
                    texts = [rows[at].when for at in fitting]
                    tried[fitting] = _first_wins(pack.conditions, texts)
                won = tried[fitting]
                reached |= {fitting[at] for at in won.reached}
                for at, by in won.beaten.items():
                    beaten[fitting[at]] |= {fitting[each] for each in by}
                    proved[fitting[at]] = proved[fitting[at]] and at in won.proved
    for at, row in enumerate(written):
        if at not in reached:
            lines = [written[by].place.line for by in sorted(beaten[at])]
            yield _beaten(row, ", ".join(pack.changes.classes[at].paths[:_BY]), lines, proved[at])


def _routes(source: Source, pack: Pack) -> Iterator[Remark]:
    won = _first_wins(pack.conditions, [row.when for row in pack.routes.routes])
    written = source.rows("routes", "routes")
    for at, row in enumerate(written):
        if at not in won.reached:
            lines = [written[by].place.line for by in sorted(won.beaten.get(at, ()))]
            yield _beaten(row, row.said("id"), lines, at in won.proved)


def _steps(source: Source, pack: Pack) -> Iterator[Remark]:
    rules = pack.procedure
    if not rules.transitions:
        return
    reached = _reached_states(pack)
    tables = (
        ("transitions", [(row.after, row.event, row.when) for row in rules.transitions]),
        ("outcomes", [(row.after, "", row.when) for row in rules.outcomes]),
        ("acts", [(row.after, row.id, "") for row in rules.acts]),
    )
    for key, rows in tables:
        written = source.rows("procedure", key)
        for at, (after, event, _) in enumerate(rows):
            if not set(after) & reached:
                said = message("check.unreached_state", states=after)
                remedy = message("check.unreached_state.remedy")
                yield remark("found", written[at].place, said, remedy)
                continue
            yield from _step(pack.conditions, written, rows, at, event)


def _step(
    conditions: Conditions,
    written: tuple[Row, ...],
    rows: list[tuple[tuple[str, ...], str, str]],
    at: int,
    event: str,
) -> Iterator[Remark]:
    """A row is beaten where in each of its states the earlier rows of its event always hold."""
    lines: set[int] = set()
    complete = True
    for state in rows[at][0]:
        same = [n for n, row in enumerate(rows) if row[1] == event and state in row[0] and n <= at]
        won = _first_wins(conditions, [rows[n][2] for n in same])
        if same.index(at) in won.reached:
            return
        complete = complete and same.index(at) in won.proved
        lines |= {written[same[by]].place.line for by in won.beaten.get(same.index(at), ())}
    yield _beaten(written[at], event or ", ".join(rows[at][0]), sorted(lines), complete)


def _reached_states(pack: Pack) -> set[str]:
    rules = pack.procedure
    reached = {rules.first}
    while True:
        steps = [(row.after, row.to) for row in rules.transitions]
        steps += [(row.after, row.to) for row in rules.outcomes]
        moves = {to for after, to in steps if to and set(after) & reached}
        if moves <= reached:
            return reached
        reached |= moves


def _forms(source: Source) -> Iterator[Remark]:
    """Of two forms for one filing, act and authority the first is always given."""
    seen: dict[tuple[str, str, str], int] = {}
    for row in source.rows("forms"):
        acts = _words(row, "acts") or get_args(Act)
        keys = [
            (authority, row.said("filing"), act)
            for authority in _words(row, "authorities")
            for act in acts
        ]
        if keys and all(key in seen for key in keys):
            lines = sorted({seen[key] for key in keys})
            yield _beaten(row, row.said("number"), lines, proved=True)
        for key in keys:
            seen.setdefault(key, row.place.line)


def _words(row: Row, name: str) -> tuple[str, ...]:
    held = row.node.value.get(name) if isinstance(row.node.value, dict) else None
    if held is None or not isinstance(held.value, list):
        return ()
    return tuple(str(item.value) for item in held.value)


@dataclass(frozen=True, slots=True)
class _Won:
    """Which rows ever come first, and for the others which rows came before them.

    `proved` are the rows of which it is proved that they never come first.
    """

    reached: frozenset[int]
    beaten: dict[int, set[int]]
    proved: frozenset[int]


def _first_wins(conditions: Conditions, texts: Iterable[str]) -> _Won:
    """Tries rows of which the first that holds wins; ends as soon as each has won once."""
    rows = list(texts)
    situations = situations_for(conditions, rows)
    reached: set[int] = set()
    beaten: dict[int, set[int]] = defaultdict(set)
    for facts in situations:
        first = None
        for at, text in enumerate(rows):
            if first is not None and at in reached:
                continue
            if conditions.ask(text, facts).answer != "yes":
                continue
            if first is None:
                first = at
                reached.add(at)
            else:
                beaten[at].add(first)
        if len(reached) == len(rows):
            break
    proved = frozenset(
        at
        for at, text in enumerate(rows)
        if at not in reached
        and (
            situations.complete
            or any(_always_with(conditions, text, rows[by]) for by in sorted(beaten[at]))
        )
    )
    return _Won(frozenset(reached), dict(beaten), proved)


def _always_with(conditions: Conditions, text: str, other: str) -> bool:
    """Proves that one condition never holds without another; two are few enough to try them all."""
    situations = situations_for(conditions, (text, other))
    return situations.complete and all(
        conditions.ask(other, facts).answer == "yes"
        for facts in situations
        if conditions.ask(text, facts).answer == "yes"
    )


def _beaten(row: Row, name: str, lines: list[int], proved: bool) -> Remark:  # noqa: FBT001  # a fact, not a mode
    id = "check.beaten" if lines else "check.never_first"
    said = message(id, name=name, lines=tuple(map(str, lines)))
    level: Level = "found" if proved else "suspected"
    return remark(level, row.place, said, message("check.beaten.remedy"))
