"""`sekisho regime duty`: do I have to file? Questions and answers, with reasons."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sekisho.cli.regime.said.lines import verified
from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.report.catalogue import say, say_date, say_id
from sekisho.report.columns import wrap

if TYPE_CHECKING:
    from sekisho.model.assessment import Duty
    from sekisho.regime.asking.questions import Question
    from sekisho.regime.pack import Regime
    from sekisho.regime.rules.vocabulary import Value
    from sekisho.regime.tables.designation import Criterion, Return

_FILE, _OPEN = 1, 3


@dataclass(slots=True)
class Talk:
    """What was said so far: facts of the case, facts nobody knows, answers about the business."""

    regime: Regime
    on: date
    lang: str
    facts: dict[str, Value]
    unknown: set[str] = field(default_factory=set)
    business: dict[str, str] = field(default_factory=dict)
    designated: bool | None = None


@click.command("duty", cls=SpokenCommand, help="regime.duty", short_help="regime.duty.short")
@click.option("--regime", "asked", metavar="PACK", default="jp-espa", help="regime.opt.regime")
@click.option("--on", type=DAY, help="regime.opt.on")
@click.option("--answer", "given", multiple=True, metavar="FACT=VALUE", help="regime.opt.answer")
@click.option("--answers", "file", type=click.Path(path_type=Path), help="regime.opt.answers")
@click.option("--json", "as_json", is_flag=True, help="regime.opt.json")
@lang_option
def duty(
    *,
    asked: str,
    on: date | None,
    as_json: bool,
    lang: str | None,
    **said: tuple[str, ...] | Path | None,
) -> int:
    """Answers whether to file: 0 nothing to file, 1 something, 3 it cannot be told yet."""
    from sekisho.cli.rules import open_pack
    from sekisho.regime.asking.answers import read_answers
    from sekisho.regime.asking.questions import decide, next_question, start

    day = on or today()
    regime = open_pack(asked).standing(day)
    talk = Talk(regime, day, chosen(lang), start(day))
    _hear(talk, read_answers(**said))  # type: ignore[arg-type]  # click gives these types
    if sys.stdin.isatty() and not as_json:
        _ask(talk)
    duties = decide(regime, talk.facts) if talk.designated is not False else ()
    question = None if talk.designated is False else next_question(regime, talk.facts, talk.unknown)
    if as_json:
        print_json(_data(talk, duties, question))
    else:
        click.echo("\n".join(_lines(talk, duties, question)))
    if any(duty.need == "needed" for duty in duties):
        return _FILE
    return _OPEN if any(duty.need == "not_checked" for duty in duties) else 0


def _hear(talk: Talk, answers: dict[str, str]) -> None:
    from sekisho.regime.asking.answers import (
        DESIGNATED,
        answered_twice,
        from_words,
        is_unknown,
        is_word,
        kind_of,
        read_business,
        read_value,
        yes_or_no,
    )
    from sekisho.regime.asking.designated import is_profile_answer
    from sekisho.regime.asking.questions import with_answer

    told = from_words(talk.regime, answers)
    talk.facts |= told
    for name, said in answers.items():
        if is_profile_answer(name):
            talk.business[name] = read_business(talk.regime, name, said)
        elif name == DESIGNATED:
            talk.designated = None if is_unknown(said) else yes_or_no(name, said)
            if talk.designated:
                talk.facts["operator.designated"] = True
        elif not is_word(name):
            kind = kind_of(name)
            if is_unknown(said):
                talk.unknown.add(name)
            else:
                value = read_value(name, said, kind)
                if name in told and told[name] != value:
                    raise answered_twice(name, _said_of(told[name]), said)
                talk.facts = with_answer(talk.regime, talk.facts, name, value)


def _ask(talk: Talk) -> None:
    """Asks on the terminal until no answer can change the result."""
    from sekisho.regime.asking.answers import DESIGNATED
    from sekisho.regime.asking.questions import next_question
    from sekisho.report.rules.questions import question_text, reason_text

    if talk.designated is None and talk.regime.designations.criteria:
        while not _try(
            talk, DESIGNATED, _prompt(say_id("ask.designated", talk.lang), "", talk.lang)
        ):
            pass
        if talk.designated is None:
            _ask_business(talk)
    while talk.designated is not False:
        question = next_question(talk.regime, talk.facts, talk.unknown)
        if question is None:
            return
        why = reason_text(question, talk.regime, talk.lang)
        said = _prompt(question_text(question, talk.regime, talk.lang), why, talk.lang)
        _try(talk, question.fact, said)


def _ask_business(talk: Talk) -> None:
    from sekisho.regime.asking.designated import next_profile_question
    from sekisho.report.rules.questions import profile_question_text

    while question := next_profile_question(talk.regime, talk.business, talk.on):
        said = _prompt(profile_question_text(question, talk.regime, talk.lang), "", talk.lang)
        _try(talk, question.name, said)


def _said_of(value: Value) -> str:
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)


def _try(talk: Talk, name: str, said: str) -> bool:
    """An answer that cannot be read is told, and the question comes again."""
    from sekisho.cli.speech.show_errors import print_error
    from sekisho.model.errors import UsageError

    try:
        _hear(talk, {name: said})
    except UsageError as error:
        print_error(error, talk.lang)
        return False
    return True


def _prompt(question: str, why: str, lang: str) -> str:
    click.echo("", err=True)
    click.echo(wrap(question), err=True)
    if why:
        click.echo(wrap(why, first="  "), err=True)
    answer: str = click.prompt(
        say_id("ask.prompt", lang), default="?", show_default=False, err=True
    )
    return answer


def _lines(talk: Talk, duties: tuple[Duty, ...], question: Question | None) -> Iterator[str]:
    from sekisho.regime.routes import choose_route
    from sekisho.report.phrases import duty_text, with_article
    from sekisho.report.rules.questions import question_text, reason_text

    lang = talk.lang
    title = talk.regime.title(lang)
    yield wrap(say_id("duty.title", lang, regime=title, on=talk.on.isoformat()))
    for caveat in talk.regime.caveats(talk.on):
        yield wrap(say(caveat, lang), first="! ")
    yield ""
    yield from _designation(talk)
    if not talk.regime.duties.duties:
        yield wrap(say_id("duty.none_held", lang), first="  ")
    for row in _telling(duties):
        yield wrap(duty_text(row, lang), first="  ")
        # What is not known is told by the next question; a list of every lacking fact hides it.
        reasons = row.reasons if row.need != "not_checked" or question is None else ()
        for said in dict.fromkeys(with_article(r.message, r.article, lang) for r in reasons):
            yield wrap(said, first="    - ")
    if talk.regime.duties.duties and talk.designated is not False:
        route = choose_route(talk.regime, talk.facts, duties, (), ())
        yield ""
        yield wrap(say_id("duty.next", lang, said=say(route.message, lang)))
    if question is not None:
        yield wrap(say_id("duty.open", lang, fact=question.fact))
        yield wrap(question_text(question, talk.regime, lang), first="  ? ")
        yield wrap(reason_text(question, talk.regime, lang), first="    ")
    yield from _apart(talk, duties)
    yield wrap(say_id("duty.verified", lang, verified=verified(talk.regime, lang)))


def _apart(talk: Talk, duties: tuple[Duty, ...]) -> Iterator[str]:
    """What is asked only of who says so: kinds an amendment covers lately, a change of name."""
    from sekisho.regime.asking.questions import APART, covered_lately

    lately = covered_lately(talk.regime, talk.on)
    if lately and "facility.newly_covered" not in talk.facts and duties:
        titles = {row.id: row.title.said_in(talk.lang) for row in talk.regime.facilities}
        for id, last in lately:
            kind = f"{titles[id]} ({id})"
            yield wrap(say_id("duty.lately", talk.lang, kind=kind, last=last.isoformat()))
    asks = any(row.about == APART for row in talk.regime.duties.duties)
    if asks and not talk.facts.get(APART) and talk.designated is not False:
        yield wrap(say_id("duty.apart", talk.lang))


def _telling(duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
    """What must be filed and what is open; where there is neither, why nothing must."""
    from sekisho.report.outline import merge_duties

    open_ones = tuple(row for row in duties if row.need != "not_needed")
    return merge_duties(open_ones or duties)


def _designation(talk: Talk) -> Iterator[str]:
    lang = talk.lang
    if talk.designated is False:
        yield wrap(say_id("duty.not_designated", lang), first="  ")
    elif talk.designated is None and talk.regime.designations.criteria:
        yield wrap(say_id("duty.if_designated", lang), first="  ")
    yield from _business(talk)


def _business(talk: Talk) -> Iterator[str]:
    """Whether the business meets the criteria and owes a return, and what is not stated for it."""
    from sekisho.regime.asking.designated import judge_business, judge_owed
    from sekisho.report.rules.condition import fill

    lang = talk.lang
    for judged in judge_business(talk.regime, talk.business, talk.on):
        row = judged.criterion
        yield from _judged_line(talk, f"criterion.{judged.verdict.answer}", row, judged.lacking)
        if row.note is not None:
            said = fill("duty.note", lang, said=row.note.said_in(lang))
            yield wrap(said, first="    - ", rest="      ")
    for owed in judge_owed(talk.regime, talk.business, talk.on):
        answer = owed.verdict.answer
        due = say_date(owed.due, lang) if owed.due and answer == "yes" else ""
        id = f"return.{answer}" + (".due" if due else "")
        yield from _judged_line(talk, id, owed.row, owed.lacking, due)


def _judged_line(
    talk: Talk, id: str, row: Criterion | Return, lacking: tuple[str, ...], due: str = ""
) -> Iterator[str]:
    from sekisho.report.articles import say_article
    from sekisho.report.rules.condition import fill
    from sekisho.report.rules.questions import lacking_text

    lang = talk.lang
    title, article = row.title.said_in(lang), say_article(row.article, lang)
    yield wrap(fill(f"duty.{id}", lang, title=title, article=article, due=due), first="  ")
    if lacking:
        said = fill("duty.lacking", lang, said=lacking_text(lacking, talk.regime, lang))
        yield wrap(said, first="    - ", rest="      ")


def _data(talk: Talk, duties: tuple[Duty, ...], question: Question | None) -> dict[str, Any]:
    from sekisho.regime.routes import choose_route

    document: dict[str, Any] = {
        "regime": talk.regime.id,
        "version": talk.regime.version,
        "on": talk.on.isoformat(),
        "designated": talk.designated,
        "duties": duties,
        "next_question": None,
        "verified_to": talk.regime.verified_to.isoformat() if talk.regime.verified_to else None,
    }
    if "business" in talk.business:
        document |= _judged(talk)
    if duties:
        document["route"] = choose_route(talk.regime, talk.facts, duties, (), ()).id
    if question is not None:
        document["next_question"] = {
            "fact": question.fact,
            "kind": question.kind,
            "choices": list(question.choices),
            "rules": list(question.rules),
        }
    return document


def _judged(talk: Talk) -> dict[str, Any]:
    """Gives the criteria and returns of the business as data."""
    from sekisho.regime.asking.designated import judge_business, judge_owed

    return {
        "criteria": [
            {
                "id": each.criterion.id,
                "answer": each.verdict.answer,
                "lacking": list(each.lacking),
                "note": each.criterion.note,
            }
            for each in judge_business(talk.regime, talk.business, talk.on)
        ],
        "returns": [
            {
                "id": each.row.id,
                "answer": each.verdict.answer,
                "lacking": list(each.lacking),
                "due": each.due.isoformat() if each.due else None,
                "form": each.row.form,
            }
            for each in judge_owed(talk.regime, talk.business, talk.on)
        ],
    }
