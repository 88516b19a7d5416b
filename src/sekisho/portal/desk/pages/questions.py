"""The questions of a month that only a person can answer: on a page, or as a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.model.errors import Defect
from sekisho.model.operator.update import Answer
from sekisho.model.values.message import message
from sekisho.portal import who_may
from sekisho.portal.cases.pages import sitting_of
from sekisho.portal.desk import acts, queries
from sekisho.portal.desk.forms import AnswersForm, NameForm, QuestionForm
from sekisho.portal.desk.pages.frame import doing, tried
from sekisho.portal.desk.queries import MonthView
from sekisho.portal.look.frame import lang_of
from sekisho.portal.refusals import IncompleteError, StaleError
from sekisho.portal.running.local import LOCAL
from sekisho.portal.settings.environment import environment


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the page, or one update of it: what is asked, about what, and its form."""

    key: str
    said: str
    about: list[str]
    hints: list[str]
    each: str
    """Where it may be answered one by one: the address, empty where that makes no difference."""
    form: QuestionForm


@require_http_methods(["GET", "POST"])
@login_required
def questions(request: HttpRequest, id: UUID) -> HttpResponse:
    """Asks what waits for an answer; all of it, or the updates of one question one by one."""
    sitting = sitting_of(request)
    who_may.require(sitting, "triage.run")
    view = queries.view_month(id, sitting)
    bound = request.method == "POST"
    asked = _asked(view, request)
    name = NameForm(request.POST if bound else None, initial=_who(request, view), prefix="who")
    defects: tuple[Defect, ...] = ()
    if bound:
        _refuse_stale(request, view)
        given = _given(name, asked)
        if given is not None:
            done, defects = tried(lambda: _answer(request, id, given))
            if done:
                return redirect("month", id=id)
    told = {
        "view": view,
        "asked": asked,
        "name": name,
        "file_form": AnswersForm(),
        "defects": defects,
        "all": request.GET.get("which") == "all",
        "wrong": bound and (not name.is_valid() or any(one.form.errors for one in asked)),
    }
    return render(request, "desk/questions.html", told, status=422 if bound else 200)


@require_POST
@login_required
def answers_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """Takes the answers from a filled in sheet of questions."""
    sitting = sitting_of(request)
    who_may.require(sitting, "triage.run")
    view = queries.view_month(id, sitting)
    form = AnswersForm(request.POST, request.FILES)
    defects: tuple[Defect, ...] = ()
    if form.is_valid():
        file = form.cleaned_data["answers"]
        _, defects = tried(lambda: acts.answer_by_file(doing(request), id, file))
        if not defects:
            return redirect("month", id=id)
    told = {
        "view": view,
        "asked": _asked(view, request, fresh=True),
        "name": NameForm(prefix="who", initial=_who(request, view)),
        "file_form": form,
        "defects": defects,
    }
    return render(request, "desk/questions.html", told, status=422)


def _who(request: HttpRequest, view: MonthView) -> dict[str, Any]:
    """Offers the name of who sits there, where that is a person's, and the day: today, unless
    the memos are of an earlier one.
    """
    by = doing(request)
    named = "" if environment().mode == LOCAL else str(by.sitting.user)
    return {"confirmed_by": named, "confirmed_on": min(by.today, view.month.on or by.today)}


def _answer(request: HttpRequest, id: UUID, given: list[Answer]) -> bool:
    if not given:
        raise IncompleteError(message("portal.questions.none_given"))
    acts.answer(doing(request), id, given)
    return True


def _given(name: NameForm, asked: list[Asked]) -> list[Answer] | None:
    """Gives what was answered; nothing where a form is wrong."""
    good = [name.is_valid(), *(one.form.is_valid() for one in asked)]
    if not all(good):
        return None
    answers = []
    for one in asked:
        told = one.form.told()
        if told:
            told.pop("signs", None)
            answers.append(Answer(question=one.key, **name.cleaned_data, **told))
    return answers


def _asked(view: MonthView, request: HttpRequest, *, fresh: bool = False) -> list[Asked]:
    lang = lang_of()
    data = request.POST if request.method == "POST" and not fresh else None
    each = request.GET.get("each", "")
    everything = view.told.get("questions", ())
    if each:
        found = next((one for one in everything if one["id"] == each), None)
        return _one_by_one(found, data, lang) if found else []
    shown = everything if request.GET.get("which") == "all" else view.waiting
    last = queries.last_answers(view.month)
    return [
        Asked(
            key=one["id"],
            said=one["said"][lang],
            about=[text for _, text in one["about"]],
            hints=one["hints"][lang],
            each=f"?each={one['id']}" if len(one["about"]) > 1 else "",
            form=QuestionForm(f"q{at}", one["open"], data, _initial(last.get(one["id"]))),
        )
        for at, one in enumerate(shown)
    ]


def _one_by_one(found: dict[str, Any], data: Any, lang: str) -> list[Asked]:
    return [
        Asked(
            key=id,
            said=text,
            about=[],
            hints=found["hints"][lang] if at == 0 else [],
            each="",
            form=QuestionForm(f"q{at}", found["open"], data),
        )
        for at, (id, text) in enumerate(found["about"])
    ]


def _initial(answer: dict[str, Any] | None) -> dict[str, Any]:
    if answer is None:
        return {}
    return {**answer, "changes": "no" if answer.get("nothing_changed") else "some"}


def _refuse_stale(request: HttpRequest, view: MonthView) -> None:
    """The questions on an older page may be others."""
    number = str(view.result.number) if view.result else ""
    if request.POST.get("result", "") != number:
        raise StaleError(hint=message("portal.questions.stale"))
