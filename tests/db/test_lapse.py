"""A period that nobody ends runs out: recorded by nobody, on its legal day, once, in Tokyo."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from sekisho.portal.cases import lapse
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.models import CaseFile, Event
from sekisho.portal.decide import acts as deciding
from sekisho.portal.decide.text import DecisionText
from sekisho.portal.examine import acts as examining
from sekisho.portal.filing import acts as filing
from sekisho.portal.work import worker
from sekisho.portal.work.models import Work
from tests.samples.people import People, id_of, open_example, settle
from tests.samples.sites import on_both

ACCEPTED = datetime(2026, 12, 1, 1, tzinfo=UTC)


MIDNIGHT = datetime(2026, 12, 30, 15, tzinfo=UTC)
"""The first moment of 31 December in Tokyo."""
SECOND = timedelta(seconds=1)


def accepted(people: People, at: datetime = ACCEPTED) -> UUID:
    """Gives a case that was accepted on 1 December, or then."""
    case = UUID(id_of(open_example(people.client("filer"))))
    filing.submit(case, Doing(people.sitting("filer"), at))
    doing = Doing(people.sitting("examiner"), at)
    examining.accept(case, doing, doing.today)
    Work.objects.filter(kind="vet").delete()
    return case


def decide(people: People, case: UUID, at: datetime, act: str, until: date | None = None) -> None:
    """Takes a decision that two people sign."""
    text = DecisionText(act=act, case=str(case), reasons="審査に時間を要する", until=until)
    deciding.draft(case, Doing(people.sitting("examiner"), at), text)
    signed = CaseFile.objects.get(id=case).documents.filter(kind="decision").latest("made_at")
    for who in ("examiner", "decider"):
        deciding.sign(case, Doing(people.sitting(who), at), act, signed.sha256)


def lapses(case: UUID) -> list[Any]:
    return list(Event.objects.filter(case_id=case, kind="lapsed").values_list("on", "by", "act"))


@on_both
def test_the_day_after_the_last_day_the_lapse_is_recorded_once_and_by_nobody():
    case = accepted(settle())
    assert Work.objects.get(kind="lapse").due_at == MIDNIGHT
    lapse.record(case, MIDNIGHT - SECOND)
    assert lapses(case) == []
    for late in (MIDNIGHT, MIDNIGHT, MIDNIGHT + timedelta(days=9)):
        lapse.record(case, late)
    assert lapses(case) == [(date(2026, 12, 31), None, "lapse")]
    assert CaseFile.objects.get(id=case).state == "lapsed"


@on_both
def test_a_worker_that_comes_late_records_the_legal_day():
    at = datetime.now(UTC) - timedelta(days=90)
    case = accepted(settle(), at)
    last = CaseFile.objects.get(id=case).lapses_on
    assert last is not None
    assert worker.run_one()
    assert not worker.run_one()
    assert lapses(case) == [(last + timedelta(days=1), None, "lapse")]


@on_both
def test_an_extension_moves_the_day():
    people = settle()
    case = accepted(people)
    decide(people, case, ACCEPTED, "extend", date(2027, 2, 10))
    assert Work.objects.get(kind="lapse").due_at == datetime(2027, 2, 10, 15, tzinfo=UTC)
    lapse.record(case, MIDNIGHT)
    assert lapses(case) == []
    lapse.record(case, datetime(2027, 2, 10, 15, tzinfo=UTC))
    assert lapses(case) == [(date(2027, 2, 11), None, "lapse")]


@on_both
def test_screening_that_was_ended_in_time_does_not_lapse():
    people = settle()
    case = accepted(people)
    decide(people, case, ACCEPTED, "end_screening")
    lapse.record(case, MIDNIGHT)
    assert lapses(case) == []
    assert CaseFile.objects.get(id=case).state == "cleared"


@pytest.mark.usefixtures("site")
def test_a_filing_that_was_withdrawn_does_not_lapse():
    people = settle()
    case = accepted(people)
    filing.withdraw(case, Doing(people.sitting("filer"), ACCEPTED), "計画を改める")
    lapse.record(case, MIDNIGHT)
    assert lapses(case) == []


@pytest.mark.usefixtures("site")
def test_the_history_says_that_it_came_by_time_alone():
    people = settle()
    case = accepted(people)
    lapse.record(case, MIDNIGHT)
    page = people.client("filer").get(f"/cases/{case}/").content.decode()
    assert "期間の経過による" in page
    assert "term.lapse" not in page
