"""Decisions: drafted by one, signed by two over the same bytes, then taken."""

from __future__ import annotations

import hmac
from typing import Any
from uuid import UUID

from sekisho.model.case import Event
from sekisho.model.values.message import message
from sekisho.portal import who_may
from sekisho.portal.cases import engine
from sekisho.portal.cases.door import Doing, Opened, enter
from sekisho.portal.cases.models import Document
from sekisho.portal.decide.models import Decision, Signature
from sekisho.portal.decide.queries import find_open
from sekisho.portal.decide.text import DecisionText
from sekisho.portal.refusals import IncompleteError, RefusedError, StaleError

ASKS_MEASURE = frozenset({"recommend", "order"})
"""The acts that ask for a measure: to go on as changed, or to stop."""
ASKS_UNTIL = frozenset({"shorten", "extend"})
"""The acts that move the last day of the period."""


def draft(case_id: UUID, doing: Doing, text: DecisionText) -> None:
    """Writes a decision, or a new version of one: signatures over the old one count no more."""
    if not text.reasons.strip():
        raise IncompleteError(message("portal.decide.no_reasons"))
    if text.act in ASKS_MEASURE and text.measure is None:
        raise IncompleteError(message("portal.decide.no_measure"))
    if text.act in ASKS_UNTIL and text.until is None:
        raise IncompleteError(message("portal.decide.no_until"))
    with enter(case_id, "decision.draft", doing) as opened:
        opened.require_lawful(text.act, doing.today)
        document = opened.add(Document.Kind.DECISION, text)
        open_ = find_open(opened.case, text.act)
        if open_ is None:
            Decision.objects.create(case=opened.case, act=text.act, text=document)
        else:
            open_.text = document
            open_.save()
        opened.append("draft_decision", decided_sha256=document.sha256, about=text.act)


def sign(case_id: UUID, doing: Doing, act: str, text_sha256: str) -> None:
    """Signs the version whose digest the page showed; the second signature takes the decision.

    Raises `StaleError` when the text has changed since, and `RefusedError` when the same person
    signs twice.
    """
    with enter(case_id, "decision.sign", doing) as opened:
        decision = find_open(opened.case, act)
        if decision is None:
            raise RefusedError(message("portal.decide.none"))
        if not hmac.compare_digest(decision.text.sha256.encode(), text_sha256.encode()):
            raise StaleError(
                message("portal.decide.text_changed"), hint=message("portal.decide.read_again")
            )
        user = doing.sitting.user
        if user is None:
            raise RefusedError
        signature = Signature.objects.filter(text=decision.text).first()
        opened.append("sign", decided_sha256=text_sha256, about=act)
        if signature is None:
            Signature.objects.create(
                decision=decision, text=decision.text, text_sha256=text_sha256, first=user
            )
            return
        if signature.first_id == user.id:
            raise RefusedError(message("portal.decide.same_person"))
        who_may.require(doing.sitting, "decision.take", opened.case)
        signature.second, signature.second_at = user, doing.at
        signature.save()
        _take(opened, decision)


def drop(case_id: UUID, doing: Doing, act: str) -> None:
    """Lays a decision aside that was not taken; its texts and signatures are kept."""
    with enter(case_id, "decision.draft", doing) as opened:
        decision = find_open(opened.case, act)
        if decision is None:
            raise RefusedError(message("portal.decide.none"))
        decision.dropped = opened.append(
            "drop_decision", decided_sha256=decision.text.sha256, about=act
        )
        decision.save()


def _take(opened: Opened, decision: Decision) -> None:
    """Does the act that two people have signed, if the law still allows it on that day."""
    today = opened.doing.today
    opened.require_lawful(decision.act, today)
    text = DecisionText.read(bytes(decision.text.body))
    regime = engine.regime_of(opened.case, today)
    kind = regime.procedure.records[decision.act]
    facts: dict[str, Any] = {
        "until": text.until.isoformat() if text.until else "",
        "measure": text.measure,
    }
    event = Event(kind=kind, on=today, until=text.until, measure=text.measure)
    opened.require_possible(event)
    decision.taken = opened.append(
        decision.act, kind=kind, decided_sha256=decision.text.sha256, **facts
    )
    decision.save()
