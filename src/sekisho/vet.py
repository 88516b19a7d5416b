"""The loop: a case, the law, the reference library and a day give one assessment.

`vet` is a pure function: it reads nothing but its arguments, knows no clock and no network, and
gives the same bytes for the same input. The command line, the portal and every bulk run call
it, and nothing else decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sekisho import __version__
from sekisho.check.look import Look
from sekisho.check.outcome import run_check
from sekisho.check.table import CHECKS, tables_of
from sekisho.library.feeds import states_of
from sekisho.library.snapshot import Library
from sekisho.match.packages.package_set import package_sets
from sekisho.model.assessment import Assessment, Heading, Inputs, Purpose
from sekisho.model.canonical import sha256_of
from sekisho.model.case import Case
from sekisho.model.errors import UsageError
from sekisho.model.finding import SEVERITIES, Finding, State
from sekisho.model.values.message import message
from sekisho.regime.asking.notes import cite_notes
from sekisho.regime.burden.measure import measure_burden
from sekisho.regime.clock import clock_dates
from sekisho.regime.fast_lane import offer_shortening
from sekisho.regime.pack import Regime
from sekisho.regime.plans.judged import lay_over
from sekisho.regime.procedure import lawful_acts
from sekisho.regime.routes import choose_route
from sekisho.regime.rules.decided import add_duties, add_findings

_STATES: tuple[State, ...] = ("found", "not_checked", "clear")


def vet(
    case: Case, regime: Regime, library: Library, on: date, purpose: Purpose = "self_check"
) -> Assessment:
    """Vets one case under one regime, with one library, as of one day.

    An official vetting is made as of the day the filing was accepted: `UsageError` when the
    case has no acceptance or `on` is another day.
    """
    _hold_to_acceptance(case, on, purpose)
    look = Look(case=case, regime=regime, library=library, on=on, purpose=purpose)
    facts, duties = look.facts, look.duties
    authority = str(facts.get("filing.authority", ""))
    resolved = {statement.about: statement for statement in look.stated("resolution")}
    required = regime.required_checks(facts, duties)
    asked = [check for check in CHECKS if check.name in required or check.applies(look)]
    outcomes = [run_check(check, look, resolved) for check in asked]
    findings = _in_order(found for outcome in outcomes for found in outcome.findings(case))
    runs = tuple(outcome.run(required) for outcome in outcomes)
    known = add_findings(add_duties(facts, duties), findings, runs)

    return Assessment(
        purpose=purpose,
        on=on,
        heading=_heading(case),
        inputs=_inputs(case, regime, library),
        feeds=states_of(library.feeds, on),
        duties=duties,
        caveats=regime.caveats(on),
        findings=findings,
        checks=runs,
        route=choose_route(regime, facts, duties, findings, runs),
        clock=regime.cite_dates(clock_dates(regime, case.events, on), authority),
        lawful_acts=lawful_acts(regime, case.events, on),
        burden=measure_burden(regime, case, facts, duties, on),
        shortening=offer_shortening(regime, case, known, findings, on),
        cited_notes=cite_notes(case.notes, look.rules(findings), on),
    )


def _hold_to_acceptance(case: Case, on: date, purpose: Purpose) -> None:
    """In official use the day is not chosen: it follows from the acceptance."""
    if purpose != "official":
        return
    accepted_on = next((event.on for event in case.events if event.kind == "accepted"), None)
    if accepted_on is None:
        raise UsageError(message("vet.not_accepted"), hint=message("vet.not_accepted.remedy"))
    if accepted_on != on:
        raise UsageError(
            message("vet.other_day", accepted=accepted_on.isoformat(), asked=on.isoformat())
        )


def _heading(case: Case) -> Heading:
    """Calls the case what the filing calls it, or what the proposed software is called."""
    if case.filing:
        filing = lay_over(case.filing, case.cleared) if case.cleared else case.filing
        operator = filing.party(filing.operator.party)
        return Heading(
            reference=filing.reference,
            operator=operator.name if operator else "",
            facility=filing.facility.name,
            fictional=filing.fictional,
        )
    return Heading(software=case.software)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Puts the gravest first; within one severity each check keeps its own order."""

    def rank(finding: Finding) -> tuple[int, int]:
        return _STATES.index(finding.state), SEVERITIES.index(finding.severity)

    return tuple(sorted(findings, key=rank))


def _inputs(case: Case, regime: Regime, library: Library) -> Inputs:
    """Names everything that was looked at by its digest."""
    return Inputs(
        filing_sha256=case.name_of(case.filing),
        evidence_sha256=tuple(sorted((i.evidence.id, i.observed_sha256) for i in case.evidence)),
        package_sets=package_sets(case.evidence),
        cleared_sha256=case.name_of(case.cleared),
        events_sha256=sha256_of(case.events) if case.events else "",
        statements_sha256=sha256_of(case.statements) if case.statements else "",
        precedents_sha256=sha256_of(case.precedents) if case.precedents else "",
        notes_sha256=sha256_of(case.notes) if case.notes else "",
        delivered_sha256=sha256_of(case.delivered) if case.delivered else "",
        delivery_sha256=sha256_of(case.delivery) if case.delivery else "",
        erased=tuple(sorted(case.erased)),
        regime=regime.id,
        regime_version=regime.version,
        regime_sha256=regime.sha256,
        library_sha256=library.sha256,
        engine=f"sekisho {__version__}",
        tables=tables_of(case, regime),
    )
