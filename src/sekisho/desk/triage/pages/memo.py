"""The memo on one update as a page: in Japanese, then in English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from sekisho.desk.triage.pages.sheet import document
from sekisho.desk.triage.pages.words import (
    class_text,
    component_text,
    confirmed_text,
    fact_name,
    fact_value,
    missing_text,
    versions_text,
    word_text,
)
from sekisho.model.assessment import Duty
from sekisho.model.operator.memo import Memo
from sekisho.model.values.message import Message
from sekisho.regime.pack import Regime
from sekisho.report.articles import say_article
from sekisho.report.catalogue import say, say_id, say_term, visible
from sekisho.report.markup import Markup, element, join, table
from sekisho.report.notes import note_text
from sekisho.report.phrases import verified_text

_TONGUES = ("ja", "en")
_NEEDS = ("needed", "not_checked", "not_needed")


def render_memo(memo: Memo, regime: Regime) -> str:
    """Writes a memo as one HTML document, Japanese first."""
    names = (memo.operator, memo.facility)
    name = " · ".join(visible(name) for name in names if name)
    if memo.fictional:
        name = " / ".join(say_id("report.fictional", lang, name=name) for lang in _TONGUES)
    titles = [say_id("triage.memo.title", lang) for lang in _TONGUES]
    header = element(
        "header",
        element("p", name, class_="head"),
        element("h1", titles[0], element("small", titles[1], lang="en")),
        element(
            "p",
            element("a", say_id("triage.memo.back", "ja"), href="../index.html"),
            " / ",
            element("a", say_id("triage.memo.back", "en"), href="../index.en.html", lang="en"),
        ),
    )
    main = join(*(_Tongue(memo, regime, lang).section() for lang in _TONGUES))
    notices = [element("p", say_id("triage.notice", lang), lang=lang) for lang in _TONGUES]
    footer = element("footer", *notices)
    return document(f"{component_text(memo)} {memo.version_after}", "ja", header, main, footer)


def render_section(memo: Memo, regime: Regime, lang: str) -> Markup:
    """Writes what a memo says in one language, as a section of a page."""
    return _Tongue(memo, regime, lang).section()


class _Tongue:
    """One memo in one language."""

    def __init__(self, memo: Memo, regime: Regime, lang: str) -> None:
        self._it = memo
        self._regime = regime
        self._lang = lang

    def section(self) -> Markup:
        it = self._it
        name = f"{visible(it.update)} {component_text(it)} {versions_text(it)}"
        title = self._say("report.labelled", label=name, text=class_text(it.becomes, self._lang))
        parts = (
            ("facts", self._facts()),
            ("rules", self._rules()),
            ("notes", self._items(note_text(note, self._lang) for note in self._it.cited_notes)),
            ("flaws", self._items(say(flaw, self._lang) for flaw in self._it.flaws)),
            ("look", self._items(say(hint, self._lang) for hint in self._it.hints)),
            ("other", self._others()),
            ("digests", self._digests()),
        )
        written = [
            join(element("h3", self._say(f"triage.memo.{id}")), *content)
            for id, content in parts
            if content
        ]
        return element(
            "section",
            element("h2", title, id=f"title-{self._lang}"),
            self._verdict(),
            *written,
            class_="tongue",
            lang=self._lang,
            aria_labelledby=f"title-{self._lang}",
        )

    def _verdict(self) -> Markup:
        it = self._it
        also = [class_text(id, self._lang) for id in it.also]
        lines = [element("li", say(ask, self._lang)) for ask in it.asks]
        if it.missing:
            facts = tuple(missing_text(name, self._lang) for name in it.missing)
            lines.append(element("li", self._say("triage.memo.missing", facts=facts)))
        if also:
            lines.append(element("li", self._say("triage.memo.also", classes=tuple(also))))
        return element(
            "div",
            element("p", class_text(it.becomes, self._lang)),
            element("p", say(it.next, self._lang)),
            element("ul", *lines) if lines else "",
            element("p", confirmed_text(it, self._lang)),
            element("p", self._say("triage.memo.day", on=it.on.isoformat())),
            class_=f"verdict {it.outcome}",
        )

    def _facts(self) -> list[Markup]:
        rows = [
            (
                fact_name(fact.name, self._lang),
                fact_value(fact, self._regime, self._lang),
                self._say(f"triage.source.{fact.source}"),
            )
            for fact in self._it.facts
        ]
        return [self._table("triage.memo.facts", ("name", "value", "source"), rows)] if rows else []

    def _rules(self) -> list[Markup]:
        it = self._it
        ordered = sorted(it.duties, key=lambda duty: _NEEDS.index(duty.need))
        rows = [self._duty(duty) for duty in ordered]
        days = [reason.verified_to for duty in it.duties for reason in duty.reasons]
        said = self._say(
            "triage.memo.regime",
            title=self._regime.title(self._lang),
            regime=f"{it.inputs.regime}@{it.inputs.regime_version}",
            verified=verified_text(days, self._lang),
        )
        caveats = [element("li", say(caveat, self._lang)) for caveat in it.caveats]
        head = ("filing", "need", "form", "why")
        return [
            element("p", said),
            self._table("triage.memo.rules", head, rows) if rows else element("p", "—"),
            element("ul", *caveats, class_="caveats") if caveats else join(),
        ]

    def _duty(self, duty: Duty) -> tuple[str, ...]:
        why = [
            element("div", self._why(reason.message), self._article(reason.article))
            for reason in duty.reasons
        ]
        return (
            say_term(duty.filing, self._lang),
            say_term(duty.need, self._lang),
            visible(duty.form) if duty.need == "needed" else "",
            join(*why),
        )

    def _why(self, said: Message) -> str:
        """Says a reason; facts it misses are called as the sheet calls them."""
        facts = said.params.get("facts")
        if not isinstance(facts, tuple):
            return say(said, self._lang)
        named = tuple(missing_text(path, self._lang) for path in facts)
        return say(replace(said, params={**said.params, "facts": named}), self._lang)

    def _article(self, article: str) -> str:
        if not article:
            return ""
        said = say_article(article, self._lang)
        return f"（{said}）" if self._lang == "ja" else f" ({said})"

    def _items(self, texts: Iterable[str]) -> list[Markup]:
        items = [element("li", text) for text in texts]
        return [element("ul", *items)] if items else []

    def _others(self) -> list[Markup]:
        rows = [
            (
                fact_name(other.name, self._lang),
                word_text(other.value, self._lang),
                class_text(other.becomes, self._lang),
            )
            for other in self._it.alternatives
        ]
        head = ("name", "instead", "becomes")
        return [self._table("triage.memo.other", head, rows)] if rows else []

    def _digests(self) -> list[Markup]:
        it = self._it
        named = (
            ("assessment", it.assessment_sha256),
            ("register", it.register_sha256),
            ("regime", it.inputs.regime_sha256),
            ("library", it.inputs.library_sha256),
            ("engine", it.inputs.engine),
            ("notes", it.inputs.notes_sha256),
        )
        rows = [
            join(
                element("dt", self._say(f"triage.digest.{id}")),
                element("dd", element("code", value)),
            )
            for id, value in named
            if value
        ]
        return [element("dl", *rows, class_="digests")]

    def _table(
        self, caption: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]
    ) -> Markup:
        heads = tuple(self._say(f"triage.head.{id}") for id in head)
        return table(self._say(caption), heads, rows)

    def _say(self, id: str, /, **params: str | int | tuple[str, ...]) -> str:
        return say_id(id, self._lang, **params)
