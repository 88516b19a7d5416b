"""The cases of the demonstration: made by acts, so that each is a story that could have happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho.portal.accounts.models import User
from sekisho.portal.cases.models import CaseFile, Event
from sekisho.portal.running.demo import make_demo
from sekisho.portal.work import worker
from sekisho.portal.work.models import Work

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.mark.usefixtures("site")
def test_the_demonstration_has_cases_in_every_state_and_makes_them_once():
    first = make_demo(EXAMPLES)
    while worker.run_one():
        pass
    assert set(Work.objects.values_list("error", flat=True)) == {""}
    states = set(CaseFile.objects.values_list("state", flat=True))
    assert states >= {
        "draft",
        "submitted",
        "returned",
        "accepted",
        "recommended",
        "lapsed",
        "withdrawn",
    }
    assert set(Event.objects.values_list("kind", flat=True)) >= {"extended", "cleared", "replied"}
    assert all(CaseFile.objects.values_list("fictional", flat=True))
    many = CaseFile.objects.count()
    again = make_demo(EXAMPLES)
    assert CaseFile.objects.count() == many
    assert User.objects.count() == len(first)
    for old, new in zip(first, again, strict=True):
        assert old.password != new.password
        assert User.objects.get(email=new.email).check_password(new.password)
