"""Pages of a long list: each case once, forwards and backwards, whatever is equal in the order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db.models import Q

from sekisho.portal.cases import queries as cases
from sekisho.portal.cases.models import CaseFile, Event
from sekisho.portal.examine.models import Consultation
from sekisho.portal.queue import paging, queries
from sekisho.portal.queue.asked import Asked
from tests.samples.people import People, settle
from tests.samples.sites import on_both

TODAY = date(2026, 12, 1)
ALL = Asked(period="all")


def many(people: People, count: int, place: str = "meti") -> list[CaseFile]:
    """Makes cases of which many end on the same day, and some on none."""
    made = [
        CaseFile(
            operator=people.places["kasumi"],
            authority=people.places[place],
            reference=f"{place}-{n}",
            regime="jp-espa",
            state="accepted",
            submitted_on=TODAY - timedelta(days=n % 3),
            lapses_on=TODAY + timedelta(days=n % 4) if n % 7 else None,
        )
        for n in range(count)
    ]
    CaseFile.objects.bulk_create(made)
    return made


def walk(sitting: Any, asked: Asked = ALL) -> list[list[Any]]:
    """Goes from the first page to the last by the links, and all the way back."""
    seen = cases.list_parts(sitting)
    page, pages = queries.page(seen, sitting, asked, TODAY), []
    while True:
        pages.append([case.id for case in page.cases])
        if page.after is None:
            break
        page = queries.page(seen, sitting, asked, TODAY, (str(page.after), ""))
    back = [pages[-1]]
    while page.before is not None:
        page = queries.page(seen, sitting, asked, TODAY, ("", str(page.before)))
        back.append([case.id for case in page.cases])
    assert back[::-1] == pages
    return pages


def in_order(sitting: Any, order: tuple[str, ...]) -> list[Any]:
    """The ids of what an organisation files, decides or is consulted on, asked for at once."""
    here = sitting.organisation
    seen = Q(operator=here) | Q(authority=here) | Q(consultations__authority=here)
    return list(CaseFile.objects.filter(seen).order_by(*order).values_list("id", flat=True))


@on_both
def test_every_case_of_an_authority_stands_on_one_page_in_order():
    people = settle()
    many(people, 120)
    examiner = people.sitting("examiner")
    pages = walk(examiner)
    assert [len(page) for page in pages] == [50, 50, 20]
    flat = [id for page in pages for id in page]
    assert flat == in_order(examiner, cases.IN_QUEUE)
    assert len(set(flat)) == 120


@on_both
def test_every_case_of_an_operator_stands_on_one_page_the_newest_first():
    people = settle()
    many(people, 120)
    filer = people.sitting("filer")
    pages = walk(filer, Asked())
    assert [id for page in pages for id in page] == in_order(filer, cases.NEWEST)


@on_both
def test_cases_on_which_an_authority_is_consulted_stand_among_its_own():
    people = settle()
    many(people, 60)
    others = many(people, 60, "mlit")
    for case in others[:20]:
        asked = Event.objects.create(case=case, act="consult", on=TODAY)
        Consultation.objects.create(case=case, authority=people.places["meti"], asked=asked)
    examiner = people.sitting("examiner")
    flat = [id for page in walk(examiner) for id in page]
    assert flat == in_order(examiner, cases.IN_QUEUE)
    assert len(flat) == 80
    assert len([id for page in walk(people.sitting("stranger")) for id in page]) == 60


@on_both
def test_a_case_of_somebody_else_is_no_place_to_go_on_from():
    people = settle()
    many(people, 60)
    (foreign,) = many(people, 1, "mlit")
    examiner = people.sitting("examiner")
    seen = cases.list_parts(examiner)
    first = queries.page(seen, examiner, ALL, TODAY)
    for edge in (str(foreign.id), str(uuid4()), "x", "9" * 4000):
        assert queries.page(seen, examiner, ALL, TODAY, (edge, "")) == first
        assert queries.page(seen, examiner, ALL, TODAY, ("", edge)) == first


@on_both
def test_answers_are_counted_up_to_a_bound():
    people = settle()
    many(people, 60)
    examiner = people.sitting("examiner")
    seen = cases.list_parts(examiner)
    page = queries.page(seen, examiner, ALL, TODAY)
    assert (page.count, page.is_countless) == (60, False)
    many(people, paging.MOST_COUNTED)
    page = queries.page(seen, examiner, ALL, TODAY)
    assert (page.count, page.is_countless) == (paging.MOST_COUNTED + 1, True)
