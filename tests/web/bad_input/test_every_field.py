"""Hostile text in every field of a filing and of every act: kept, shown inert, or refused."""

from __future__ import annotations

from typing import Any

import pytest

from sekisho.portal.cases.door import TOKYO, now
from tests.samples import hostile
from tests.samples.people import act, open_example, settle
from tests.samples.sites import on_both
from tests.web.test_workbench import fields_of

TODAY = now().astimezone(TOKYO).date().isoformat()
PAGES = (
    "filing",
    "facility",
    "introduction",
    "parties/0",
    "parties/2",
    "components/1",
    "reentrustments/0",
    "risk_measures/0",
    "parties/9",
    "entrustment",
    "change",
    "emergency",
)


def inert(answer: Any, where: str) -> None:
    assert answer.status_code < 500, where
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        text = answer.content.decode()
        assert hostile.MARKUP not in text, where
        assert "<img src=x" not in text, where
        assert "\x00" not in text


@on_both
@pytest.mark.parametrize("said", hostile.ALL)
def test_whatever_is_typed_in_a_filing_breaks_no_page(said: str):
    text = hostile.ALL[said]
    people = settle()
    filer, examiner, decider = map(people.client, ("filer", "examiner", "decider"))
    case = open_example(filer)
    for page in PAGES:
        shown = filer.get(f"{case}filing/{page}/")
        if shown.status_code == 404:
            continue
        typed = dict.fromkeys(fields_of(shown.content.decode()), text)
        inert(act(filer, case, f"filing/{page}", **typed), page)
        inert(filer.get(f"{case}filing/{page}/"), page)
    for page in ("", "filing/", "evidence/", "submission/", "differences/", "report/"):
        inert(filer.get(f"{case}{page}"), page)
    inert(filer.get("/cases/"), "list")
    inert(act(filer, case, "check"), "check")
    inert(act(filer, case, "submission"), "submission")
    inert(filer.get(case), "case")
