"""Questions to a person in words, each with the reason why it is asked."""

from __future__ import annotations

from datetime import date

from sekisho.regime.asking.designated import ProfileQuestion
from sekisho.regime.asking.questions import Question
from sekisho.regime.pack import Regime
from sekisho.report.articles import say_article
from sekisho.report.catalogue import knows, say_date, say_id, visible
from sekisho.report.rules.condition import fill, say_fact, say_word


def question_text(question: Question, regime: Regime, lang: str) -> str:
    """Says a question, with the words it may be answered with."""
    own = f"ask.{question.fact}"
    if knows(own, lang):
        said = say_id(own, lang)
    else:
        fact = question.fact if question.kind != "share" else f"{question.fact}.num"
        what = say_fact(fact, lang, regime.designations)
        said = fill(f"ask.kind.{question.kind}", lang, what=what)
    if not question.choices:
        return said
    words = (f"{choice} ({say_word(choice, lang)})" for choice in question.choices)
    return fill("ask.choices", lang, said=said, choices=", ".join(words))


def reason_text(question: Question, regime: Regime, lang: str) -> str:
    """Says which filings depend on the answer, and where the law says so."""
    rows = [row for row in regime.duties.duties if row.id in question.rules]
    filings = dict.fromkeys(say_word(row.filing, lang) for row in rows)
    articles = dict.fromkeys(say_article(row.article, lang) for row in rows if row.article)
    between = "、" if lang == "ja" else ", "
    return fill(
        "ask.why", lang, filings=between.join(filings), articles=between.join(list(articles)[:3])
    )


def profile_question_text(question: ProfileQuestion, regime: Regime, lang: str) -> str:
    """Says a question about a business."""
    rows = regime.designations
    if question.kind == "word":
        titles = {row.business: row.title.said_in(lang) for row in rows.criteria}
        words = (f"{choice} ({titles.get(choice, choice)})" for choice in question.choices)
        return fill("ask.business", lang, choices=", ".join(words))
    if question.kind == "bool":
        status = next((row for row in rows.statuses if row.id == question.about), None)
        what = status.title.said_in(lang) if status else visible(question.about)
        return fill("ask.kind.bool", lang, what=what)
    quantity = next((row for row in rows.quantities if row.id == question.about), None)
    what = quantity.title.said_in(lang) if quantity else visible(question.about)
    unit = quantity.unit.said_in(lang) if quantity else ""
    if question.kind == "day":
        return fill("ask.year_ended_on", lang, what=what)
    if question.year is None:
        return fill("ask.figure", lang, what=what, unit=unit)
    return fill("ask.figure.year", lang, what=what, unit=unit, year=say_date(question.year, lang))


def lacking_text(lacking: tuple[str, ...], regime: Regime, lang: str) -> str:
    """Says what is not stated of a business: figures, each with its year, and yes or no."""
    rows = regime.designations
    titles = {row.id: row.title.said_in(lang) for row in rows.quantities}
    titles |= {row.id: row.title.said_in(lang) for row in rows.statuses}
    said = []
    for word in lacking:
        name, _, year = word.partition(" ")
        title = titles.get(name, visible(name))
        day = say_date(date.fromisoformat(year), lang) if year else ""
        said.append(fill("duty.lacking.year", lang, what=title, year=day) if day else title)
    return ("、" if lang == "ja" else "; ").join(said)
