"""A month and its memos in the words of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sekisho.desk.triage.effort import Effort
from sekisho.desk.triage.month.folder import file_names
from sekisho.desk.triage.pages.index import effort_text
from sekisho.desk.triage.pages.memo import render_memo, render_section
from sekisho.desk.triage.pages.words import (
    class_text,
    component_text,
    confirmed_short,
    fact_name,
    look_text,
    missing_text,
    versions_text,
)
from sekisho.portal.cases import engine
from sekisho.portal.desk.models import MemoRow, Result
from sekisho.portal.desk.queries import MonthView, memo_of
from sekisho.regime.pack import Regime
from sekisho.report.catalogue import say_id, say_term, visible
from sekisho.report.markup import Markup


@dataclass(frozen=True, slots=True)
class ClassShown:
    """A class: what it is called, what it asks to be done, how many updates fell in it."""

    id: str
    called: str
    outcome: str
    do: str
    count: int


@dataclass(frozen=True, slots=True)
class UpdateShown:
    """An update in the table of all."""

    number: int
    id: str
    component: str
    versions: str
    called: str
    outcome: str
    missing: str
    look: str
    confirmed: str


@dataclass(frozen=True, slots=True)
class DraftShown:
    """A draft: what for, filled from what, what it lacks, and the case it became."""

    name: str
    kind: str
    updates: str
    plan: str
    lacks: str
    case: Any


class MonthShown:
    """What a template asks of a month beside its rows."""

    def __init__(self, view: MonthView, rows: Iterable[MemoRow], lang: str) -> None:
        self._view, self._rows, self._lang = view, rows, lang

    @cached_property
    def classes(self) -> tuple[ClassShown, ...]:
        """The classes that hold any update, the gravest first."""
        counts = self._view.told.get("counts", {})
        regime = self._view.regime
        return tuple(
            ClassShown(
                row.id,
                class_text(row.id, self._lang),
                row.outcome,
                say_id(row.next, self._lang),
                counts[row.id],
            )
            for row in (regime.triage.classes if regime else ())
            if row.id in counts
        )

    @cached_property
    def updates(self) -> tuple[UpdateShown, ...]:
        """The updates of the page."""
        return tuple(self._update(row) for row in self._rows)

    @cached_property
    def drafts(self) -> tuple[DraftShown, ...]:
        """The drafts of what must be filed."""
        opened = self._view.opened
        return tuple(
            DraftShown(
                name=one["name"],
                kind=say_term(one["kind"], self._lang) if one["kind"] else "",
                updates=self._joined(one["updates"]),
                plan=one["plan"] or say_id("triage.source.register", self._lang),
                lacks=self._lacks(one),
                case=opened[one["name"]].case_id if one["name"] in opened else None,
            )
            for one in self._view.told.get("drafts", ())
        )

    @cached_property
    def questions(self) -> tuple[tuple[str, str], ...]:
        """What waits for an answer."""
        return tuple((one["id"], one["said"][self._lang]) for one in self._view.waiting)

    @cached_property
    def effort(self) -> str:
        """What the month took a person."""
        found = self._view.told.get("effort")
        return effort_text(Effort(**found), self._lang) if found else ""

    def _update(self, row: MemoRow) -> UpdateShown:
        memo = memo_of(row)
        # What a person must say stands among the questions; here, what register or sheet lack.
        missing = [missing_text(path, self._lang) for path in memo.missing if "." in path]
        return UpdateShown(
            number=row.number,
            id=visible(memo.update),
            component=component_text(memo),
            versions=versions_text(memo),
            called=class_text(memo.becomes, self._lang),
            outcome=memo.outcome,
            missing=self._joined(missing),
            look=look_text(memo, self._lang),
            confirmed=confirmed_short(memo, self._lang),
        )

    def _lacks(self, one: dict[str, Any]) -> str:
        parts = [fact_name(name, self._lang) for name in one["lacks"]]
        if one["wanted"]:
            parts.append(say_id("portal.month.draft.no_plan", self._lang, plan=one["wanted"]))
        if one["missing"]:
            parts.append(say_id("portal.month.draft.missing", self._lang, n=one["missing"]))
        return self._joined(parts)

    def _joined(self, parts: Iterable[str]) -> str:
        return ("、" if self._lang == "ja" else ", ").join(map(visible, parts))


def memo_page(row: MemoRow, result: Result, lang: str) -> Markup:
    """Writes a memo as a part of a page in a language."""
    return render_section(memo_of(row), _regime(result), lang)


def memo_file(row: MemoRow, result: Result) -> bytes:
    """Writes a memo as the file that the command line writes."""
    return render_memo(memo_of(row), _regime(result)).encode()


def memo_name(row: MemoRow) -> str:
    """Names that file."""
    return f"memo-{file_names((row.update_id,))[row.update_id]}.html"


def _regime(result: Result) -> Regime:
    return engine.regime_on(result.regime.partition("@")[0], result.on)
