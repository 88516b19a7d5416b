"""Conditions: every mistake with its column, facts that do not exist, facts a table never has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from msgspec.structs import replace

from sekisho.model.errors import PackError, Place
from sekisho.model.values.message import message
from sekisho.read.tree import Node
from sekisho.regime.authoring.checks.remarks import Remark, remark
from sekisho.regime.authoring.positions import place_within
from sekisho.regime.authoring.sources import Source
from sekisho.regime.loader import CONDITION_KEYS, assemble_pack
from sekisho.regime.rules.evaluator import Compiler, WrongConditionError, named
from sekisho.regime.rules.mistakes import near_facts
from sekisho.regime.rules.reach import facts_of
from sekisho.regime.rules.vocabulary import FACTS

_NO_FACTS = frozenset({"criteria", "quantities", "returns"})
"""Lists of `designation.yaml` whose ids are no facts; those of every other list are."""


@dataclass(frozen=True, slots=True)
class Written:
    """A condition as it is written: in which table, and in a row of which scope."""

    node: Node
    table: str
    scope: str

    @property
    def text(self) -> str:
        """The condition."""
        return str(self.node.value)


@dataclass(frozen=True)
class WrittenConditions:
    """The conditions of a pack, those that can be used and those that cannot."""

    source: Source

    @cached_property
    def own(self) -> frozenset[str]:
        """The facts the pack brings itself: the ids beside the criteria of designation."""
        tree = self.source.trees.get("designation.yaml")
        lists = tree.value if tree is not None and isinstance(tree.value, dict) else {}
        rows = [
            row
            for key in lists
            if key not in _NO_FACTS
            for row in self.source.rows("designation", key)
        ]
        return frozenset(id for row in rows if (id := row.said("id")))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every fact the conditions of the pack may name, as the loader reckons them."""
        trees = {name: _without_conditions(tree) for name, tree in self.source.trees.items()}
        try:
            pack = assemble_pack(trees, dict(self.source.holidays), self.source.folder)
        except PackError:
            return frozenset(FACTS) | self.own
        return frozenset(pack.conditions.words)

    @cached_property
    def all(self) -> tuple[Written, ...]:
        """Every condition in the order of the files, one an alias repeats only once."""
        found: dict[tuple[str, int, int], Written] = {}
        for file, tree in self.source.trees.items():
            table = file.removesuffix(".yaml")
            for written in _written(tree, table, ""):
                place = written.node.place
                found.setdefault((place.file, place.line, place.column), written)
        return tuple(found.values())

    def remarks(self) -> Iterator[Remark]:
        """Gives every mistake of every condition."""
        compiler = Compiler(sorted(self.words - set(FACTS)))
        for written in self.all:
            if not written.text:
                continue
            try:
                compiler.compile(written.text)
            except WrongConditionError as error:
                for mistake in error.mistakes:
                    place = self._place(written, mistake.offset)
                    yield remark("error", place, mistake.said, mistake.remedy)
            else:
                yield from self._missing(written, compiler)

    def _missing(self, written: Written, compiler: Compiler) -> Iterator[Remark]:
        known = facts_of(written.table, written.scope, self.own)
        if not known and written.table != "designation":
            return
        for fact in named(written.text, compiler.words):
            is_own = fact not in FACTS and fact not in self.own
            if fact not in known and not is_own:
                near = near_facts(fact, known)
                yield remark(
                    "found",
                    self._place(written, max(written.text.find(fact), 0)),
                    message("check.missing_fact", fact=fact, table=f"table.{written.table}"),
                    message(
                        "check.missing_fact.near" if near else "check.missing_fact.remedy",
                        near=near,
                    ),
                )

    def _place(self, written: Written, offset: int) -> Place:
        return place_within(self.source.text(written.node.place.file), written.node, offset)


def _without_conditions(node: Node) -> Node:
    """A condition that always holds in the place of each, so that none can be wrong."""
    if isinstance(node.value, list):
        return replace(node, value=[_without_conditions(item) for item in node.value])
    if not isinstance(node.value, dict):
        return node
    kept = {
        key: replace(item, value="true")
        if key in CONDITION_KEYS and isinstance(item.value, str) and item.value
        else _without_conditions(item)
        for key, item in node.value.items()
    }
    return replace(node, value=kept)


def _written(node: Node, table: str, scope: str) -> Iterator[Written]:
    if isinstance(node.value, list):
        for item in node.value:
            yield from _written(item, table, scope)
    elif isinstance(node.value, dict):
        stated = node.value.get("scope")
        scope = str(stated.value) if stated is not None else scope
        for key, item in node.value.items():
            if key in CONDITION_KEYS and isinstance(item.value, str):
                yield Written(item, table, scope)
            else:
                inner = f"{table}.{key}" if table == "routes" else table
                yield from _written(item, inner, scope)
