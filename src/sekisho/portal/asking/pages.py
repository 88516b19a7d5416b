"""The page that asks: everything said stands in its address, and nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sekisho.portal.asking.talk import Talk, hear
from sekisho.portal.cases.door import TOKYO, now
from sekisho.portal.cases.engine import regime_on
from sekisho.portal.filing.acts import STATUTE
from sekisho.portal.look.frame import lang_of
from sekisho.regime.asking.answers import DESIGNATED
from sekisho.regime.asking.questions import Question
from sekisho.report.catalogue import knows, say_id
from sekisho.report.phrases import duty_text, with_article
from sekisho.report.rules.condition import say_fact, say_word
from sekisho.report.rules.questions import question_text, reason_text


@dataclass(frozen=True, slots=True)
class Given:
    """An answer on the page: what was asked, what was said, the address without it."""

    asked: str
    said: str
    without: str


@dataclass(frozen=True, slots=True)
class Told:
    """A duty in words."""

    need: str
    said: str
    reasons: tuple[str, ...]


@require_GET
def must_i_file(request: HttpRequest) -> HttpResponse:
    """Asks one question at a time, and says all the while what follows from what is known."""
    today = now().astimezone(TOKYO).date()
    given = {name: str(value) for name, value in request.GET.items()}
    answers = {name: said for name, said in given.items() if said.strip()}
    talk = hear(regime_on(STATUTE, today), today, answers)
    lang = lang_of()
    question = talk.question
    told = {
        "talk": talk,
        "today": today,
        "given": [_given(talk, name, lang) for name in talk.heard],
        "wrong": [defect for found in talk.wrong.values() for defect in found],
        "question": question,
        "asked": _question(talk, question, lang) if question else "",
        "why": reason_text(question, talk.regime, lang) if question else "",
        "choices": [(word, say_word(word, lang)) for word in question.choices] if question else (),
        "duties": [
            Told(
                row.need,
                duty_text(row, lang),
                tuple(with_article(why.message, why.article, lang) for why in row.reasons),
            )
            for row in talk.duties
        ],
        "verified": talk.regime.verified_to,
        "caveats": talk.regime.caveats(today),
    }
    return render(request, "asking/must_i_file.html", told)


def _given(talk: Talk, name: str, lang: str) -> Given:
    rest = urlencode({key: said for key, said in talk.heard.items() if key != name})
    return Given(_asked(talk, name, lang), _said(talk.heard[name], lang), f"?{rest}")


def _question(talk: Talk, question: Question, lang: str) -> str:
    """Says a question; its choices stand below it on the page, and are not said twice."""
    own = f"portal.ask.{question.fact}"
    if knows(own, lang):
        return say_id(own, lang)
    return question_text(replace(question, choices=()), talk.regime, lang)


def _asked(talk: Talk, name: str, lang: str) -> str:
    if name == DESIGNATED:
        return say_id("ask.designated", lang)
    ours, own = f"portal.ask.{name}", f"ask.{name}"
    if knows(ours, lang):
        return say_id(ours, lang)
    return say_id(own, lang) if knows(own, lang) else say_fact(name, lang, talk.regime.designations)


def _said(said: str, lang: str) -> str:
    words = {"yes": "yes", "true": "yes", "no": "no", "false": "no", "?": "unknown"}
    if said in words:
        return say_id(f"portal.must.{words[said]}", lang)
    return say_word(said, lang)
