"""Prior consultation: a draft is shown to the authority, which answers; nothing runs from it."""

from __future__ import annotations

from uuid import UUID

from sekisho.model.values.message import message
from sekisho.portal.cases import vetting
from sekisho.portal.cases.door import Doing, enter
from sekisho.portal.cases.models import SHOWN
from sekisho.portal.filing import acts
from sekisho.portal.filing.workbench.tree import finished
from sekisho.portal.refusals import IncompleteError, RefusedError


def show_draft(case_id: UUID, doing: Doing, question: str) -> None:
    """Shows the draft as it stands to the authority that it names: kept as it was shown."""
    with enter(case_id, "show_draft", doing) as opened:
        opened.require_lawful("show_draft", doing.today)
        filing = finished(acts.open_draft(opened).filing)
        authority = acts.authority_of(filing)
        if authority is None:
            raise RefusedError(
                message("portal.before.not_here"), hint=message("portal.before.not_here.remedy")
            )
        acts.take_head(opened.case, filing)
        opened.case.authority = authority
        document = opened.add(SHOWN, filing)
        opened.append(
            "show_draft",
            kind="draft_shown",
            decided_sha256=document.sha256,
            reason=question.strip(),
        )
        vetting.enqueue_vetting(opened.case, "authority")


def answer_draft(case_id: UUID, doing: Doing, answer: str) -> None:
    """Answers a prior consultation: a note of that day, which decides nothing."""
    if not answer.strip():
        raise IncompleteError(message("portal.before.no_answer"))
    with enter(case_id, "answer_draft", doing) as opened:
        opened.require_lawful("answer_draft", doing.today)
        opened.append("answer_draft", kind="draft_answered", reason=answer.strip())
