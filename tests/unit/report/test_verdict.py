"""How a report is headed: what was found, how the matter stands, what was not checked."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sekisho.model.assessment import Assessment, Duty, Need, Route, Stands
from sekisho.model.finding import CheckRun
from sekisho.model.values.message import message
from sekisho.report import html
from sekisho.report.outline import verdict
from sekisho.report.terminal import render
from tests.samples.assessments import SOFTWARE

PLAIN = "Nothing that stops it was found"
DONE = replace(
    SOFTWARE,
    findings=(),
    checks=(CheckRun(check="known_flaws", version="1", state="clear", looked_at=1),),
    duties=(),
)


def route(stands: Stands) -> Route:
    return Route(id="in_review", message=message("route.nsi.in_review"), stands=stands)


def duty(need: Need) -> Duty:
    return Duty(id="plan_introduction", need=need, filing="plan", form="", prior=True)


def gap() -> CheckRun:
    reason = message("freshness.undated", feed="Aoba list")
    return CheckRun(check="screening", version="1", state="not_checked", reason=reason)


@pytest.mark.parametrize(
    ("assessment", "headed"),
    [
        (DONE, "pass"),
        (replace(DONE, route=route("pending")), "pending"),
        (replace(DONE, route=route("barred"), duties=(duty("needed"),)), "barred"),
        (replace(DONE, duties=(duty("needed"),)), "to_file"),
        (replace(DONE, duties=(duty("not_checked"),)), "untold"),
        (replace(DONE, duties=(duty("not_needed"),)), "pass"),
        (replace(DONE, checks=(*DONE.checks, gap())), "open"),
        (replace(DONE, checks=(replace(gap(), required=True, unanswered=1),)), "unanswered"),
    ],
)
def test_only_a_case_that_is_decided_and_checked_throughout_is_headed_by_comfort(
    assessment: Assessment, headed: str
):
    assert verdict(assessment) == headed
    page = html.render(assessment, "en")
    assert f'class="verdict {headed}"' in page
    for said in (render(assessment, "en"), page):
        lines = [line.strip() for line in said.replace("<p>", "\n").replace("<", "\n").splitlines()]
        assert (PLAIN in lines) == (headed == "pass")


@pytest.mark.parametrize(("lang", "said"), [("en", "1 thing was not checked"), ("ja", "1件")])
def test_how_much_was_not_checked_stands_at_the_head(lang: str, said: str):
    open_ = replace(DONE, route=route("pending"), checks=(*DONE.checks, gap()))
    head = render(open_, lang).splitlines()[:9]
    assert any(said in line for line in head)
