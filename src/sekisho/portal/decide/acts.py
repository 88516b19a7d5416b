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
from sekisho.portal.decide.queries import bases, find_open, hindrance
from sekisho.portal.decide.text import DecisionText
from sekisho.portal.refusals import IncompleteError, RefusedError, StaleError
from sekisho.regime.clock import run_period

ASKS_MEASURE = frozenset({"recommend", "order"})
"""The acts that ask for a measure: to go on as changed, or to stop."""
ASKS_UNTIL = frozenset({"shorten", "extend"})
"""The acts that move the last day of the period."""


def draft(case_id: UUID, doing: Doing, text: DecisionText) -> None:
    """Writes a decision, or a new version of one: signatures over the old one count no more.

    Raises `UnlawfulError` where the law does not allow the act today, `RefusedError` where the
    act would not do what its text says.
    """
    if not text.reasons.strip():
        raise IncompleteError(message("portal.decide.no_reasons"))
    if text.act in ASKS_MEASURE and text.measure is None:
        raise IncompleteError(message("portal.decide.no_measure"))
    if text.act in ASKS_UNTIL and text.until is None:
        raise IncompleteError(message("portal.decide.no_until"))
    with enter(case_id, "decision.draft", doing) as opened:
        opened.require_lawful(text.act, doing.today)
        _require_effect(opened, text)
        document = opened.add(Document.Kind.DECISION, text)
        open_ = find_open(opened.case, text.act)
        if open_ is None:
            Decision.objects.create(case=opened.case, act=text.act, text=document)
        else:
            open_.text = document
            open_.save(update_fields=["text"])
        opened.append("draft_decision", decided_sha256=document.sha256, about=text.act)


def sign(case_id: UUID, doing: Doing, act: str, text_sha256: str) -> None:
    """Signs the version whose digest the page showed; the second signature takes the decision.

    Raises `StaleError` when the text, or the filing it was written about, has changed since;
    `UnlawfulError` when the law does not allow the act on the day of this signature; and
    `RefusedError` when the same person signs twice, by themselves or through a deputy.
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
        refused = hindrance(signature, doing.sitting, opened.case)
        if refused is not None:
            raise RefusedError(refused)
        asked = "decision.sign" if signature is None else "decision.take"
        who_may.require(doing.sitting, asked, opened.case)
        _require_standing(opened, decision)
        # In a lent role a deputy signs for whoever lent it, in any other for nobody.
        lender = opened.stands_in_for = who_may.lender_of(doing.sitting, asked, opened.case)
        opened.append("sign", decided_sha256=text_sha256, about=act)
        if signature is None:
            Signature.objects.create(
                decision=decision,
                text=decision.text,
                text_sha256=text_sha256,
                first=user,
                first_for=lender,
            )
            return
        signature.second, signature.second_for, signature.second_at = user, lender, doing.at
        signature.save(update_fields=["second", "second_for", "second_at"])
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
        decision.save(update_fields=["dropped"])


def _require_standing(opened: Opened, decision: Decision) -> None:
    """Holds a text to the day and the papers of its signature, not to those of its draft."""
    text = DecisionText.read(bytes(decision.text.body))
    filing, _ = bases(opened.case)
    if text.filing_sha256 and text.filing_sha256 != filing:
        raise StaleError(
            message("portal.decide.filing_changed"), hint=message("portal.decide.draft_again")
        )
    opened.require_lawful(decision.act, opened.doing.today)
    _require_effect(opened, text)


def _event(opened: Opened, text: DecisionText) -> Event:
    today = opened.doing.today
    kind = engine.regime_of(opened.case, today).procedure.records[text.act]
    return Event(kind=kind, on=today, until=text.until, measure=text.measure)


def _require_effect(opened: Opened, text: DecisionText) -> None:
    """Raises `RefusedError` for a text that says one thing while the act would do another.

    The engine moves a period never the wrong way and never beyond its cap, and warns of it: two
    people are not let sign a last day that will not be the last day.
    """
    event = _event(opened, text)
    opened.require_possible(event)
    today = opened.doing.today
    regime = engine.regime_of(opened.case, today)
    before = engine.events_of(opened.case)
    for period in regime.clocks.periods:
        now, then = (run_period(regime, period, rows) for rows in (before, (*before, event)))
        known = now.warnings if now else ()
        for warning in then.warnings if then else ():
            if warning not in known and warning.message is not None:
                raise RefusedError(message("portal.decide.no_effect"), hint=warning.message)


def _take(opened: Opened, decision: Decision) -> None:
    """Does the act that two people have signed."""
    text = DecisionText.read(bytes(decision.text.body))
    event = _event(opened, text)
    facts: dict[str, Any] = {
        "until": text.until.isoformat() if text.until else "",
        "measure": text.measure,
    }
    decision.taken = opened.append(
        decision.act, kind=event.kind, decided_sha256=decision.text.sha256, **facts
    )
    decision.save(update_fields=["taken"])
