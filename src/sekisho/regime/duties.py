"""Decides which filing is needed, on which form, and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sekisho.model.assessment import Duty, Need, Reason
from sekisho.model.values.message import Message, message
from sekisho.regime.pack import Regime
from sekisho.regime.rules.evaluator import Verdict
from sekisho.regime.rules.vocabulary import Facts, filing_paths
from sekisho.regime.tables.duty import DutyRow, Exemption
from sekisho.regime.words import name_rows, write_names


def decide_duties(regime: Regime, facts: Facts) -> tuple[Duty, ...]:
    """Answers each duty of the pack that the case raises, in the order of the pack.

    A duty is *not checked* when a fact it turns on is not stated, when a "no" still needs a
    person's confirmation, or when an exemption is claimed that cannot be judged; not where an
    exemption holds whatever the open fact may be. A regime without duties gives none, and so does a case without a filing.
    """
    if not facts.get("filing.given"):
        return ()
    return tuple(_decide(regime, facts_of_duty(facts, row), row) for row in _raised(regime, facts))


def facts_of_duty(facts: Facts, row: DutyRow) -> Facts:
    """Gives the facts as a duty sees them: of two acts `act.on` is the day of its own."""
    own = facts.get(f"act.{row.act}_on")
    if not row.act or own == facts.get("act.on"):
        return facts
    others = {name: value for name, value in facts.items() if name != "act.on"}
    if own is not None:
        return {**others, "act.on": own}
    return others if {"act.introduction_on", "act.entrustment_on"} & facts.keys() else facts


def paths_missing(facts: Facts, row: DutyRow, missing: tuple[str, ...]) -> tuple[str, ...]:
    """Gives the paths of the filing that would state what a duty lacks."""
    day = "emergency.done_on" if facts.get("emergency.stated") else f"act.{row.act}_on"
    return filing_paths(day if fact == "act.on" and row.act else fact for fact in missing)


def _raised(regime: Regime, facts: Facts) -> Iterator[DutyRow]:
    for row in regime.duties.duties:
        if regime.ask(row.about, facts).answer != "no":
            yield row


def _decide(regime: Regime, facts: Facts, row: DutyRow) -> Duty:
    verdict = _judge(regime, facts, row)
    if verdict.answer == "unknown":
        open_reason = _not_stated(regime, facts, row, verdict)
        return _freed(regime, facts, row) or _duty(
            regime, facts, row, "not_checked", (open_reason,)
        )
    if verdict.answer == "no":
        return _denied(regime, facts, row)
    reasons = [_reason(regime, facts, row.id, message(row.message), row.article)]
    for exemption in regime.duties.exemptions:
        if row.id in exemption.of and regime.ask(exemption.claimed, facts).holds:
            if exemption.unverified:
                said = _not_compared(regime, facts, exemption)
                return _freed(regime, facts, row) or _duty(regime, facts, row, "not_checked", said)
            frees = regime.ask(exemption.when, facts)
            reason = _weigh(regime, facts, row, exemption, frees)
            if frees.answer != "no":
                need: Need = "not_needed" if frees.holds else "not_checked"
                return _duty(regime, facts, row, need, (reason,))
            reasons.append(reason)
    relied = regime.duties.relies_on
    if relied and relied.fact not in facts:
        relying = message(relied.message)
        reasons.append(_reason(regime, facts, row.id, relying, relied.article))
    return _duty(regime, facts, row, "needed", tuple(reasons))


def _freed(regime: Regime, facts: Facts, row: DutyRow) -> Duty | None:
    """An exemption that holds frees whatever else is not known; a rule not compared frees nobody,
    nor does another row of the article whose text was not compared.
    """
    if row.unverified:
        return None
    claimed = [
        exemption
        for exemption in regime.duties.exemptions
        if row.id in exemption.of and regime.ask(exemption.claimed, facts).holds
    ]
    not_compared = {exemption.article for exemption in claimed if exemption.unverified}
    for exemption in claimed:
        frees = regime.ask(exemption.when, facts)
        if frees.holds and exemption.article not in not_compared:
            said = _weigh(regime, facts, row, exemption, frees)
            return _duty(regime, facts, row, "not_needed", (said,))
    return None


def _judge(regime: Regime, facts: Facts, row: DutyRow) -> Verdict:
    about = regime.ask(row.about, facts)
    if row.unverified or about.answer == "unknown":
        return Verdict("unknown", about.missing)
    return regime.ask(row.when, facts)


def _denied(regime: Regime, facts: Facts, row: DutyRow) -> Duty:
    if row.confirm and not regime.ask(row.confirm.when, facts).holds:
        said = message(row.confirm.message)
        reason = _reason(regime, facts, row.id, said, row.article)
        return _freed(regime, facts, row) or _duty(regime, facts, row, "not_checked", (reason,))
    reason = _reason(regime, facts, row.id, message(row.otherwise), row.article)
    return _duty(regime, facts, row, "not_needed", (reason,))


def _weigh(regime: Regime, facts: Facts, duty: DutyRow, row: Exemption, verdict: Verdict) -> Reason:
    if verdict.answer == "unknown":
        said = message("duty.not_stated", facts=paths_missing(facts, duty, verdict.missing))
    else:
        said = _said(facts, row, row.message if verdict.holds else row.refused)
    return _reason(regime, facts, row.id, said, row.article)


def _not_compared(regime: Regime, facts: Facts, row: Exemption) -> tuple[Reason, ...]:
    """Nobody is freed by a rule that was not compared with the law, nor bound by one."""
    told = [message("duty.unverified")]
    if row.beside:
        told.append(_said(facts, row, row.beside))
    return tuple(_reason(regime, facts, row.id, said, row.article) for said in told)


def _said(facts: Facts, row: Exemption, id: str) -> Message:
    return message(id, **{name: _written(facts, fact) for name, fact in row.params.items()})


def _written(facts: Facts, fact: str) -> str:
    value = facts.get(fact, "")
    return value.date().isoformat() if isinstance(value, datetime) else str(value)


def _not_stated(regime: Regime, facts: Facts, row: DutyRow, verdict: Verdict) -> Reason:
    if row.unverified:
        said = message("duty.unverified")
    else:
        said = message("duty.not_stated", facts=paths_missing(facts, row, verdict.missing))
    return _reason(regime, facts, row.id, said, row.article)


def _reason(regime: Regime, facts: Facts, rule: str, said: Message, article: str) -> Reason:
    cited = regime.cite(article, str(facts.get("filing.authority", "")))
    return Reason(rule=rule, message=said, article=cited, verified_to=regime.verified_to)


def _duty(
    regime: Regime, facts: Facts, row: DutyRow, need: Need, reasons: tuple[Reason, ...]
) -> Duty:
    act = row.act or _act(facts)
    authority = str(facts.get("filing.authority", ""))
    form = "" if need == "not_needed" else regime.form(authority, row.filing, act)
    if need == "needed" and not form:
        reasons += (_reason(regime, facts, row.id, _no_form(regime, facts, authority), ""),)
    return Duty(
        id=row.id, need=need, filing=row.filing, form=form, prior=row.prior, reasons=reasons
    )


def _no_form(regime: Regime, facts: Facts, authority: str) -> Message:
    """What is missing for the number of the form: a word, one the pack knows, or the number."""
    if authority:
        (name,) = write_names(name_rows(regime.authorities), (authority,))
        return message("duty.form_not_held", authority=name)
    for what in ("authority", "sector"):
        word = facts.get(f"filing.unknown_{what}")
        if word is not None:
            return message("duty.form_unknown_word", what=f"word.{what}", word=str(word))
    return message("duty.form_unknown")


def _act(facts: Facts) -> str:
    return "entrustment" if facts.get("act.introduction") is False else "introduction"
