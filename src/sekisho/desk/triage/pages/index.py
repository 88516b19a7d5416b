"""The index of a month: what to do first, then every update in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sekisho.desk.triage.drafts import Draft
from sekisho.desk.triage.effort import Effort
from sekisho.desk.triage.pages.sheet import document
from sekisho.desk.triage.pages.words import (
    class_text,
    component_text,
    confirmed_short,
    fact_name,
    look_text,
    question_text,
    versions_text,
)
from sekisho.desk.triage.questions import Question
from sekisho.model.errors import Defect
from sekisho.model.operator.memo import Memo
from sekisho.regime.pack import Regime
from sekisho.report.catalogue import say, say_id, visible
from sekisho.report.markup import Markup, element, join, table


@dataclass(frozen=True, slots=True)
class Sheaf:
    """Everything a month gave, as the index shows it; `files` leads from an update to its page."""

    on: date
    operator: str
    fictional: bool
    memos: Sequence[Memo]
    files: Mapping[str, str]
    counts: Mapping[str, int]
    open: Sequence[Question]
    drafts: Sequence[Draft]
    defects: Sequence[Defect]
    effort: Effort


def render_index(sheaf: Sheaf, regime: Regime, lang: str) -> str:
    """Writes the index of a month as one HTML document in a language."""
    return _Index(sheaf, regime, lang).document()


class _Index:
    def __init__(self, sheaf: Sheaf, regime: Regime, lang: str) -> None:
        self._it = sheaf
        self._regime = regime
        self._lang = lang

    def document(self) -> str:
        it = self._it
        title = self._say("triage.index.title", on=it.on.isoformat())
        name = visible(it.operator)
        if it.fictional:
            name = self._say("report.fictional", name=name)
        other = "en" if self._lang == "ja" else "ja"
        header = element(
            "header",
            element("p", name, class_="head"),
            element("h1", title),
            element(
                "p",
                element(
                    "a",
                    say_id("triage.index.this_language", other),
                    href="index.en.html" if other == "en" else "index.html",
                    lang=other,
                    hreflang=other,
                ),
            ),
            element("p", effort_text(it.effort, self._lang), class_="head"),
        )
        parts = (
            ("todo", self._todo()),
            ("questions", self._questions()),
            ("unread", self._unread()),
            ("drafts", self._drafts()),
            ("all", [self._all()]),
        )
        sections = [
            element(
                "section",
                element("h2", self._say(f"triage.index.{id}"), id=f"{id}-title"),
                *content,
                aria_labelledby=f"{id}-title",
            )
            for id, content in parts
            if content
        ]
        return document(title, self._lang, header, join(*sections), self._footer())

    def _todo(self) -> list[Markup]:
        """What each class asks to be done, and of which updates."""
        rows = []
        for row in self._regime.triage.classes:
            memos = [memo for memo in self._it.memos if memo.becomes == row.id]
            if not memos:
                continue
            links = [] if row.outcome == "pass" else [self._link(memo) for memo in memos]
            spaced = [part for link in links for part in (link, " ")]
            rows.append(
                (
                    element("span", class_text(row.id, self._lang), class_=f"class {row.outcome}"),
                    f"{len(memos):,}",
                    self._say(row.next),
                    element("span", *spaced, class_="whole") if spaced else "",
                )
            )
        return [self._table("triage.index.todo", ("class", "count", "do", "updates"), rows)]

    def _questions(self) -> list[Markup]:
        items = [
            element("li", element("strong", each.id), " ", question_text(each, self._lang))
            for each in self._it.open
        ]
        if not items:
            return []
        return [element("p", self._say("triage.index.questions.how")), element("ul", *items)]

    def _unread(self) -> list[Markup]:
        rows = [
            (
                " ".join(filter(None, (visible(defect.place.sheet), defect.place.cell))),
                say(defect.message, self._lang),
                say(defect.remedy, self._lang) if defect.remedy else "",
            )
            for defect in self._it.defects
        ]
        return [self._table("triage.index.unread", ("cell", "wrong", "do"), rows)] if rows else []

    def _drafts(self) -> list[Markup]:
        rows = [
            (
                element("a", draft.name, href=f"drafts/{draft.name}/filing.yaml"),
                ", ".join(visible(id) for id in draft.updates),
                visible(draft.plan.reference) if draft.plan else self._unfilled(draft),
                self._lacks(draft),
            )
            for draft in self._it.drafts
        ]
        head = ("draft", "updates", "plan", "lacks")
        return [self._table("triage.index.drafts", head, rows)] if rows else []

    def _unfilled(self, draft: Draft) -> str:
        if not draft.wanted:
            return self._say("triage.source.register")
        return self._say("triage.draft.no_plan", plan=draft.wanted)

    def _lacks(self, draft: Draft) -> str:
        parts = [fact_name(name, self._lang) for name in draft.lacks]
        if draft.missing:
            parts.append(self._say("triage.draft.missing", n=draft.missing))
        return ("、" if self._lang == "ja" else ", ").join(parts)

    def _all(self) -> Markup:
        rows = [
            (
                self._link(memo),
                component_text(memo),
                versions_text(memo),
                element(
                    "span", class_text(memo.becomes, self._lang), class_=f"class {memo.outcome}"
                ),
                look_text(memo, self._lang),
                confirmed_short(memo, self._lang),
            )
            for memo in self._it.memos
        ]
        head = ("update", "component", "versions", "class", "look", "confirmed")
        return self._table("triage.index.all", head, rows)

    def _footer(self) -> Markup:
        regime = self._regime
        verified = regime.verified_to
        said = self._say(
            "triage.memo.regime",
            title=regime.title(self._lang),
            regime=f"{regime.id}@{regime.version}",
            verified=self._say("report.verified", on=verified.isoformat())
            if verified
            else self._say("report.unverified"),
        )
        caveats = [element("p", say(caveat, self._lang)) for caveat in regime.caveats(self._it.on)]
        notice = element("p", self._say("triage.notice"))
        return element("footer", element("p", said), *caveats, notice)

    def _link(self, memo: Memo) -> Markup:
        file = self._it.files[memo.update]
        return element("a", visible(memo.update), href=file, class_="whole")

    def _table(
        self, caption: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]
    ) -> Markup:
        heads = tuple(self._say(f"triage.head.{id}") for id in head)
        return table(self._say(caption), heads, rows)

    def _say(self, id: str, /, **params: str | int | tuple[str, ...]) -> str:
        return say_id(id, self._lang, **params)


def effort_text(effort: Effort, lang: str) -> str:
    """Says what the month took a person."""
    return say_id(
        "triage.effort",
        lang,
        typed=effort.typed,
        prefilled=effort.prefilled,
        reused=effort.reused,
        carried=effort.carried,
        twice=effort.twice,
        questions=effort.questions,
        answers=effort.answers,
    )


def summary_rows(
    memos: Sequence[Memo], lang: str
) -> tuple[tuple[str, ...], Sequence[tuple[str, ...]]]:
    """Gives the month as a table: its headings, and a row for each update."""
    ids = ("update", "facility", "component", "versions", "class", "also", "confirmed_by", "day")
    head = tuple(say_id(f"triage.head.{id}", lang) for id in (*ids, "assessment"))
    rows = [
        (
            memo.update,
            memo.facility,
            memo.name or memo.component,
            versions_text(memo),
            class_text(memo.becomes, lang),
            "; ".join(class_text(id, lang) for id in memo.also),
            memo.confirmed_by,
            memo.confirmed_on.isoformat() if memo.confirmed_on else "",
            memo.assessment_sha256,
        )
        for memo in memos
    ]
    return head, rows
