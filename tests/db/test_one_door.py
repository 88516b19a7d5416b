"""The one door of a case: whole acts, one at a time, in a history that nobody can change."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from sekisho.portal.cases.door import TOKYO, Doing, now
from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.examine import acts
from sekisho.portal.refusals import StaleError
from sekisho.portal.work import worker
from tests.samples.people import act, id_of, open_example, settle
from tests.samples.sites import on_both

NOON = datetime(2026, 12, 1, 3, tzinfo=UTC)


@on_both
def test_a_filing_goes_its_whole_way():

    people = settle()
    filer, examiner, decider = map(people.client, ("filer", "examiner", "decider"))
    case = open_example(filer)
    assert act(filer, case, "check").status_code == 302
    assert act(filer, case, "submission").status_code == 302
    assert worker.run_one()
    today = now().astimezone(TOKYO).date().isoformat()
    assert act(examiner, case, "acceptance", on=today).status_code == 302
    assert worker.run_one()
    assert not worker.run_one()
    assert act(examiner, case, "decisions/end_screening", reasons="懸念なし").status_code == 302

    text = Document.objects.get(case_id=id_of(case), kind="decision").sha256
    for who, status in ((examiner, 302), (examiner, 422), (decider, 302)):
        signed = act(who, case, "decisions/end_screening/signature", text_sha256=text)
        assert signed.status_code == status
    done = list(Event.objects.values_list("act", flat=True))
    assert done[-4:] == ["draft_decision", "sign", "sign", "end_screening"]
    row = CaseFile.objects.get(id=id_of(case))
    assert (row.state, str(row.accepted_on)) == ("accepted", today)
    assert row.found > 0


@on_both
@pytest.mark.parametrize("table", ["cases_event", "cases_document"])
def test_the_database_itself_refuses_to_change_a_record(table: str):

    people = settle()
    open_example(people.client("filer"))
    for statement in (f"UPDATE {table} SET case_id = case_id", f"DELETE FROM {table}"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@on_both
def test_of_two_who_act_at_once_one_is_told_that_the_case_has_changed():

    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    act(filer, case, "submission")
    version = CaseFile.objects.get(id=id_of(case)).version
    gate = threading.Barrier(2)
    ended: list[str] = []

    def give_back(name: str) -> None:
        doing = Doing(people.sitting(name), NOON, version)
        gate.wait()
        try:
            acts.give_back(CaseFile(id=id_of(case)).id, doing, "様式の不備")
            ended.append("done")
        except StaleError:
            ended.append("stale")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=give_back, args=(n,)) for n in ("examiner", "decider")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["done", "stale"]
    assert Event.objects.filter(act="return").count() == 1


@pytest.mark.usefixtures("site")
def test_a_case_of_others_does_not_exist():
    people = settle()
    case = open_example(people.client("filer"))
    for name in ("rival", "examiner", "stranger", "nobody"):
        answer: Any = people.client(name).get(case)
        assert answer.status_code == 404
        assert "KG-2026-014" not in answer.content.decode()
