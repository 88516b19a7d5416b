"""What was done stays as it was: the databases themselves refuse, by whatever statement."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection

from sekisho.model.errors import UsageError
from sekisho.portal.cases.append_only import GUARDED, KEPT, missing_guards, require_guards
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.models import CaseFile, Event
from sekisho.portal.decide import acts, queries
from sekisho.portal.examine import acts as examine
from sekisho.portal.examine import casework
from sekisho.portal.examine.models import Question
from sekisho.portal.filing import acts as filing
from tests.samples.people import id_of, open_example, settle
from tests.samples.sites import Site, on_both

DAY = datetime(2026, 12, 1, 1, tzinfo=UTC)
postgresql = pytest.mark.parametrize("site", ["postgresql"], indirect=True)
sqlite = pytest.mark.parametrize("site", ["sqlite"], indirect=True)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def lived() -> UUID:
    """Gives a case with a question that was answered, advice, and a first signature."""
    people = settle()
    case = UUID(id_of(open_example(people.client("filer"))))
    filer, examiner = (Doing(people.sitting(name), DAY) for name in ("filer", "examiner"))
    filing.submit(case, filer)
    examine.accept(case, examiner, DAY.date())
    examine.ask(case, examiner, "いつ導入しますか")
    filing.reply(case, filer, Question.objects.get().pk, "来年です")
    casework.advise(case, examiner, "filing", "no_concern", "")
    row = CaseFile.objects.get(id=case)
    acts.draft(case, examiner, queries.new_text(row, examiner, "end_screening", reasons="なし"))
    acts.sign(case, examiner, "end_screening", queries.find_open(row, "end_screening").text.sha256)
    return case


@on_both
def test_every_guard_is_there_after_all_changes_of_the_tables():
    assert missing_guards() == ()
    require_guards()


@on_both
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE examine_question SET text = 'x'",
        "UPDATE examine_question SET reply = 'x'",
        "DELETE FROM examine_question",
        "UPDATE examine_advice SET view = 'concern'",
        "DELETE FROM examine_advice",
        "UPDATE decide_signature SET text_sha256 = 'x'",
        "UPDATE decide_signature SET first_at = CURRENT_TIMESTAMP, first_id = decision_id",
        "DELETE FROM decide_signature",
        "DELETE FROM decide_decision",
        "UPDATE decide_decision SET act = 'order'",
    ],
)
def test_what_was_asked_advised_and_signed_is_neither_changed_nor_deleted(statement: str):
    lived()
    with pytest.raises(DatabaseError):
        run(statement)


@sqlite
@pytest.mark.usefixtures("site")
def test_no_row_replaces_another_in_sqlite():
    lived()
    event = Event.objects.first()
    assert event is not None
    for verb in ("INSERT OR REPLACE", "REPLACE"):
        with pytest.raises(DatabaseError, match="append-only"):
            run(
                f"{verb} INTO cases_event (seq, act, kind, 'on', at, payload, decided_sha256,"
                f" case_id) SELECT seq, 'x', kind, 'on', at, payload, '', case_id"
                f" FROM cases_event WHERE seq = {event.seq}"
            )
    run("PRAGMA recursive_triggers = OFF")
    with pytest.raises(DatabaseError, match="append-only"):
        run("INSERT OR REPLACE INTO cases_document SELECT * FROM cases_document LIMIT 1")


@postgresql
@pytest.mark.parametrize("table", [*GUARDED, *KEPT])
def test_postgresql_refuses_truncate_even_by_way_of_another_table(site: Site, table: str):
    del site
    with pytest.raises(DatabaseError):
        run(f"TRUNCATE {table} CASCADE")
    with pytest.raises(DatabaseError):
        run("TRUNCATE cases_casefile CASCADE")


@postgresql
@pytest.mark.usefixtures("site")
def test_a_session_that_plays_a_replica_changes_nothing_in_postgresql():
    lived()
    run("SET session_replication_role = replica")
    for table in ("cases_event", "cases_document", "decide_signature"):
        with pytest.raises(DatabaseError):
            run(f"DELETE FROM {table}")
    run("RESET session_replication_role")


@postgresql
@pytest.mark.usefixtures("site")
def test_copy_appends_and_cannot_overwrite_in_postgresql():
    lived()
    event = Event.objects.first()
    assert event is not None
    with connection.cursor() as cursor:
        row = f"{event.seq}\tx\t\t2026-12-01\t2026-12-01\t{{}}\t\t{event.case_id}\n"
        wanted = 'COPY cases_event (seq, act, kind, "on", at, payload, decided_sha256, case_id)'

        def copy() -> None:
            with cursor.copy(f"{wanted} FROM STDIN") as into:
                into.write(row)

        with pytest.raises(DatabaseError), connection.wrap_database_errors:
            copy()
    upsert = (
        f"INSERT INTO cases_event SELECT * FROM cases_event WHERE seq = {event.seq}"
        " ON CONFLICT (seq) DO UPDATE SET act = 'x'"
    )
    with pytest.raises(DatabaseError, match="append-only"):
        run(upsert)


@on_both
def test_a_site_whose_guard_is_gone_does_not_start():
    drop = "DROP TRIGGER cases_event_no_change ON cases_event"
    run("DROP TRIGGER cases_event_no_update" if connection.vendor == "sqlite" else drop)
    assert missing_guards() == ("cases_event",)
    with pytest.raises(UsageError) as refused:
        require_guards()
    assert refused.value.message.params["tables"] == "cases_event"


@postgresql
@pytest.mark.usefixtures("site")
def test_a_guard_that_is_switched_off_counts_as_gone():
    run("ALTER TABLE cases_event DISABLE TRIGGER cases_event_no_change")
    assert missing_guards() == ("cases_event",)


@sqlite
@pytest.mark.usefixtures("site")
def test_a_trigger_taken_out_of_the_schema_by_force_is_noticed():
    run("PRAGMA writable_schema = ON")
    run("DELETE FROM sqlite_master WHERE name = 'cases_document_no_delete'")
    run("PRAGMA writable_schema = OFF")
    assert missing_guards() == ("cases_document",)


@on_both
def test_events_have_one_sequence_and_each_act_appends_its_own():
    case = lived()
    told = list(Event.objects.filter(case=case).order_by("seq").values_list("seq", "act"))
    assert [seq for seq, _ in told] == sorted({seq for seq, _ in told})
    acts_done = [name for _, name in told if name != "attached"]
    assert acts_done == [
        "opened",
        "submit",
        "accept",
        "ask",
        "reply",
        "advise",
        "draft_decision",
        "sign",
    ]
    digests = dict(Event.objects.filter(case=case).values_list("act", "decided_sha256"))
    assert all(digests[name] for name in ("accept", "ask", "reply", "draft_decision", "sign"))
