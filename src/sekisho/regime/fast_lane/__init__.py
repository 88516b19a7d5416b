"""The fast lane: whether the authority's own criteria for shortening a period hold.

Criteria are pack data of the authority and shipped off; where they hold an official still signs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from sekisho.model.assessment import Shortening
from sekisho.model.case import Case
from sekisho.model.finding import Finding
from sekisho.model.values.message import message
from sekisho.regime.clock import happened, run_period
from sekisho.regime.days.calendar import ONE_DAY
from sekisho.regime.days.count import last_day
from sekisho.regime.fast_lane.precedents import precedent_facts
from sekisho.regime.pack import Regime
from sekisho.regime.procedure import lawful_acts
from sekisho.regime.rules.evaluator import Answer
from sekisho.regime.rules.vocabulary import Facts

__all__ = ["Offer", "offer_shortening", "offered"]


class Offer(msgspec.Struct, frozen=True):
    """The answer of the criteria for one precedent: all must hold.

    `met` and `unmet` are ids of criteria; `missing` the facts for which others are not answered.
    """

    answer: Answer
    met: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def offered(regime: Regime, facts: Facts) -> Offer | None:
    """Asks every criterion over the facts of a case and of one precedent.

    `None` where the pack has no criteria in force, or none of the authority in charge. Facts
    are those of `regime.facts`, of what the vetting decided, and `precedent.*`.
    """
    lane = regime.fast_lane
    if not lane.enabled or not lane.criteria:
        return None
    if lane.owners and facts.get("filing.authority") not in lane.owners:
        return None
    verdicts = [(row.id, regime.ask(row.when, facts)) for row in lane.criteria]
    met = tuple(id for id, verdict in verdicts if verdict.holds)
    unmet = tuple(id for id, verdict in verdicts if verdict.answer == "no")
    missing = tuple(dict.fromkeys(fact for _, verdict in verdicts for fact in verdict.missing))
    answer: Answer = "yes" if len(met) == len(verdicts) else "no" if unmet else "unknown"
    return Offer(answer, met, unmet, missing)


def days_saved(regime: Regime, case: Case, on: date) -> tuple[int, date | None]:
    """Gives how many days a shortening made on a day could save, and the end of the period.

    Without an end the period has not begun: the days are counted as if it began on that day.
    """
    lane = regime.fast_lane
    period = regime.period(lane.period)
    if period is None:
        return 0, None
    running = run_period(regime, period, happened(case.events, on))
    if running is not None:
        if running.end is None:
            return 0, None
        kept = running.start + (lane.keeps_days - 1) * ONE_DAY
        return max(0, (running.end - max(on, kept)).days), running.end
    end = last_day(period, on, regime.calendar)
    return (max(0, (end - on).days + 1 - lane.keeps_days), None) if end else (0, None)


def offer_shortening(
    regime: Regime,
    case: Case,
    facts: Facts,
    findings: Iterable[Finding],
    on: date,
) -> Shortening | None:
    """Gives the shortening that an official may sign, by the latest precedent that allows it.

    `None` where the criteria are off or do not hold, where nothing could be saved, and where a
    period that runs may not be shortened on the day.
    """
    lane = regime.fast_lane
    if not lane.enabled or not case.precedents:
        return None
    days, ends_on = days_saved(regime, case, on)
    if not days or not facts.get("duties.needed"):
        return None
    if ends_on is not None and not _is_lawful(regime, case, on):
        return None
    findings = tuple(findings)
    for precedent in sorted(case.precedents, key=lambda row: row.cleared_on, reverse=True):
        if precedent.cleared_on > on:
            continue
        known = {**facts, **precedent_facts(case, precedent, findings)}
        offer = offered(regime, known)
        if offer is not None and offer.answer == "yes":
            return Shortening(
                act=lane.act,
                precedent=precedent.reference,
                cleared_on=precedent.cleared_on,
                criteria=tuple(message(row.message) for row in lane.criteria),
                days=days,
                ends_on=ends_on,
                article=lane.article,
            )
    return None


def _is_lawful(regime: Regime, case: Case, on: date) -> bool:
    acts = lawful_acts(regime, case.events, on)
    return any(act.act == regime.fast_lane.act and act.lawful for act in acts)
