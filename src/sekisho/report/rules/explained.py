"""The rules that applied to a case, article by article, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from sekisho.model.operator.note import Note
from sekisho.regime.asking.explain import Asked, Explained
from sekisho.regime.pack import Regime
from sekisho.report.articles import say_article
from sekisho.report.catalogue import knows, say, say_date, say_id, visible
from sekisho.report.columns import wrap
from sekisho.report.notes import note_text
from sekisho.report.rules.condition import fill, say_condition, say_fact, say_value


def explained_lines(
    rules: Iterable[Explained], regime: Regime, lang: str, notes: Iterable[Note] = ()
) -> Iterator[str]:
    """Says every rule under its article: what was asked, with every fact, and the answer.

    The operator's own notes stand under the rules they are about, marked as no law.
    """
    notes = tuple(notes)
    for article, group in groupby(rules, key=attrgetter("article")):
        yield ""
        title = say_article(visible(article), lang) if article else say_id("explain.bare", lang)
        yield wrap(title)
        for rule in group:
            yield from _rule(rule, regime, lang)
            for note in notes:
                if rule.rule in note.rules:
                    yield wrap(note_text(note, lang), first="    # ", rest="      ")


def _rule(rule: Explained, regime: Regime, lang: str) -> Iterator[str]:
    said = fill(
        "explain.rule",
        lang,
        kind=say_id(f"explain.kind.{rule.kind}", lang),
        name=_name(rule, lang),
        answer=say_id(f"explain.answer.{rule.answer}", lang),
    )
    yield wrap(said, first="  ", rest="    ")
    for reason in rule.reasons:
        yield wrap(say(reason, lang), first="    - ", rest="      ")
    for asked in rule.asked:
        yield from _asked(asked, regime, lang)


def _name(rule: Explained, lang: str) -> str:
    if rule.kind == "clock":
        return say_date(rule.on, lang) if rule.on else say_id("clock.no_day", lang)
    known = {
        "act": f"report.act.{rule.rule}",
        "content": f"term.field.{rule.rule}",
    }.get(rule.kind, "")
    return say_id(known, lang) if known and knows(known, lang) else visible(rule.rule)


def _asked(asked: Asked, regime: Regime, lang: str) -> Iterator[str]:
    condition = say_condition(regime.conditions, asked.condition, lang, regime.designations)
    said = fill(
        "explain.asked",
        lang,
        key=say_id(f"explain.key.{asked.key}", lang),
        condition=condition,
        answer=say_id(f"explain.said.{asked.answer}", lang),
    )
    yield wrap(said, first="    ? ", rest="      ")
    for fact, value in asked.facts:
        what = say_fact(fact, lang, regime.designations)
        said = fill("explain.fact", lang, fact=what, value=say_value(value, lang))
        yield wrap(said, first="      · ", rest="        ")
