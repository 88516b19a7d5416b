"""The situations in which conditions are tried: every value that can make a difference.

A condition compares facts with what it writes itself, or with each other. So for each fact it is
enough to try the values it is compared with, one to either side, and one that is none of them;
if no situation made of these makes a condition hold, none does. Where there are too many, or a
condition does more than compare, a sample is tried and nothing is claimed to be proved.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import combinations, product
from math import lcm, prod

from sekisho.regime.rules.evaluator import Conditions
from sekisho.regime.rules.expression import (
    Call,
    Constant,
    Each,
    Expr,
    Name,
    constants_in,
    names_in,
    share_bound,
)
from sekisho.regime.rules.vocabulary import Facts, Value

MOST = 20_000
"""Situations up to which all of them are tried."""
SAMPLE = 4_000
_ALL_SUBSETS = 4
_DAYS = tuple(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=each) for each in range(4))
_OTHER = "\0"
_COMPARES = frozenset({"_>_", "_>=_", "_<_", "_<=_", "_==_", "_!=_"})
_PLAIN = _COMPARES | {"_&&_", "_||_", "!_", "_?_:_", "@in"}

_Choice = tuple[tuple[str, Value], ...]
"""What one or two facts that belong together are in one situation."""


@dataclass(frozen=True, slots=True)
class Situations:
    """The situations to try; `complete` says that they stand for all there are."""

    choices: tuple[tuple[_Choice, ...], ...]
    complete: bool

    def __iter__(self) -> Iterator[Facts]:
        """Gives each situation as facts: all of them, or a sample that is always the same.

        They come mixed, so that whoever looks for one of a kind finds it soon.
        """
        chance = random.Random(0)  # noqa: S311  # an order that is the same every time
        if prod(map(len, self.choices)) <= MOST:
            everything = list(product(*self.choices))
            chance.shuffle(everything)
            for picked in everything:
                yield dict(pair for choice in picked for pair in choice)
            return
        for _ in range(SAMPLE):
            yield dict(pair for choices in self.choices for pair in chance.choice(choices))


def situations_for(conditions: Conditions, texts: Iterable[str]) -> Situations:
    """Gives the situations in which conditions of a pack can differ."""
    trees = [conditions.tree(text) for text in dict.fromkeys(texts) if text]
    known = [tree for tree in trees if tree is not None]
    domains = _Domains(conditions)
    for tree in known:
        domains.look(tree)
    choices = tuple(domains.choices())
    fits = prod(map(len, choices)) <= MOST
    return Situations(choices, fits and domains.simple and len(known) == len(trees))


class _Domains:
    """The values each fact is compared with."""

    def __init__(self, conditions: Conditions) -> None:
        self._types = conditions.words
        self._values: dict[str, set[Value]] = {}
        self._shares: dict[str, set[Fraction]] = {}
        self._together: set[str] = set()
        self.simple = True

    def look(self, tree: Expr) -> None:
        """Notes what a condition compares its facts with."""
        for name in names_in(tree):
            if name in self._types:
                self._values.setdefault(name, set())
        self._walk(tree)

    def _walk(self, tree: Expr) -> None:
        if isinstance(tree, Each):
            self.simple = self.simple and set(names_in(tree.body)) == {tree.variable}
            self._note(tree.over, tree.body)
            return
        if not isinstance(tree, Call):
            return
        if tree.function in _COMPARES:
            self._compared(*tree.arguments)
            return
        if tree.function == "@in":
            self.simple = self.simple and not all(tuple(names_in(a)) for a in tree.arguments)
            self._note(*tree.arguments)
            return
        if tree.function not in _PLAIN:
            self.simple = False
        for argument in tree.arguments:
            self._walk(argument)

    def _compared(self, left: Expr, right: Expr) -> None:
        held = share_bound(left, right)
        if held is not None:
            self._shares.setdefault(held[0], set()).add(held[1])
            return
        if isinstance(left, Name) and isinstance(right, Name):
            self._together |= {left.name, right.name}
            self.simple = self.simple and self._types.get(left.name) in {"int", "day", "bool"}
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Call) and one.function == "size":
                self.simple = self.simple and other in {Constant(0), Constant(1)}
            elif isinstance(one, Call) and one.function == "timestamp":
                self.simple = False  # which facts lie before a written day is only sampled
                self._note(one, other)
            elif isinstance(one, Name | Constant):
                self._note(one, other)
            else:
                self.simple = False

    def _note(self, one: Expr, other: Expr) -> None:
        """Every constant on the one side is a value for the facts of the other."""
        for name in names_in(one):
            for value in constants_in(other):
                self._values.setdefault(name, set()).add(value)
        for name in names_in(other):
            for value in constants_in(one):
                if name in self._types:
                    self._values.setdefault(name, set()).add(value)

    def choices(self) -> Iterator[tuple[_Choice, ...]]:
        """Gives the choices of each fact; numerator and denominator of a share go together."""
        days = sum(self._types.get(name) == "day" for name in self._values)
        self.simple = self.simple and days <= len(_DAYS)
        for name, bounds in self._shares.items():
            self._values.pop(f"{name}.num", None)
            self._values.pop(f"{name}.den", None)
            yield tuple(_share_choices(name, bounds))
        for name in sorted(self._values):
            if name in self._types:
                yield tuple(((name, value),) for value in self._domain(name))

    def _domain(self, name: str) -> list[Value]:
        kind, written = self._types[name], set(self._values[name])
        if name in self._together:
            written |= {value for each in self._together for value in self._values.get(each, ())}
        if kind == "bool":
            return [False, True]
        if kind == "int":
            numbers = {value for value in written if type(value) is int} | {0, 1, 2}
            return sorted({n for each in numbers for n in (each - 1, each, each + 1) if n >= 0})
        if kind == "day":
            return list(dict.fromkeys((*_DAYS, *_around(written))))
        words = sorted(str(value) for value in written if isinstance(value, str))
        if kind == "text":
            return [*words, _OTHER]
        self.simple = self.simple and len(words) <= _ALL_SUBSETS
        return list(_subsets([*words, _OTHER]))


def _around(written: Iterable[Value]) -> Iterator[datetime]:
    """A day written in a condition, and the days beside it."""
    for text in sorted(str(value) for value in written):
        try:
            day = datetime.fromisoformat(text)
        except ValueError:
            continue
        yield from (day + timedelta(days=step) for step in (-1, 0, 1))


def _subsets(words: list[str]) -> Iterator[list[str]]:
    sizes = range(len(words) + 1) if len(words) <= _ALL_SUBSETS + 1 else (0, 1, 2, len(words))
    for size in sizes:
        for chosen in combinations(words, size):
            yield list(chosen)


def _share_choices(name: str, bounds: set[Fraction]) -> Iterator[_Choice]:
    whole = lcm(1000, *(bound.denominator for bound in bounds))
    step = Fraction(1, whole)
    shares = {each for bound in bounds for each in (bound - step, bound, bound + step)}
    for share in sorted(shares | {Fraction(0), Fraction(1)}):
        yield ((f"{name}.num", int(share * whole)), (f"{name}.den", whole))
