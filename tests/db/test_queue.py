"""The queue: what ends within working days, and the list as a question, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.cases.queries import list_parts, listed
from sekisho.portal.decide import acts as decide
from sekisho.portal.decide.queries import open_decision
from sekisho.portal.decide.text import DecisionText
from sekisho.portal.examine import acts as examine
from sekisho.portal.filing import acts
from sekisho.portal.queue import queries
from sekisho.portal.queue.asked import Asked
from sekisho.portal.work import worker
from sekisho.read.filing import read_filing
from tests.samples.people import EXAMPLE, People, settle
from tests.samples.sites import on_both

FILED, ACCEPTED = date(2026, 11, 27), date(2026, 12, 1)
LAST = date(2026, 12, 30)
"""Thirty days from the acceptance; a day on which the authorities are closed."""


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def accepted(people: People) -> Any:
    """Files the example and accepts it; gives the id of the case."""
    filing = read_filing((EXAMPLE / "filing.yaml").read_bytes(), "filing.yaml")
    id = acts.open_case(Doing(people.sitting("filer"), at(FILED)), filing)
    acts.submit(id, Doing(people.sitting("filer"), at(FILED)))
    examine.accept(id, Doing(people.sitting("examiner"), at(ACCEPTED)), ACCEPTED)
    while worker.run_one():
        pass
    return id


@on_both
def test_the_queue_warns_five_working_days_before_the_end_and_not_before():
    people = settle()
    accepted(people)
    examiner = people.sitting("examiner")
    soon = {
        day: queries.soon(list_parts(examiner), date(2026, 12, day)) for day in (20, 21, 22, 28, 30)
    }
    assert [len(soon[day]) for day in (20, 21, 22, 28, 30)] == [0, 1, 1, 1, 1]
    (row,) = soon[28]
    assert (row.case.lapses_on, row.days_left, row.becomes) == (LAST, 2, "lapsed")
    assert queries.soon(list_parts(examiner), date(2026, 12, 31)) == ()
    assert queries.soon(list_parts(people.sitting("stranger")), date(2026, 12, 28)) == ()


@on_both
def test_a_case_whose_screening_has_ended_needs_no_warning():
    people = settle()
    id = accepted(people)
    text = DecisionText(act="end_screening", case=str(id), reasons="懸念なし")
    who = [Doing(people.sitting(name), at(ACCEPTED)) for name in ("examiner", "decider")]
    decide.draft(id, who[0], text)
    shown = open_decision(CaseFile.objects.get(id=id), "end_screening")
    assert shown is not None
    for doing in who:
        decide.sign(id, doing, "end_screening", shown.sha256)
    assert queries.soon(list_parts(who[0].sitting), date(2026, 12, 28)) == ()


@on_both
def test_the_list_answers_its_question_and_tells_what_time_has_done():
    people = settle()
    id = accepted(people)
    examiner = people.sitting("examiner")

    def asked(**question: str) -> list[Any]:
        found = queries.page(list_parts(examiner), examiner, Asked(**question), LAST)
        return [case.id for case in found.cases]

    for question in (
        {},
        {"state": "accepted", "sector": "electricity"},
        {"supplier": "青葉マイクロ"},
        {"supplier": "ｱｵﾊﾞ", "period": "all"},
        {"product": "tanuki bus"},
        {"gravest": "info"},
    ):
        expected = [] if question.get("supplier") == "ｱｵﾊﾞ" else [id]
        assert asked(**question) == expected, question
    for question in (
        {"state": "draft"},
        {"sector": "water"},
        {"supplier": "nobody%"},
        {"recontractor": "青葉"},
        {"questions": "open"},
        {"mine": "yes"},
        {"period": "over"},
    ):
        assert asked(**question) == [], question
    later = date(2027, 1, 4)
    (row,) = queries.rows(listed(CaseFile.objects.filter(id=id)), later)
    assert (row.state, row.overdue) == ("lapsed", True)


@pytest.mark.parametrize("given", [{"state": "x" * 5000, "page": "2"}, {"unknown": "1"}, {}])
def test_whatever_else_stands_in_an_address_is_left_aside(given: dict[str, str]):
    asked = Asked.read(given)
    assert len(asked.state) <= 300
    assert "page" not in asked.address
    assert bool(asked) == ("state" in given)
