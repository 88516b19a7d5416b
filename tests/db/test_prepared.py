"""Questions whose SQL is made once: the same rows as those of the question asked plainly."""

from __future__ import annotations

from datetime import UTC, date, datetime
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.db.models import F, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from sekisho.portal.cases.models import CaseFile, Event
from sekisho.portal.prepared import Prepared, Slot
from tests.samples.people import settle
from tests.samples.sites import on_both

TODAY = date(2026, 12, 1)


def some(count: int) -> list[CaseFile]:
    """Makes cases of one operator, some of them without an authority or a day."""
    people = settle()
    made = [
        CaseFile(
            operator=people.places["kasumi"],
            authority=people.places["meti"] if n % 3 else None,
            regime="jp-espa",
            reference=f"R-{n}",
            title=f"施設 {n}%",
            submitted_on=date(2026, 12, 1 + n) if n % 2 else None,
            made_at=datetime(2026, 11, 1 + n, 3, 4, 5, 678901, tzinfo=UTC),
        )
        for n in range(count)
    ]
    CaseFile.objects.bulk_create(made)
    return made


@on_both
def test_values_of_every_type_find_the_same_rows():
    made = some(12)
    middle = made[5]
    questions: list[tuple[Any, dict[str, Any]]] = [
        (lambda v: CaseFile.objects.filter(id=v("id")), {"id": middle.id}),
        (
            lambda v: CaseFile.objects.filter(id__in=[v("a"), v("b")]),
            {"a": middle.id, "b": uuid4()},
        ),
        (lambda v: CaseFile.objects.filter(operator=v("of")), {"of": middle.operator_id}),
        (lambda v: CaseFile.objects.filter(submitted_on__gte=v("on")), {"on": date(2026, 12, 6)}),
        (lambda v: CaseFile.objects.filter(made_at__lte=v("at")), {"at": middle.made_at}),
        (lambda v: CaseFile.objects.filter(title=v("title")), {"title": middle.title}),
        (lambda v: CaseFile.objects.filter(title__icontains="3%", regime=v("r")), {"r": "jp-espa"}),
        (lambda v: CaseFile.objects.filter(Q(id=v("id")) | ~Q(authority=v("id"))), {"id": uuid4()}),
        (lambda v: CaseFile.objects.exclude(authority=v("of")), {"of": middle.authority_id}),
        (lambda v: CaseFile.objects.filter(screened=v("yes")), {"yes": False}),
    ]
    for build, values in questions:

        def ordered(value: Any, build: Any = build) -> QuerySet[CaseFile]:
            return (
                build(value)
                .select_related("operator", "authority")
                .order_by(F("submitted_on").desc(nulls_last=True), "id")
            )

        asked = Prepared(lambda ordered=ordered: ordered(Slot))
        plain = list(ordered(values.__getitem__))
        for _ in range(2):
            found = asked(**values)
            assert found == plain, values
            assert [vars_of(row) for row in found] == [vars_of(row) for row in plain]
    assert any(list(build(values.__getitem__)) for build, values in questions)


def vars_of(row: CaseFile) -> tuple[Any, ...]:
    """Everything that a row was read with, the rows related to it included."""
    state = {name: value for name, value in vars(row).items() if name != "_state"}
    return (state, row.operator.name, row.authority.name if row.authority else None)


@on_both
def test_the_sql_is_made_once_and_the_database_asked_each_time():
    made = some(3)
    built = []

    def build() -> QuerySet[CaseFile]:
        built.append(1)
        return CaseFile.objects.filter(id=Slot("id")).select_related("operator")

    asked = Prepared(build)
    with CaptureQueriesContext(connection) as seen:
        for case in made:
            found = asked.first(id=case.id)
            assert found is not None
            assert (found.id, found.operator.name) == (case.id, case.operator.name)
    assert (len(built), len(seen)) == (1, 3)
    CaseFile.objects.filter(id=made[0].id).update(reference="other")
    again = asked.first(id=made[0].id)
    assert again is not None
    assert again.reference == "other"
    assert asked.first(id=uuid4()) is None


@on_both
def test_values_alone_and_bounds_are_read_as_they_stand():
    made = some(8)
    asked = Prepared(
        lambda: (
            CaseFile.objects.filter(operator=Slot("of"))
            .order_by("-made_at")
            .values_list("operator__name", "reference", "made_at")[:3]
        )
    )
    rows = asked(of=made[0].operator_id)
    assert rows == [(c.operator.name, c.reference, c.made_at) for c in made[:-4:-1]]
    flat = Prepared(
        lambda: CaseFile.objects.order_by("made_at").defer("title").values_list("id", flat=True)
    )
    assert flat() == [case.id for case in made]


@on_both
def test_what_would_be_sql_is_a_value():
    some(3)
    asked = Prepared(lambda: CaseFile.objects.filter(reference=Slot("reference")))
    for text in ("' OR 1=1 --", "%", "%s", "R-1' UNION SELECT 1", "\\"):
        assert asked(reference=text) == []
    assert len(asked(reference="R-1")) == 1


@on_both
def test_a_slot_without_a_value_is_told():
    asked = Prepared(lambda: CaseFile.objects.filter(id=Slot("id")))
    with pytest.raises(KeyError, match="id"):
        asked()


@on_both
def test_threads_ask_each_on_a_connection_of_its_own():
    made = some(6)
    asked = Prepared(lambda: Event.objects.filter(case=Slot("case")).order_by("seq"))
    one = Prepared(lambda: CaseFile.objects.filter(id=Slot("id")))
    found: list[Any] = []

    def ask(case: CaseFile) -> None:
        try:
            for _ in range(20):
                assert asked(case=case.id) == []
                found.append((case.id, [row.id for row in one(id=case.id)]))
        finally:
            connections.close_all()

    threads = [Thread(target=ask, args=(case,)) for case in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 120
    assert all(ids == [id] for id, ids in found)
