"""A condition of a pack in words, in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sekisho.model.values.ratio import Ratio
from sekisho.regime.rules.evaluator import Conditions
from sekisho.regime.rules.expression import Call, Constant, Each, Expr, Items, Name, share_bound
from sekisho.regime.rules.vocabulary import FACTS, Value
from sekisho.regime.tables.designation import Designations, Test
from sekisho.report.catalogue import catalogue, knows, say_date, say_id, say_term, visible

_COMPARED = {
    "_>_": "more",
    "_>=_": "least",
    "_<_": "less",
    "_<=_": "most",
    "_==_": "same",
    "_!=_": "other",
}
_TURNED = {"more": "most", "least": "less", "less": "least", "most": "more", "same": "other"}
_MIRRORED = {"more": "less", "least": "most", "less": "more", "most": "least"}
_SIGNS = {"_*_": "×", "_+_": "+", "_-_": "-"}


def say_condition(
    conditions: Conditions,
    condition: str,
    lang: str,
    designations: Designations | None = None,
) -> str:
    """Says a condition in words; the empty one always holds.

    `designations` names the tests and statuses of a pack, which are facts of its own. What
    cannot be said in words is shown as it is written.
    """
    if not condition:
        return say_id("condition.always", lang)
    tree = conditions.tree(condition)
    if tree is None:
        return visible(condition)
    return _Words(lang, designations or Designations()).say(tree)


@dataclass(frozen=True, slots=True)
class Parts:
    """A condition by the statements it joins: all of them must hold (`and`), or one (`or`)."""

    said: str
    parts: tuple[str, ...]
    joint: str = ""


def parts_of(
    conditions: Conditions, condition: str | None, lang: str, designations: Designations
) -> Parts:
    """Says a condition, and each statement it joins at its top."""
    said = say_condition(conditions, condition or "", lang, designations)
    tree = conditions.tree(condition) if condition else None
    joints = {"_&&_": "and", "_||_": "or"}
    if not isinstance(tree, Call) or tree.function not in joints:
        return Parts(said, (said,))
    words = _Words(lang, designations)
    parts = tuple(words.say(part, inside=True) for part in _flat(tree.function, tree))
    return Parts(said, parts, joints[tree.function])


def say_fact(fact: str, lang: str, designations: Designations | None = None) -> str:
    """Says what a fact means: as a statement for one that is yes or no."""
    return _Words(lang, designations or Designations()).fact(fact)


def say_value(value: Value | None, lang: str) -> str:
    """Says what a fact is in a case; `None` is one that is not stated."""
    if value is None:
        return say_id("condition.not_stated", lang)
    if isinstance(value, bool):
        return say_term("yes" if value else "no", lang)
    if isinstance(value, datetime):
        return say_date(value.date(), lang)
    if isinstance(value, list):
        words = ("、" if lang == "ja" else ", ").join(say_word(word, lang) for word in value)
        return words or say_id("condition.none", lang)
    return say_word(value, lang) if isinstance(value, str) else f"{value:,}"


def say_test(test: Test, designations: Designations, lang: str) -> str:
    """Says a test of designation: quantity, years, threshold with its unit."""
    quantity = next((row for row in designations.quantities if row.id == test.quantity), None)
    bound = test.at_least if test.at_least is not None else test.above
    number = f"{bound.numerator:,}" if bound and bound.denominator == 1 else str(bound)
    said = say_id(
        "condition.test.least" if test.at_least is not None else "condition.test.more",
        lang,
        what=quantity.title.said_in(lang) if quantity else test.quantity,
        number=number,
        unit=quantity.unit.said_in(lang) if quantity else "",
    )
    if test.year is not None:
        return say_id("condition.test.year", lang, said=said, year=test.year.isoformat())
    if test.year_ends is None:
        return said
    return say_id(f"condition.test.{test.take}", lang, said=said, n=test.years)


def fill(id: str, lang: str, /, **parts: str) -> str:
    """Says an entry with parts that are words already, however long they are."""
    return catalogue(lang)[id].format(**parts)


def say_word(word: str, lang: str) -> str:
    """Gives what a word of a condition is called, the word itself where it has no name."""
    for id in (f"word.{word}", f"control.{word}"):
        if knows(id, lang):
            return say_id(id, lang)
    return say_term(word, lang)


class _Words:
    """A tree on its way to words."""

    def __init__(self, lang: str, designations: Designations) -> None:
        self._lang = lang
        self._own = designations

    def say(self, tree: Expr, *, inside: bool = False) -> str:
        """Says a tree; `inside` another one it gets brackets where it joins several."""
        if isinstance(tree, Call):
            said, joins = self._call(tree)
            return self._fill("condition.brackets", said=said) if inside and joins else said
        if isinstance(tree, Name):
            return self.fact(tree.name)
        if isinstance(tree, Each):
            return self._each(tree)
        if isinstance(tree, Items):
            return ("、" if self._lang == "ja" else ", ").join(map(self._value, tree.items))
        if isinstance(tree.value, bool):
            return say_id("condition.always" if tree.value else "condition.never", self._lang)
        return self._value(tree)

    def fact(self, name: str) -> str:
        test = next((row for row in self._own.tests if row.id == name), None)
        if test is not None:
            return say_test(test, self._own, self._lang)
        status = next((row for row in self._own.statuses if row.id == name), None)
        if status is not None:
            return status.title.said_in(self._lang)
        id = f"fact.{name}"
        return say_id(id, self._lang) if knows(id, self._lang) else visible(name)

    def _call(self, tree: Call) -> tuple[str, bool]:
        """Says an operator, and whether it joins several statements."""
        function, given = tree.function, tree.arguments
        if function in {"_&&_", "_||_"}:
            joint = say_id("condition.and" if function == "_&&_" else "condition.or", self._lang)
            return joint.join(self.say(part, inside=True) for part in _flat(function, tree)), True
        if function == "_?_:_":
            asked, then, otherwise = (self.say(part) for part in given)
            id = "condition.if"
            return self._fill(id, asked=asked, then=then, otherwise=otherwise), True
        if function in _SIGNS:
            sign = f" {_SIGNS[function]} "
            return sign.join(self.say(part, inside=True) for part in given), True
        return self._statement(function, given), False

    def _statement(self, function: str, given: tuple[Expr, ...]) -> str:
        if function == "!_":
            return self._not(given[0])
        if function in _COMPARED:
            return self._compared(_COMPARED[function], *given)
        if function == "@in":
            return self._in("condition.in", *given)
        if function == "size":
            return self._fill("condition.size", what=self.say(given[0]))
        if function == "timestamp" and isinstance(given[0], Constant):
            return _written_day(str(given[0].value), self._lang)
        return visible(f"{function}({', '.join(self.say(part) for part in given)})")

    def _not(self, tree: Expr) -> str:
        if isinstance(tree, Call) and _COMPARED.get(tree.function) in _TURNED:
            return self._compared(_TURNED[_COMPARED[tree.function]], *tree.arguments)
        if isinstance(tree, Call) and tree.function == "@in":
            return self._in("condition.not_in", *tree.arguments)
        return self._fill("condition.not", said=self.say(tree))

    def _compared(self, how: str, left: Expr, right: Expr) -> str:
        if isinstance(left, Constant) and not isinstance(right, Constant):
            left, right, how = right, left, _MIRRORED.get(how, how)
        held = share_bound(left, right)
        if held is not None:
            share, bound = held
            number = say_id("condition.ratio", self._lang, share=str(Ratio(bound)))
            votes = self.fact(f"{share}.num")
            return self._fill(f"condition.share.{how}", what=votes, share=number)
        sized = _sized(how, left, right)
        if sized is not None:
            id, what = sized
            return self._fill(id, what=self.say(what))
        days = any(
            isinstance(part, Name) and FACTS.get(part.name) == "day" for part in (left, right)
        )
        kind = f"condition.day.{how}" if days else f"condition.{how}"
        sides = {"left": self.say(left, inside=True), "right": self.say(right, inside=True)}
        return self._fill(kind, **sides)

    def _in(self, id: str, item: Expr, items: Expr) -> str:
        if isinstance(item, Constant):
            holds = "condition.holds" if id == "condition.in" else "condition.lacks"
            return self._fill(holds, what=self.say(items), item=self._value(item))
        return self._fill(id, what=self.say(item), items=self.say(items))

    def _each(self, tree: Each) -> str:
        """`facts.exists(fact, fact in [...])` is said without its variable."""
        what, body = self.say(tree.over), tree.body
        if isinstance(body, Call) and body.function == "@in":
            items = self.say(body.arguments[1])
            return self._fill(f"condition.{tree.macro}.in", what=what, items=items)
        return self._fill(f"condition.{tree.macro}", what=what, said=self.say(body))

    def _value(self, tree: Expr) -> str:
        if not isinstance(tree, Constant):
            return self.say(tree)
        value = tree.value
        if isinstance(value, bool):
            return say_term("yes" if value else "no", self._lang)
        if isinstance(value, int):
            return f"{value:,}"
        return self._fill("condition.word", word=say_word(str(value), self._lang))

    def _fill(self, id: str, **parts: str) -> str:
        return fill(id, self._lang, **parts)


def _written_day(text: str, lang: str) -> str:
    """A day written in a condition; what is none stays as it is written."""
    try:
        return say_date(datetime.fromisoformat(text).date(), lang)
    except ValueError:
        return visible(text)


def _flat(function: str, tree: Expr) -> list[Expr]:
    if isinstance(tree, Call) and tree.function == function:
        return [part for argument in tree.arguments for part in _flat(function, argument)]
    return [tree]


def _sized(how: str, left: Expr, right: Expr) -> tuple[str, Expr] | None:
    """`x.size() > 0` says that there is any."""
    if not (isinstance(left, Call) and left.function == "size" and right == Constant(0)):
        return None
    ids = {"more": "condition.any", "same": "condition.empty", "most": "condition.empty"}
    return (ids[how], left.arguments[0]) if how in ids else None


def facts_said(
    conditions: Conditions, condition: str, facts: Mapping[str, Value]
) -> tuple[tuple[str, Value | None], ...]:
    """Gives each fact a condition names, once and in its order, with its value in a case."""
    return tuple((name, facts.get(name)) for name in conditions.named(condition))
