"""Filling in from the register: the page that names its entries, and the act."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sekisho.model.operator.register import RegisterEntry
from sekisho.model.values.message import message
from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import queries as cases
from sekisho.portal.cases.door import Doing, enter
from sekisho.portal.cases.pages import doing, sitting_of
from sekisho.portal.desk.handing import newest_register, register_of
from sekisho.portal.filing import acts
from sekisho.portal.filing.prefill import fill
from sekisho.portal.filing.prefill.acts import fill_in
from sekisho.portal.filing.workbench.tree import read_draft
from sekisho.portal.look.frame import lang_of
from sekisho.portal.refusals import RefusedError
from sekisho.report.catalogue import say_id


def entries_of(sitting: Sitting) -> tuple[tuple[str, RegisterEntry], ...]:
    """Gives the entries of the newest register of the person's organisation, each with its number
    in that version: `version-row`.
    """
    who_may.require(sitting, "register.see")
    version = newest_register(sitting.organisation) if sitting.organisation else None
    entries = register_of(version).entries
    return tuple(
        (f"{version.number}-{at}", entry) for at, entry in enumerate(entries) if version is not None
    )


def fill_from_register(case_id: UUID, doing: Doing, key: str, lang: str) -> None:
    """Fills in what an entry of the register tells, and nothing that is written.

    Raises `RefusedError` where the register is another one by now.
    """
    with enter(case_id, "draft.save", doing) as opened:
        entry = dict(entries_of(doing.sitting)).get(key)
        if entry is None:
            raise RefusedError(message("portal.prefill.no_entry"))
        draft = acts.open_draft(opened)
        texts = fill.from_register(read_draft(draft.filing)[0], entry)
        number = key.partition("-")[0]
        fill_in(
            opened, draft, texts, say_id("portal.prefill.register.version", lang, n=int(number))
        )


@require_http_methods(["GET", "POST"])
@login_required
def page(request: HttpRequest, id: UUID) -> HttpResponse:
    """The entries of the register, each to be filled in from."""
    sitting = sitting_of(request)
    case = cases.find_case(id, sitting)
    who_may.require(sitting, "draft.save", case)
    if request.method == "POST":
        fill_from_register(id, doing(request), request.POST.get("entry", ""), lang_of())
        return redirect("workbench", id=id)
    told = {"case": case, "entries": entries_of(sitting)}
    return render(request, "filing/from_register.html", told)
