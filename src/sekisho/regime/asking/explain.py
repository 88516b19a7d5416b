"""Which rules were asked about a case, what each turned on, and what it answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sekisho.model.assessment import Duty
from sekisho.model.case import Case
from sekisho.model.values.message import Message, message
from sekisho.regime.changes import classify_changes
from sekisho.regime.clock import clock_dates, happened
from sekisho.regime.duties import decide_duties, facts_of_duty
from sekisho.regime.facts import project
from sekisho.regime.pack import Regime
from sekisho.regime.plans.conditions import ask_condition
from sekisho.regime.plans.judged import judge
from sekisho.regime.procedure import find_standing, lawful_acts
from sekisho.regime.rules.decided import add_duties
from sekisho.regime.rules.evaluator import Answer
from sekisho.regime.rules.vocabulary import Facts, Value
from sekisho.regime.scopes import Subject, is_stated, list_subjects, read_path
from sekisho.regime.tables.contents import Condition as ContentCondition
from sekisho.regime.tables.contents import Field

Kind = Literal["duty", "exemption", "change", "content", "clock", "act"]

_ARTICLE = re.compile(r"\bArts?\. (\d+)(?:\((\d+)\))?")
_NAMES = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition that was asked: under which key of its row, and what it answered.

    `facts` are those it names, each with its value, `None` where it is not stated.
    """

    key: str
    condition: str
    answer: Answer
    facts: tuple[tuple[str, Value | None], ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """One rule that was asked: what it answered (`answer`, a word of the catalogue), and why.

    `on` is the day of a clock date.
    """

    kind: Kind
    rule: str
    answer: str
    article: str = ""
    asked: tuple[Asked, ...] = ()
    reasons: tuple[Message, ...] = ()
    on: date | None = None


def explain(regime: Regime, case: Case, on: date) -> tuple[Explained, ...]:
    """Explains every duty, exemption, change class, content row, clock and act that was asked.

    They come article by article: those of the Act first, then of its orders, then what has none.
    """
    facts = project(case, regime, on)
    duties = decide_duties(regime, facts)
    rules = [
        *_duties(regime, facts, duties),
        *_exemptions(regime, facts, duties),
        *_changes(regime, case),
        *_contents(regime, case, add_duties(facts, duties), duties, on),
        *_clocks(regime, case, on),
        *_acts(regime, case, on),
    ]
    return tuple(sorted(rules, key=lambda rule: article_order(rule.article)))


def article_order(article: str) -> tuple[int, int, int, str]:
    """Orders articles as a reader of law follows them."""
    if not article:
        return 9, 0, 0, ""
    rank = 0 if article.startswith("Art") else 1 if article.startswith("Cabinet") else 2
    found = _ARTICLE.search(article)
    number, paragraph = (int(part or 0) for part in found.groups()) if found else (0, 0)
    return rank, number, paragraph, article


def _asked(regime: Regime, key: str, condition: str, facts: Facts) -> Asked:
    names = regime.conditions.named(condition)
    answer = regime.ask(condition, facts).answer
    return Asked(key, condition, answer, tuple((name, facts.get(name)) for name in names))


def _duties(regime: Regime, facts: Facts, duties: tuple[Duty, ...]) -> Iterator[Explained]:
    needs = {duty.id: duty for duty in duties}
    for row in regime.duties.duties if facts.get("filing.given") else ():
        about = _asked(regime, "about", row.about, facts)
        duty = needs.get(row.id)
        if duty is None:
            yield Explained("duty", row.id, "does_not_arise", row.article, (about,))
            continue
        asked = [about]
        if about.answer != "unknown" and not row.unverified:
            asked.append(_asked(regime, "when", row.when, facts))
            if asked[-1].answer == "no" and row.confirm:
                asked.append(_asked(regime, "confirm", row.confirm.when, facts))
        reasons = tuple(reason.message for reason in duty.reasons)
        yield Explained("duty", row.id, duty.need, row.article, tuple(asked), reasons)


def _exemptions(regime: Regime, facts: Facts, duties: tuple[Duty, ...]) -> Iterator[Explained]:
    """An exemption is asked where a duty it frees from would be needed without it."""
    rows = {row.id: row for row in regime.duties.duties}
    raised = {duty.id for duty in duties if regime.ask(rows[duty.id].when, facts).answer == "yes"}
    for row in regime.duties.exemptions:
        of = next((id for id in rows if id in raised and id in row.of), None)
        if of is None:
            continue
        seen = facts_of_duty(facts, rows[of])
        claimed = _asked(regime, "claimed", row.claimed, seen)
        if claimed.answer != "yes":
            yield Explained("exemption", row.id, "not_claimed", row.article, (claimed,))
            continue
        when = _asked(regime, "when", row.when, seen)
        answers = {"yes": "frees", "no": "refused", "unknown": "not_checked"}
        answer = "not_checked" if row.unverified else answers[when.answer]
        yield Explained("exemption", row.id, answer, row.article, (claimed, when))


def _changes(regime: Regime, case: Case) -> Iterator[Explained]:
    for row in classify_changes(regime, case):
        said = message(
            "explain.change",
            path=row.change.path,
            before=row.change.before,
            after=row.change.after,
        )
        answer = f"class.{row.becomes}" if row.becomes else "not_checked"
        yield Explained("change", row.change.path, answer, row.article, (), (said,))


def _contents(
    regime: Regime, case: Case, facts: Facts, duties: tuple[Duty, ...], on: date
) -> Iterator[Explained]:
    filings = {duty.filing for duty in duties if duty.need == "needed"}
    if case.filing is None or not filings:
        return
    judged = judge(regime, case, case.filing, filings)
    known = add_duties(facts, duties)
    subjects = list_subjects(regime, judged.filing, known, on, judged.cleared)
    for row in regime.contents.fields:
        if judged.asks(row) and judged.knows(row):
            yield from _field(regime, row, subjects[row.scope])
        elif judged.asks(row):
            yield Explained("content", row.id, "not_checked", row.article)
    for condition in judged.conditions(regime.contents):
        yield from _condition(regime, condition, subjects[condition.scope])


def _field(regime: Regime, row: Field, subjects: Iterable[Subject]) -> Iterator[Explained]:
    answers: list[tuple[Answer, Subject]] = []
    for subject in subjects:
        required = regime.ask(row.when, subject.facts).answer
        if required == "no":
            continue
        stated = any(is_stated(read_path(subject.record, path)) for path in row.paths)
        answers.append(("yes" if stated else "no" if required == "yes" else "unknown", subject))
    yield from _counted(row.id, row.article, answers)


def _condition(
    regime: Regime, row: ContentCondition, subjects: Iterable[Subject]
) -> Iterator[Explained]:
    answers: list[tuple[Answer, Subject]] = []
    for subject in subjects:
        held = ask_condition(regime, row, subject)
        if held is not None:
            answers.append((held.answer, subject))
        elif regime.ask(row.about, subject.facts).answer == "unknown":
            answers.append(("unknown", subject))
    yield from _counted(row.id, row.article, answers)


def _counted(id: str, article: str, answers: list[tuple[Answer, Subject]]) -> Iterator[Explained]:
    """Sums up a row over its subjects; one nobody was asked is left out."""
    if not answers:
        return
    counts = {
        word: sum(answer == word for answer, _ in answers) for word in ("yes", "no", "unknown")
    }
    said = [message("explain.content", n=len(answers), **counts)]
    lacking = tuple(subject.name or subject.id for answer, subject in answers if answer == "no")
    if lacking:
        said.append(message("explain.content.lacking", names=lacking))
    answer = "lacking" if counts["no"] else "not_checked" if counts["unknown"] else "complete"
    yield Explained("content", id, answer, article, (), tuple(said))


def _clocks(regime: Regime, case: Case, on: date) -> Iterator[Explained]:
    for shown in clock_dates(regime, case.events, on):
        answer = "warning" if shown.warning else "shown"
        yield Explained(
            "clock", shown.id, answer, shown.article, reasons=(shown.message,), on=shown.on
        )


def _acts(regime: Regime, case: Case, on: date) -> Iterator[Explained]:
    past = happened(case.events, on)
    if not past:
        return
    standing = find_standing(regime, past, on)
    fitting = [act for act in regime.procedure.acts if standing.state in act.after]
    rows = {act.id: act for act in reversed(fitting)}
    for act in lawful_acts(regime, past, on):
        row = rows.get(act.act)
        guards = row.guards if row and standing.problem is None else ()
        asked = tuple(_asked(regime, "guard", guard.when, standing.facts) for guard in guards)
        answer = "lawful" if act.lawful else "not_lawful"
        reasons = (act.message,) if act.message else ()
        yield Explained("act", act.act, answer, act.article, asked, reasons)
