"""How often each page asks the database: a few times, and as often for many cases as for few."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sekisho.portal.cases.door import TOKYO, now
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.examine.models import Subject
from sekisho.portal.work import worker
from tests.samples.people import People, act, id_of, open_example, settle

pytestmark = pytest.mark.usefixtures("site")

BUDGETS = (
    ("examiner", "/cases/", 10),
    ("examiner", "/cases/?period=all", 9),
    ("examiner", "/cases/?state=accepted&gravest=high&questions=open", 13),
    ("examiner", "/cases/?mine=yes&sector=electricity", 9),
    ("examiner", "/cases/?supplier=青葉&product=tanuki", 13),
    ("examiner", "{case}", 14),
    ("examiner", "{case}casework/", 20),
    ("examiner", "{case}decisions/extend/", 11),
    ("examiner", "{case}differences/", 10),
    ("examiner", "{case}report/", 10),
    ("examiner", "{case}progress/", 8),
    ("examiner", "{case}personal/", 15),
    ("examiner", "/groups/?by=product", 7),
    ("examiner", "/groups/cases/?by=supplier&key={key}", 8),
    ("examiner", "/absences/", 9),
    ("filer", "/cases/", 7),
    ("filer", "{case}", 14),
    ("filer", "{draft}", 15),
    ("filer", "{draft}filing/", 10),
    ("filer", "{draft}evidence/", 9),
    ("filer", "{draft}submission/", 19),
    ("filer", "/cases/new/", 7),
)
"""Who, which page, and the most questions that it may ask."""


@pytest.fixture
def pages(site: Any) -> tuple[People, dict[str, str]]:
    """Gives who is there, and the addresses of a case that is examined and of a draft."""
    del site
    people = settle()
    filer, examiner = people.client("filer"), people.client("examiner")
    case, draft = open_example(filer), open_example(filer)
    act(filer, case, "submission")
    today = now().astimezone(TOKYO).date().isoformat()
    act(examiner, case, "acceptance", on=today)
    while worker.run_one():
        pass
    act(examiner, case, "questions", text="いつ直しますか")
    key = Subject.objects.filter(case_id=id_of(case), kind="supplier")[0].key
    return people, {"{case}": case, "{draft}": draft, "{key}": key}


def counted(people: People, places: dict[str, str]) -> dict[str, int]:
    """Opens every page twice; gives how often it asked the database the second time."""
    found = {}
    for who, page, _ in BUDGETS:
        client, address = people.client(who), page
        for name, place in places.items():
            address = address.replace(name, place)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200, address
        found[f"{who} {page}"] = len(asked)
    return found


def copies(case: str, count: int) -> None:
    """Makes more cases with the same names."""
    model = CaseFile.objects.get(id=id_of(case))
    names = list(Subject.objects.filter(case=model))
    made = []
    for _ in range(count):
        copy = CaseFile.objects.get(id=model.id)
        copy.pk = uuid4()
        made.append(copy)
    CaseFile.objects.bulk_create(made)
    Subject.objects.bulk_create(
        Subject(case=copy, kind=name.kind, key=name.key, name=name.name)
        for copy in made
        for name in names
    )


def test_no_page_asks_more_often_than_it_may_nor_more_for_many_cases(
    pages: tuple[People, dict[str, str]],
):
    people, places = pages
    copies(places["{case}"], 2)
    few = counted(people, places)
    allowed = {f"{who} {page}": most for who, page, most in BUDGETS}
    assert {page: n for page, n in few.items() if n > allowed[page]} == {}
    copies(places["{case}"], 60)
    many = counted(people, places)
    assert {page: n for page, n in many.items() if n > few[page]} == {}
