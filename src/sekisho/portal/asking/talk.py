"""A talk about whether to file: what was answered so far, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sekisho.model.assessment import Duty, Route
from sekisho.model.errors import Defect, SekishoError
from sekisho.regime.asking.answers import (
    DESIGNATED,
    answered_twice,
    from_words,
    is_unknown,
    is_word,
    kind_of,
    read_value,
    yes_or_no,
)
from sekisho.regime.asking.questions import Question, decide, next_question, start, with_answer
from sekisho.regime.pack import Regime
from sekisho.regime.routes import choose_route
from sekisho.regime.rules.vocabulary import Value
from sekisho.report.outline import merge_duties

MOST_ANSWERS, LONGEST_ANSWER = 60, 200
"""Answers that are heard in one talk, and characters of each."""


@dataclass(slots=True)
class Talk:
    """What was said about one case, under one law, on one day.

    `designated` is whether the person's business is designated, `None` where nobody said;
    `wrong` holds the defects of answers that could not be read, by the fact they were for.
    """

    regime: Regime
    on: date
    facts: dict[str, Value]
    unknown: set[str] = field(default_factory=set)
    designated: bool | None = None
    heard: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, tuple[Defect, ...]] = field(default_factory=dict)

    @property
    def ask_designated(self) -> bool:
        """Whether the first question of all is still open."""
        return self.designated is None and DESIGNATED not in self.heard

    @property
    def question(self) -> Question | None:
        """The next question; `None` where no answer can change the result any more."""
        if self.designated is False or self.ask_designated:
            return None
        return next_question(self.regime, self.facts, self.unknown)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """What must be filed and what is open; where there is neither, why nothing must."""
        if self.designated is False:
            return ()
        duties = decide(self.regime, self.facts)
        open_ones = tuple(row for row in duties if row.need != "not_needed")
        return merge_duties(open_ones or duties)

    @property
    def route(self) -> Route:
        """What to do next."""
        return choose_route(self.regime, self.facts, decide(self.regime, self.facts), (), ())


def hear(regime: Regime, on: date, answers: Mapping[str, str]) -> Talk:
    """Hears the answers given so far; one that cannot be read stops no other."""
    talk = Talk(regime, on, start(on))
    given = dict(list(answers.items())[:MOST_ANSWERS])
    for name, said in given.items():
        try:
            _hear(talk, name, said[:LONGEST_ANSWER])
        except SekishoError as error:
            talk.wrong[name] = error.defects
        else:
            talk.heard[name] = said
    return talk


def _hear(talk: Talk, name: str, said: str) -> None:
    if name == DESIGNATED:
        talk.designated = None if is_unknown(said) else yes_or_no(name, said)
        if talk.designated:
            talk.facts["operator.designated"] = True
    elif is_word(name):
        talk.facts |= from_words(talk.regime, {name: said})
    elif is_unknown(said):
        kind_of(name)
        talk.unknown.add(name)
    else:
        value = read_value(name, said, kind_of(name))
        if name in talk.facts and name in talk.heard and talk.facts[name] != value:
            raise answered_twice(name, talk.heard[name], said)
        talk.facts = with_answer(talk.regime, talk.facts, name, value)
