"""Conditions in CEL: compiled and typed when a pack is loaded, answered with three values.

An evaluation that fails gives a value of type `ERROR` whose text Python takes for true; only a
value of the declared type counts as an answer. What is missing makes a condition unknown, never
false, except where the logic settles it anyhow (`false && unknown` is false).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec
from cel_expr_python import cel

from sekisho.model.errors import PackError, Place
from sekisho.model.values.message import message
from sekisho.regime.rules.expression import Expr, read_expression
from sekisho.regime.rules.mistakes import Mistake, mistakes_in
from sekisho.regime.rules.vocabulary import FACTS, Facts, FactType

LONGEST = 1000
"""Characters one condition may have."""
MOST = 2000
"""Conditions one pack may have."""
DEEPEST = 24
"""Brackets that may be open at once in one condition."""

_NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*")
_TEXT = re.compile(r"'[^']*'|\"[^\"]*\"")
_TYPES: dict[str, Any] = {
    "bool": cel.Type.BOOL,
    "int": cel.Type.INT,
    "text": cel.Type.STRING,
    "day": cel.Type.TIMESTAMP,
    "texts": cel.Type.List(cel.Type.STRING),
}

_BOOL: FactType = "bool"

Answer = Literal["yes", "no", "unknown"]


class Verdict(msgspec.Struct, frozen=True):
    """The answer to one condition; `missing` names the facts it could not be answered for."""

    answer: Answer
    missing: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Says whether the condition is known to hold."""
        return self.answer == "yes"


YES = Verdict("yes")
NO = Verdict("no")


class Conditions(msgspec.Struct, frozen=True):
    """The compiled conditions of one pack, by their text.

    `words` are the facts the conditions may name: those every pack has, and the pack's own.
    """

    _compiled: Mapping[str, Any] = msgspec.field(default_factory=dict)
    words: Mapping[str, FactType] = msgspec.field(default_factory=lambda: FACTS)

    def ask(self, condition: str, facts: Facts) -> Verdict:
        """Answers a condition of the pack over facts; the empty condition always holds."""
        if not condition:
            return YES
        result = self._compiled[condition].eval(data=dict(facts))
        if result.type() == cel.Type.BOOL and isinstance(value := result.value(), bool):
            return YES if value else NO
        unstated = (name for name in self.named(condition) if name not in facts)
        return Verdict("unknown", tuple(unstated))

    @property
    def texts(self) -> tuple[str, ...]:
        """Gives every condition of the pack, once each."""
        return tuple(self._compiled)

    def named(self, condition: str) -> tuple[str, ...]:
        """Gives the facts a condition speaks of, in its own order and once each."""
        return named(condition, self.words)

    def tree(self, condition: str) -> Expr | None:
        """Gives a condition of the pack as a tree, `None` for one in a form not known to it."""
        try:
            return read_expression(self._compiled[condition].serialize())
        except ValueError:
            return None


def named(condition: str, words: Mapping[str, FactType] = FACTS) -> tuple[str, ...]:
    """Gives the facts a condition speaks of, in its own order and once each."""
    found = _NAME.findall(_TEXT.sub(" ", condition))
    return tuple(dict.fromkeys(fact for word in found if (fact := _fact(word, words))))


def _fact(word: str, words: Mapping[str, FactType]) -> str:
    """The fact a dotted word begins with: in `duties.needed.exists` it is `duties.needed`."""
    while word and word not in words:
        word = word.rpartition(".")[0]
    return word


class Compiler:
    """Compiles conditions of one pack; `own` are the yes-or-no facts the pack brings itself."""

    def __init__(self, own: Iterable[str] = ()) -> None:
        self.words: Mapping[str, FactType] = {**FACTS, **dict.fromkeys(own, _BOOL)}
        kinds = {name: _TYPES[kind] for name, kind in self.words.items()}
        self._env = cel.NewEnv(variables=kinds)

    def compile(self, text: str) -> Any:
        """Compiles one condition; raises `WrongConditionError` with every mistake in it."""
        if len(text) > LONGEST or _depth(text) > DEEPEST:
            said = message("pack.condition_too_long", limit=LONGEST, depth=DEEPEST)
            raise WrongConditionError((Mistake(0, said, message("pack.bad_condition.remedy")),))
        try:
            expression = self._env.compile(text)
        except RuntimeError as error:
            raise WrongConditionError(mistakes_in(text, str(error), self.words)) from error
        if expression.return_type() != cel.Type.BOOL:
            said = message("pack.condition_not_bool", condition=text)
            remedy = message("pack.condition_not_bool.remedy")
            raise WrongConditionError((Mistake(0, said, remedy),))
        return expression


class WrongConditionError(Exception):
    """A condition that cannot be used; `mistakes` are all that were found in it."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__(mistakes)
        self.mistakes = mistakes


def compile_conditions(
    conditions: Iterable[tuple[str, Place]], own: Iterable[str] = ()
) -> Conditions:
    """Compiles the conditions of a pack, each with the place it stands in.

    `own` are the yes-or-no facts the pack brings itself, beside those every pack has.

    Raises `PackError` for one that is too long or nested, that has a mistake, names a fact that
    does not exist, or does not answer yes or no; and for too many.
    """
    compiler = Compiler(own)
    compiled: dict[str, Any] = {}
    for text, place in conditions:
        if text and text not in compiled:
            try:
                compiled[text] = compiler.compile(text)
            except WrongConditionError as error:
                first = error.mistakes[0]
                raise PackError(first.said, place=place, hint=first.remedy) from error
        if len(compiled) > MOST:
            raise PackError(message("pack.too_many_conditions", limit=MOST), place=place)
    return Conditions(compiled, compiler.words)


def _depth(text: str) -> int:
    deepest = depth = 0
    for char in text:
        depth += (char in "([{") - (char in ")]}")
        deepest = max(deepest, depth)
    return deepest
