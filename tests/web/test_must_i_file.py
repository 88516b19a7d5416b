"""Must I file? A page that asks without an account, keeps nothing, and answers like the command."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from sekisho.portal.accounts.models import Membership, Role
from sekisho.portal.asking.talk import MOST_ANSWERS, hear
from sekisho.portal.cases.door import TOKYO, now
from sekisho.portal.cases.engine import regime_on
from tests.samples.people import settle

pytestmark = pytest.mark.usefixtures("site")
ADDRESS = "/must-i-file/"


def shown(**answers: str) -> str:
    answer = Client().get(ADDRESS, answers)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_who_is_not_designated_has_nothing_to_file_and_is_asked_nothing_more():
    page = shown(designated="no")
    assert "次の質問" not in page
    assert "指定" in page


def test_one_question_after_the_other_leads_to_an_answer_with_its_article():
    answers = {"designated": "yes"}
    for _ in range(MOST_ANSWERS):
        page = shown(**answers)
        found = re.findall(
            r'<(?:button|input)[^>]*name="([^"]+)" (?:id="[^"]*" )?value="yes"', page
        )
        asked = [name for name in found if name not in answers]
        if not asked:
            break
        answers[asked[0]] = "yes"
    assert "第5" in page
    assert len(answers) > 3


def test_what_is_said_stands_in_the_address_and_can_be_taken_back():
    page = shown(designated="yes", **{"facility.critical": "yes"})
    assert 'href="?designated=yes"' in page
    assert 'type="hidden" name="facility.critical" value="yes"' in page


def test_an_answer_that_cannot_be_read_is_told_and_the_others_stay():
    page = shown(designated="yes", **{"act.on": "<script>", "facility.critical": "yes"})
    assert "<script>" not in page
    assert 'role="alert"' in page
    assert 'name="facility.critical" value="yes"' in page


def test_no_flood_of_answers_is_heard():
    regime = regime_on("jp-espa", now().astimezone(TOKYO).date())
    talk = hear(regime, now().date(), {f"no.such.{n}": "x" * 9_999 for n in range(5_000)})
    assert len(talk.wrong) == MOST_ANSWERS


def test_the_page_is_in_english_too():
    page = Client(headers={"accept-language": "en"}).get(ADDRESS, {"designated": "yes"})
    assert "Next question" in page.content.decode()


def test_whoever_signs_in_is_led_to_a_page_that_is_theirs():
    people = settle()
    for name, page in (("filer", "/cases/"), ("examiner", "/cases/")):
        assert people.client(name).get("/").headers["Location"] == page
    place = people.places["kasumi"]
    Membership.objects.create(user=people.users["nobody"], organisation=place, role=Role.STEWARD)
    steward = people.client("nobody")
    landed = steward.get("/").headers["Location"]
    assert steward.get(landed).status_code == 200
