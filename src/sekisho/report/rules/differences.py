"""What differs between two packs, in words, in the order in which a reader of law follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from sekisho.model.values.amount import Amount
from sekisho.regime.authoring.compare import Edit, RowChange
from sekisho.regime.loader import CONDITION_KEYS
from sekisho.regime.tables.designation import Test
from sekisho.regime.tables.time import Period
from sekisho.regime.tables.whole import Tables
from sekisho.report.articles import say_article
from sekisho.report.catalogue import knows, say_date, say_id, say_term, visible
from sekisho.report.columns import wrap
from sekisho.report.rules.condition import (
    fill,
    parts_of,
    say_condition,
    say_test,
    say_word,
)
from sekisho.report.rules.tables import field_title, row_title, table_title

_ORDER = (
    "head",
    "authorities",
    "sectors",
    "designations.criteria",
    "designations.tests",
    "designations",
    "facilities",
    "components",
    "duties.duties",
    "duties.exemptions",
    "duties",
    "contents",
    "measures",
    "changes",
    "clocks",
    "calendar",
    "procedure",
    "routes",
    "forms",
)
"""Whose law, for whom, for what; what must be filed, what is in it; how long; then the rest."""

_MARKS = {"added": "+", "removed": "-", "changed": "~", "moved": "↕"}
_BOUNDS = frozenset({"at_least", "above"})
_LENGTH = frozenset({"length", "unit"})
_ARTICLES = frozenset({"article", "breaks"})
_MESSAGES = frozenset({"message", "otherwise", "refused", "beside", "too_late", "remedy"})


def change_lines(
    changes: Iterable[RowChange], before: Tables, after: Tables, lang: str
) -> Iterator[str]:
    """Says every change under the heading of its table, in lines of at most 80 columns."""
    words = _Words(before, after, lang)
    heading = None
    for change in in_reading_order(changes):
        if change.table != heading:
            heading = change.table
            yield ""
            yield wrap(table_title(heading, lang))
        mark = _MARKS[change.kind]
        yield wrap(words.title(change), first=f"  {mark} ", rest="    ")
        for sentence in words.sentences(change):
            yield wrap(sentence, first="      ", rest="        ")


def in_reading_order(changes: Iterable[RowChange]) -> tuple[RowChange, ...]:
    """Puts changes in the order in which a reader of law follows; tables not known come last."""

    def rank(change: RowChange) -> tuple[int, str]:
        names = (change.table, change.table.partition(".")[0])
        return min((_ORDER.index(n) for n in names if n in _ORDER), default=len(_ORDER)), names[0]

    return tuple(sorted(changes, key=rank))


class _Words:
    """Two packs on their way to sentences about what differs."""

    def __init__(self, before: Tables, after: Tables, lang: str) -> None:
        self._before, self._after, self._lang = before, after, lang

    def title(self, change: RowChange) -> str:
        row = change.after or change.before
        if row is None:
            return visible(change.id)
        side = self._after if change.after is not None else self._before
        if isinstance(row, Test):
            said = say_test(row, side.designations, self._lang)
        elif not change.id:
            return say_id("diff.beside", self._lang)
        else:
            said = row_title(row, self._lang)
        if change.id and said != change.id:
            said = fill("diff.named", self._lang, said=said, id=visible(change.id))
        article = str(getattr(row, "article", ""))
        if not article:
            return said
        article = say_article(visible(article), self._lang)
        return fill("diff.cited", self._lang, said=said, article=article)

    def sentences(self, change: RowChange) -> Iterator[str]:
        """Says what a row came with, or what of it differs."""
        if change.kind == "moved":
            yield say_id("diff.moved", self._lang)
        elif change.kind == "changed":
            yield from self._edited(change)
        else:
            side = self._after if change.kind == "added" else self._before
            yield from self._conditions(change.after or change.before, side)

    def _conditions(self, row: msgspec.Struct | None, side: Tables) -> Iterator[str]:
        for name in ("about", "claimed", "when"):
            condition = getattr(row, name, "")
            if condition:
                yield self._labelled(name, self._condition(side, condition))
        for name in ("valid_from", "valid_to"):
            day = getattr(row, name, None)
            if day is not None:
                yield self._labelled(name, say_date(day, self._lang))

    def _edited(self, change: RowChange) -> Iterator[str]:
        edits = {edit.field: edit for edit in change.edits}
        if isinstance(change.after, Test) and isinstance(change.before, Test):
            told, sentences = self._test(change.before, change.after, edits)
            yield from sentences
        elif isinstance(change.after, Period) and _LENGTH & set(edits):
            told = _LENGTH
            yield self._period(change.before, change.after)
        else:
            told = frozenset()
        for edit in change.edits:
            if edit.field not in told:
                yield from self._edit(edit)

    def _test(
        self, before: Test, after: Test, edits: dict[str, Edit]
    ) -> tuple[frozenset[str], list[str]]:
        """A threshold that only rises or falls is said as such, anything more as before and now."""
        fields = frozenset(edits)
        if len(fields) == 1 and fields <= _BOUNDS:
            (edit,) = edits.values()
            if edit.before is not None and edit.after is not None:
                old, new = Amount.parse(edit.before), Amount.parse(edit.after)
                way = "falls" if new < old else "rises"
                named = (row for row in self._after.designations.quantities)
                quantity = next((row for row in named if row.id == after.quantity), None)
                said = fill(
                    f"diff.threshold.{way}",
                    self._lang,
                    id=visible(after.id),
                    before=_number(old),
                    after=_number(new),
                    unit=quantity.unit.said_in(self._lang) if quantity else "",
                )
                return fields, [said]
        told = fields - {"article"}
        was = say_test(before, self._before.designations, self._lang)
        now = say_test(after, self._after.designations, self._lang)
        return told, [self._both(field_title("test", self._lang), was, now)]

    def _period(self, before: Any, after: Period) -> str:
        way = "other"
        if before.length is None or after.length is None:
            return self._both(field_title("length", self._lang), _length(before), _length(after))
        if before.unit == after.unit:
            way = "longer" if after.length > before.length else "shorter"
        return say_id(
            f"diff.period.{way}",
            self._lang,
            before=before.length,
            before_unit=before.unit,
            after=after.length,
            after_unit=after.unit,
        )

    def _edit(self, edit: Edit) -> Iterator[str]:
        last = edit.field.rpartition(".")[2]
        title = self._field(edit.field)
        if last in CONDITION_KEYS:
            yield from self._conditions_differ(title, edit)
        elif last in _MESSAGES:
            yield from self._pair(title, self._message(edit.before), self._message(edit.after))
        elif isinstance(edit.before, list | tuple) and isinstance(edit.after, list | tuple):
            yield from self._lists(title, edit)
        elif last == "article":
            yield self._both(title, self._cited(edit.before), self._cited(edit.after))
        else:
            yield self._both(title, self._value(edit.before), self._value(edit.after))

    def _field(self, path: str) -> str:
        """Names a field; one of a row that has several states with the first day of its state."""
        state = next((step for step in path.split(".") if "@" in step), "")
        if not state:
            return field_title(path, self._lang)
        id, _, day = state.rpartition("@")
        row = fill("diff.state", self._lang, id=visible(id), on=self._value(day))
        last = path.rpartition(".")[2]
        if last == state:
            return row
        return fill("diff.of_state", self._lang, state=row, field=field_title(path, self._lang))

    def _cited(self, article: Any) -> str:
        return say_article(self._value(article), self._lang)

    def _conditions_differ(self, title: str, edit: Edit) -> Iterator[str]:
        """Of two conditions that join parts alike only the parts that differ are said."""
        was, now = (
            parts_of(side.conditions, text, self._lang, side.designations)
            for side, text in ((self._before, edit.before), (self._after, edit.after))
        )
        shared = set(was.parts) & set(now.parts)
        if not shared or (was.joint and now.joint and was.joint != now.joint):
            yield from self._pair(title, was.said, now.said)
            return
        joint = was.joint or now.joint
        for kind, parts, others in (("new", now.parts, was.parts), ("gone", was.parts, now.parts)):
            for part in parts:
                if part not in others:
                    id = f"diff.part.{kind}.{joint}"
                    yield fill(id, self._lang, field=title, said=part)

    def _pair(self, field: str, before: str, after: str) -> Iterator[str]:
        """Says two long texts on lines of their own."""
        yield fill("diff.pair.before", self._lang, field=field, said=before)
        yield fill("diff.pair.after", self._lang, field=field, said=after)

    def _lists(self, title: str, edit: Edit) -> Iterator[str]:
        new = [item for item in edit.after if item not in edit.before]
        gone = [item for item in edit.before if item not in edit.after]
        if not new and not gone:
            yield self._both(title, self._value(edit.before), self._value(edit.after))
        cited = edit.field.rpartition(".")[2] in _ARTICLES
        for id, items in (("diff.list.new", new), ("diff.list.gone", gone)):
            if items:
                said = self._cited(items) if cited else self._value(items)
                yield fill(id, self._lang, field=title, items=said)

    def _both(self, field: str, before: str, after: str) -> str:
        return fill("diff.both", self._lang, field=field, before=before, after=after)

    def _labelled(self, name: str, said: str) -> str:
        return fill("diff.labelled", self._lang, field=field_title(name, self._lang), said=said)

    def _condition(self, side: Tables, condition: Any) -> str:
        if condition is None:
            return say_id("condition.always", self._lang)
        return say_condition(side.conditions, condition, self._lang, side.designations)

    def _message(self, id: Any) -> str:
        if isinstance(id, str) and knows(id, self._lang):
            return say_id(id, self._lang)
        return self._value(id)

    def _value(self, value: Any) -> str:
        if value is None or value == "":
            return say_id("diff.nothing", self._lang)
        if isinstance(value, bool):
            return say_term("yes" if value else "no", self._lang)
        if isinstance(value, int):
            return f"{value:,}"
        if isinstance(value, list | tuple):
            return ("、" if self._lang == "ja" else ", ").join(map(self._value, value))
        if isinstance(value, dict):
            title = value.get("title", value)
            named = title.get(self._lang) if isinstance(title, dict) else None
            return visible(str(named or value.get("id") or value))
        return self._text(str(value))

    def _text(self, text: str) -> str:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return say_date(date.fromisoformat(text), self._lang)
        if re.fullmatch(r"\d{4,}", text):
            return f"{int(text):,}"
        return visible(say_word(text, self._lang))


def _number(amount: Amount) -> str:
    return f"{amount.numerator:,}" if amount.denominator == 1 else str(amount)


def _length(period: Period) -> str:
    """The length of a period; one that is agreed in each case has none."""
    return "-" if period.length is None else str(period.length)
