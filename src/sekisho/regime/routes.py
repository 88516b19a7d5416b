"""Chooses where a case goes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sekisho.model.assessment import Duty, Route
from sekisho.model.finding import CheckRun, Finding
from sekisho.model.values.message import Message, message
from sekisho.regime.pack import Regime
from sekisho.regime.rules.decided import add_duties, add_findings
from sekisho.regime.rules.vocabulary import Facts


def choose_route(
    regime: Regime,
    facts: Facts,
    duties: Iterable[Duty],
    findings: Iterable[Finding],
    runs: tuple[CheckRun, ...],
) -> Route:
    """Gives the first route of the pack whose condition holds, with the reasons for it.

    The reasons are those of the duties that are needed or not checked; where there are none, of
    all duties. The last row of a pack has no condition, so there always is a route.
    """
    duties = tuple(duties)
    known = add_findings(add_duties(facts, duties), findings, runs)
    row = next(row for row in regime.routes.routes if regime.ask(row.when, known).holds)
    reasons = tuple(_reasons(duties))
    return Route(id=row.id, message=message(row.message), reasons=reasons, stands=row.stands)


def _reasons(duties: tuple[Duty, ...]) -> Iterator[Message]:
    open_ones = [duty for duty in duties if duty.need != "not_needed"]
    seen: set[tuple[str, str]] = set()
    for duty in open_ones or duties:
        for reason in duty.reasons:
            key = (reason.message.id, str(sorted(reason.message.params.items())))
            if key not in seen:
                seen.add(key)
                yield reason.message
