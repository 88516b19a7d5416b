"""Backward dates: everything said stands in the address, and nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sekisho.desk.planning import YEAR_ENDS, Goal, Plan, PlannedCase, PlannedDate, make_plan
from sekisho.desk.planning.calendar_file import write_calendar
from sekisho.desk.planning.words import case_title
from sekisho.model.values.message import Message
from sekisho.portal.cases.door import TOKYO, now
from sekisho.portal.cases.engine import regime_on
from sekisho.portal.desk.forms import PlanningForm, instead
from sekisho.portal.desk.pages.frame import download
from sekisho.portal.filing.acts import STATUTE
from sekisho.portal.look.frame import lang_of
from sekisho.portal.refusals import UnknownError
from sekisho.report.catalogue import say, say_id
from sekisho.report.clock_drawing import Mark, draw_days
from sekisho.report.markup import Markup


@dataclass(frozen=True, slots=True)
class Row:
    """A date in words, numbered as in the drawing."""

    number: int
    date: PlannedDate
    said: str


@dataclass(frozen=True, slots=True)
class CaseShown:
    """One way things may go: its dates as a table and as a drawing, and what stands in the way."""

    id: str
    title: str
    article: str
    rows: tuple[Row, ...]
    drawing: Markup | None
    risks: tuple[Message, ...]
    hints: tuple[Message, ...]


@require_GET
def planning(request: HttpRequest) -> HttpResponse:
    """Counts backwards from a go-live."""
    form = PlanningForm(request.GET or None)
    plan = _plan(form) if form.is_bound and form.is_valid() else None
    lang = lang_of()
    told = {
        "form": form,
        "plan": plan,
        "shown": [_shown(plan, case, lang) for case in plan.cases] if plan else (),
        "query": request.GET.urlencode(),
        "verified": plan.verified_to if plan else None,
        "note": plan.note.said_in(lang) if plan and plan.note else "",
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/planning.html", told, status=status)


@require_GET
def calendar(request: HttpRequest) -> FileResponse:
    """The same dates as a file for a calendar."""
    form = PlanningForm(request.GET)
    if not form.is_valid():
        raise UnknownError
    return download(write_calendar(_plan(form), lang_of()), "plan.ics", "text/calendar")


def _plan(form: PlanningForm) -> Plan:
    given = form.cleaned_data
    today = now().astimezone(TOKYO).date()
    goal = Goal(
        go_live=given["go_live"],
        contract_on=given["contract"],
        allowance=given["allowance"],
        vendor=given["vendor"],
        in_working_days=given["working"],
        year_ends=YEAR_ENDS,
    )
    return make_plan(regime_on(STATUTE, today), goal, today)


def _shown(plan: Plan, case: PlannedCase, lang: str) -> CaseShown:
    rows = tuple(Row(at, row, _said(row, lang)) for at, row in enumerate(case.dates, 1))
    marks = [
        Mark(row.number, row.date.on, "warn" if row.date.warning else "plain")
        for row in rows
        if row.date.on is not None and row.date.id != "fiscal_years"
    ]
    mine = [warning for warning in plan.warnings if warning.case == case.id]
    return CaseShown(
        id=case.id,
        title=case_title(case, lang),
        article=case.article,
        rows=rows,
        drawing=draw_days(marks, plan.on, lang, say_id("portal.case.today", lang)),
        risks=tuple(warning.message for warning in mine if not warning.hint),
        hints=tuple(warning.message for warning in mine if warning.hint),
    )


def _said(row: PlannedDate, lang: str) -> str:
    return say(Message(id=instead(row.message.id), params=row.message.params), lang)
