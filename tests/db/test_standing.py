"""What the lists keep of a case says what its events say, on that day and on every later one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sekisho.portal.cases import engine, standing
from sekisho.portal.cases.door import TOKYO, Doing, now
from sekisho.portal.cases.models import CaseFile, Event
from sekisho.portal.cases.queries import listed
from sekisho.portal.examine import acts as examine
from sekisho.portal.filing import acts
from sekisho.portal.queue import queries
from sekisho.portal.running.demo import make_demo
from sekisho.portal.work import worker
from sekisho.read.filing import read_filing
from tests.samples.people import EXAMPLE, settle
from tests.samples.sites import on_both


def state_on(case: CaseFile, day: date) -> str:
    return engine.standing_on(case, engine.events_of(case), day).state


@on_both
def test_what_the_lists_keep_of_every_case_is_what_its_events_say():
    make_demo()
    today = now().astimezone(TOKYO).date()
    cases = list(CaseFile.objects.all())
    assert len({case.state for case in cases}) > 8
    assert any(case.turns_on for case in cases)
    assert any(case.screened for case in cases)
    for case in cases:
        assert standing.stands_otherwise(case, today) == (), case
        if case.lapses_on and case.lapses_on >= today:
            assert case.becomes == state_on(case, case.lapses_on + timedelta(days=1))
    for day in (today + timedelta(days=days) for days in (0, 1, 5, 12, 40, 90)):
        told = {row.case.id: row.state for row in queries.rows(listed(CaseFile.objects.all()), day)}
        assert told == {case.id: state_on(case, day) for case in cases}
        for state in ("accepted", "lapsed", "notified", "recommended"):
            parts = [CaseFile.objects.filter(part) for part in standing.in_state(state, day)]
            found = [id for part in parts for id in part.values_list("id", flat=True)]
            first = {case.id for case in cases if not case.turns_on or case.turns_on > day}
            turned = {case.id for case in cases if case.id not in first}
            expected = {case.id for case in cases if case.id in first and case.state == state}
            expected |= {case.id for case in cases if case.id in turned and case.turns_to == state}
            assert sorted(found) == sorted(expected)


@on_both
def test_a_column_that_does_not_say_so_is_named():
    make_demo()
    today = now().astimezone(TOKYO).date()
    case = CaseFile.objects.exclude(lapses_on=None).exclude(turns_on=None)[0]
    for name, wrong in (
        ("becomes", "draft"),
        ("turns_on", None),
        ("state", "draft"),
        ("screened", not case.screened),
    ):
        kept = getattr(case, name)
        setattr(case, name, wrong)
        assert name in standing.stands_otherwise(case, today)
        setattr(case, name, kept)
    assert standing.stands_otherwise(case, today) == ()


@on_both
def test_an_answer_of_the_engine_that_is_kept_follows_the_events():
    people = settle()
    filing = read_filing((EXAMPLE / "filing.yaml").read_bytes(), "filing.yaml")
    day = datetime(2026, 12, 1, 3, tzinfo=UTC)

    def doing(name: str) -> Any:
        return Doing(people.sitting(name), day)

    id = acts.open_case(doing("filer"), filing)
    acts.submit(id, doing("filer"))

    def lawful() -> set[str]:
        case = CaseFile.objects.get(id=id)
        events = engine.events_of(case)
        return {act.act for act in engine.acts_on(case, events, day.date()) if act.lawful}

    before = lawful()
    assert "accept" in before
    assert lawful() == before
    examine.accept(id, doing("examiner"), day.date())
    assert "accept" not in lawful()
    while worker.run_one():
        pass
    assert Event.objects.filter(case=id, kind="accepted").count() == 1
