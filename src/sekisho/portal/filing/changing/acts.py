"""What an operator does about a change: open it from the plan, and take in what differs."""

from __future__ import annotations

from typing import get_args
from uuid import UUID

from msgspec.structs import replace

from sekisho.model.filing import Change, Filing, FilingKind
from sekisho.model.values.message import message
from sekisho.portal.cases import engine
from sekisho.portal.cases.door import Doing, Opened, enter
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.filing import acts
from sekisho.portal.filing.changing.queries import plan_of, view_of
from sekisho.portal.filing.models import ChangeOf
from sekisho.portal.filing.prefill.acts import note
from sekisho.portal.filing.workbench.tree import Tree, read_draft, size_of, texts_of, with_texts
from sekisho.portal.refusals import IncompleteError, RefusedError

ACT = "change_plan"
"""The act of the pack that allows a change, and our permission for it."""
_INTRODUCED = "introduced"
_OWN = frozenset({"schema", "regime", "fictional", "change"})


def open_change(case_id: UUID, doing: Doing) -> UUID:
    """Opens a case for the change of a plan, with that plan laid beside it; gives its id."""
    with enter(case_id, ACT, doing) as opened:
        opened.require_lawful(ACT, doing.today)
        plan = plan_of(opened.case)
        if plan is None:
            raise RefusedError(message("portal.changing.no_plan"))
        begun = _begun(plan, opened.case)
        id = acts.open_case(doing, begun, plan)
        made = CaseFile.objects.get(id=id)
        note(Opened(made, doing), opened.case.reference, begun.prefilled)
        ChangeOf.objects.create(case=made, of=opened.case)
        opened.append("change_opened", change=str(id))
    return id


def bring_plan(case_id: UUID, doing: Doing, plan: Filing) -> None:
    """Lays beside a change the plan that it changes, where that plan is not in this portal."""
    with enter(case_id, "draft.save", doing) as opened:
        draft = acts.open_draft(opened)
        filing = read_draft(draft.filing)[0]
        document = opened.add(Document.Kind.CLEARED, plan)
        tree = draft.filing
        if filing.change is None:
            tree = {**tree, "change": texts_of(Filing(change=Change(of=plan.reference)))["change"]}
        acts.keep(opened, draft, tree)
        opened.append("plan_brought", name=plan.reference, sha256=document.sha256)


def take_changes(case_id: UUID, doing: Doing) -> None:
    """Lists in the filing every field that differs from the plan and is not listed yet."""
    with enter(case_id, "draft.save", doing) as opened:
        draft = acts.open_draft(opened)
        filing = read_draft(draft.filing)[0]
        view = view_of(opened.case, filing, doing.today)
        first = size_of(draft.filing, "/change/fields")
        typed: dict[str, str] = {}
        for at, row in enumerate(view.unlisted if view else (), first):
            change = row.change
            for name in ("path", "subject", "before", "after"):
                if text := getattr(change, name):
                    typed[f"/change/fields/{at}/{name}"] = text
        if typed:
            acts.keep(opened, draft, _in_order(draft.filing, typed))


def become(case_id: UUID, doing: Doing, kind: str) -> None:
    """Makes the filing the kind that the law asks for."""
    if kind not in get_args(FilingKind):
        raise IncompleteError(message("portal.changing.no_kind"))
    acts.save_texts(case_id, doing, {"/kind": kind})


def _begun(plan: Filing, case: CaseFile) -> Filing:
    """The plan as the start of its change: what was said of that filing itself is left out."""
    introduced = any(event.kind == _INTRODUCED for event in engine.events_of(case))
    filing = replace(
        plan,
        reference="",
        kind=None,
        filed_on=None,
        evidence=(),
        emergency=None,
        notes="",
        risk_measures=tuple(replace(one, evidence=()) for one in plan.risk_measures),
        change=Change(
            of=plan.reference or case.reference, phase="in_service" if introduced else None
        ),
        prefilled=(),
    )
    filled = [f"/{name}" for name in texts_of(filing) if name not in _OWN]
    told = ("/change/of", *(("/change/phase",) if introduced else ()))
    return replace(filing, prefilled=(*filled, *told))


def _in_order(tree: Tree, typed: dict[str, str]) -> Tree:
    """Keeps what a tool found: it counts as filled in until somebody types over it."""
    new = with_texts(tree, typed)
    places = [place.rpartition("/")[0] for place in typed]
    return {**new, "prefilled": [*new.get("prefilled", ()), *dict.fromkeys(places)]}
