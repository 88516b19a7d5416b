"""Asks a person at the terminal, one question for all updates that are alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import click

from sekisho.desk.triage.pages.words import question_text, update_text
from sekisho.desk.triage.questions import EMERGENCY, Question
from sekisho.desk.triage.updates import FOUR
from sekisho.desk.triage.words import names_nobody, words_of
from sekisho.model.operator.update import Answer
from sekisho.read.sheets.listing import plain_name
from sekisho.report.catalogue import say, say_id
from sekisho.report.columns import wrap

_NO, _YES, _UNCLEAR, _LATER = "n", "y", "u", "s"
_WORDS = {_NO: "answer_no", _YES: "answer_yes", _UNCLEAR: "answer_unclear", _LATER: "answer_later"}
_TOLD = {_NO: "no", _YES: "yes", _UNCLEAR: "unclear"}

Prompt = Callable[[str, Sequence[str], str], str]
"""Asks for one of some letters (or for text, when there are none) and gives the answer."""


class Terminal:
    """Asks on standard error, in one language, so that standard output stays data.

    Words stand for the letters in both languages: はい, yes and y are one answer. What is no
    answer is asked again; of a name, what names nobody.
    """

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def __call__(self, text: str, letters: Sequence[str], default: str) -> str:
        """Asks until there is an answer; the end of the input stops the command."""
        while True:
            said = self._typed(text, default)
            if letters and (letter := letter_of(said, letters)):
                return letter
            if not letters and not names_nobody(said):
                return said
            id = "triage.ask_person.again" if letters else "triage.ask_person.nobody"
            click.echo(wrap(say_id(id, self._lang, said=said, letters=tuple(letters))), err=True)

    def _typed(self, text: str, default: str) -> str:
        answer: str = click.prompt(text, type=str, default=default, err=True, show_default=False)
        return answer.strip()


def letter_of(said: str, letters: Sequence[str]) -> str:
    """Gives the letter that a word stands for, empty for a word that is no answer."""
    word = plain_name(said)
    return next((letter for letter in letters if word in words_of(_WORDS[letter])), "")


def ask_person(
    questions: Sequence[Question], on: date, lang: str, prompt: Prompt | None = None
) -> tuple[Answer, ...]:
    """Asks every question and gives the answers; one that is put off stays open.

    The name of whoever confirms is offered again, so that it is typed once.
    """
    prompt = prompt or Terminal(lang)
    answers: list[Answer] = []
    name = ""
    for number, question in enumerate(questions, start=1):
        click.echo("", err=True)
        head = f"[{number}/{len(questions)}] {question_text(question, lang)}"
        click.echo(wrap(head), err=True)
        for hint in question.hints:
            click.echo(wrap(say(hint, lang), first="  ! "), err=True)
        told = _told(question, lang, prompt)
        if told:
            asked = "triage.ask_person.name_again" if name else "triage.ask_person.name"
            name = prompt(say_id(asked, lang, name=name), (), name).strip()
        answers += [
            Answer(question=id, confirmed_by=name, confirmed_on=on, **said)
            for id, said in told.items()
        ]
    return tuple(answers)


def _told(question: Question, lang: str, prompt: Prompt) -> dict[str, dict[str, Any]]:
    """Gives what is said of the question, or of its updates one by one where they differ."""
    any_ = say_id("triage.ask_person.any", lang)
    first = prompt(any_, (_NO, _YES, _UNCLEAR, _LATER), _LATER)
    if first == _LATER:
        return {}
    if first == _NO or len(question.about) == 1:
        return {question.id: _in_full(question, first, lang, prompt)}
    found: dict[str, dict[str, Any]] = {}
    for each in question.about:
        click.echo(f"  {update_text(each)}", err=True)
        said = prompt(any_, (_NO, _YES, _UNCLEAR, _LATER), _NO)
        if said != _LATER:
            found[each.update.id] = _in_full(question, said, lang, prompt)
    return found


def _in_full(question: Question, first: str, lang: str, prompt: Prompt) -> dict[str, Any]:
    """Asks for each of the four where something changes, and for the emergency where there was one."""
    told: dict[str, Any] = {}
    if first == _NO:
        told["nothing_changed"] = True
    else:
        told |= {name: _one(name, lang, prompt) for name in FOUR if name in question.open}
    told |= {name: _one(name, lang, prompt) for name in EMERGENCY if name in question.open}
    return told


def _one(name: str, lang: str, prompt: Prompt) -> str:
    text = say_id("triage.ask_person.one", lang, fact=say_id(f"field.Update.{name}", lang))
    return _TOLD[prompt(text, (_NO, _YES, _UNCLEAR), "")]
