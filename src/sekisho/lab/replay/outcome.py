"""What one law makes of one past case: designation, duties, route, burden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sekisho.lab.past.record import PastCase
from sekisho.model.assessment import Duty
from sekisho.model.burden import Burden
from sekisho.model.case import Case
from sekisho.model.operator.profile import OperatorProfile
from sekisho.regime.burden.measure import measure_burden
from sekisho.regime.clock import happened
from sekisho.regime.designation import judge_designation
from sekisho.regime.duties import decide_duties
from sekisho.regime.facts import project
from sekisho.regime.fast_lane import offer_shortening
from sekisho.regime.pack import Regime
from sekisho.regime.routes import choose_route
from sekisho.regime.rules.decided import add_duties, add_findings
from sekisho.regime.rules.evaluator import Answer
from sekisho.regime.rules.vocabulary import Facts
from sekisho.regime.words import find_id

OUTSIDE = "not_designated"
"""The route of a case whose operator does not meet the criteria: the law does not reach it."""

Core = tuple[tuple[str, str, str, str], ...]
"""Duty, need, filing and form of each duty the case raises, by the name of the duty."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided before anything was counted; no facts and no duties outside the law."""

    facts: Facts
    duties: tuple[Duty, ...]
    core: Core
    route: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one law makes of one case; `saved` are the days a shortening could save at most."""

    core: Core
    route: str
    burden: Burden
    saved: int = 0

    @property
    def filings(self) -> tuple[str, ...]:
        """The filings that are needed, each once."""
        return tuple(sorted({filing for _, need, filing, _ in self.core if need == "needed"}))

    @property
    def status(self) -> str:
        """Whether something must be filed: `needed`, `none`, or `open` where it is not known."""
        needs = {need for _, need, _, _ in self.core}
        if "needed" in needs:
            return "needed"
        return "open" if "not_checked" in needs else "none"


def designated(regime: Regime, profile: OperatorProfile | None, sector: str, on: date) -> Answer:
    """Says whether an operator meets a criterion of a sector on a day.

    Without a profile, and for a sector without criteria, it is not known.
    """
    if profile is None:
        return "unknown"
    judged = judge_designation(regime, profile, on)
    answers = {row.verdict.answer for row in judged if row.criterion.sector == sector}
    if "yes" in answers:
        return "yes"
    return "no" if answers == {"no"} else "unknown"


def sector_of(regime: Regime, case: Case) -> str:
    """Gives the sector a case belongs to, in the word of the pack."""
    return find_id(regime.sectors, case.filing.sector) if case.filing else ""


def decide(regime: Regime, case: Case, on: date) -> Decided:
    """Decides duties and route of a case whose operator the law reaches."""
    facts = project(case, regime, on)
    duties = decide_duties(regime, facts)
    route = choose_route(regime, facts, duties, (), ())
    return Decided(facts, duties, core_of(duties), route.id)


def core_of(duties: tuple[Duty, ...]) -> Core:
    """Gives of duties what a replay compares."""
    return tuple(sorted((duty.id, duty.need, duty.filing, duty.form) for duty in duties))


def judge(regime: Regime, profile: OperatorProfile | None, past: PastCase) -> Outcome:
    """Judges a past case under a law, as of its day.

    An operator that is known not to meet the criteria has no duty; where that is not known, the
    case is judged as it was filed. What checks would find is not judged: evidence was not kept.
    """
    answer = designated(regime, profile, sector_of(regime, past.case), past.on)
    return judge_reached(regime, past, reached=answer != "no")


def judge_reached(regime: Regime, past: PastCase, *, reached: bool) -> Outcome:
    """Judges a past case of which it is settled whether the law reaches its operator."""
    case, on = past.case, past.on
    if not reached:
        questions = sum(event.kind == "asked" for event in happened(case.events, on))
        return Outcome((), OUTSIDE, Burden(questions=questions))
    decided = decide(regime, case, on)
    burden = measure_burden(regime, case, decided.facts, decided.duties, on)
    return Outcome(decided.core, decided.route, burden, _days_saved(regime, past, decided))


def _days_saved(regime: Regime, past: PastCase, decided: Decided) -> int:
    """The days that an official could save by signing; none where it was not kept how the case
    had been vetted, since the criteria ask for that.
    """
    if not regime.fast_lane.enabled or not past.clean:
        return 0
    known = add_findings(add_duties(decided.facts, decided.duties), (), ())
    offer = offer_shortening(regime, past.case, known, (), past.on)
    return offer.days if offer else 0
