"""What an examiner does before anything is decided: accept, return, ask, consult."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sekisho.model.values.message import message
from sekisho.portal.cases import engine, vetting
from sekisho.portal.cases.door import Doing, enter, sha256_of_text
from sekisho.portal.cases.models import Document
from sekisho.portal.examine.models import Question
from sekisho.portal.refusals import IncompleteError


def accept(case_id: UUID, doing: Doing, on: date, reason: str = "") -> None:
    """Accepts the filing: the clock starts on that day, which fixes law and library as well.

    A day gone by needs a reason: part of the period is over before anybody begins.
    """
    with enter(case_id, "accept", doing) as opened:
        doing.refuse_ahead(on)
        opened.require_lawful("accept", on)
        if on != doing.today and not reason.strip():
            raise IncompleteError(message("portal.accept.no_reason"))
        filing = engine.latest(opened.case, Document.Kind.FILING)
        library = engine.current_library()
        regime = engine.regime_on(opened.case.regime, on)
        opened.append(
            "accept",
            kind="accepted",
            on=on,
            decided_sha256=filing.sha256 if filing else "",
            regime=f"{regime.id}@{regime.version}",
            regime_sha256=regime.sha256,
            library_sha256=library.sha256,
            reason=reason.strip(),
        )
        vetting.enqueue_vetting(opened.case, "authority")


def give_back(case_id: UUID, doing: Doing, reason: str) -> None:
    """Returns a filing with a formal defect: the reason goes to the operator."""
    if not reason.strip():
        raise IncompleteError(message("portal.return.no_reason"))
    with enter(case_id, "return", doing) as opened:
        opened.require_lawful("return", doing.today)
        opened.append("return", kind="returned", reason=reason.strip())


def ask(case_id: UUID, doing: Doing, text: str, subject: str = "") -> None:
    """Asks the operator a question."""
    if not text.strip():
        raise IncompleteError(message("portal.ask.empty"))
    with enter(case_id, "ask", doing) as opened:
        opened.require_lawful("ask", doing.today)
        event = opened.append(
            "ask", kind="asked", subject=subject, decided_sha256=sha256_of_text(text)
        )
        Question.objects.create(case=opened.case, asked=event, text=text.strip(), subject=subject)


def find_unjust(case_id: UUID, doing: Doing, reason: str) -> None:
    """Finds that there is no just cause for refusing the recommendation."""
    if not reason.strip():
        raise IncompleteError(message("portal.find_unjust.no_reason"))
    with enter(case_id, "find_unjust", doing) as opened:
        opened.require_lawful("find_unjust", doing.today)
        opened.append("find_unjust", kind="found_unjust", reason=reason.strip())


def consult(case_id: UUID, doing: Doing, on: date, whom: str) -> None:
    """Records that other bodies were consulted."""
    if not whom.strip():
        raise IncompleteError(message("portal.consult.nobody"))
    with enter(case_id, "consult", doing) as opened:
        doing.refuse_ahead(on)
        opened.require_lawful("consult", on)
        opened.append("consult", kind="consulted", on=on, whom=whom.strip())
