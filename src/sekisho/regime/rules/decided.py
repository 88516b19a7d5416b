"""Facts that follow from what a vetting has decided so far."""

from __future__ import annotations

from collections.abc import Iterable

from sekisho.model.assessment import Duty
from sekisho.model.finding import CheckRun, Finding, Severity
from sekisho.regime.rules.vocabulary import Facts

_COUNTED: tuple[Severity, ...] = ("critical", "high", "medium", "low")


def add_duties(facts: Facts, duties: Iterable[Duty]) -> Facts:
    """Gives the facts with what was decided about duties."""
    duties = tuple(duties)
    needed = [duty for duty in duties if duty.need == "needed"]
    return {
        **facts,
        "duties.needed": [duty.id for duty in needed],
        "duties.unknown": [duty.id for duty in duties if duty.need == "not_checked"],
        "duties.filings": sorted({duty.filing for duty in needed}),
    }


def add_findings(facts: Facts, findings: Iterable[Finding], runs: Iterable[CheckRun]) -> Facts:
    """Gives the facts with what the checks found and left open."""
    found = [finding for finding in findings if finding.state == "found"]
    runs = tuple(runs)
    return {
        **facts,
        **{f"found.{word}": sum(f.severity == word for f in found) for word in _COUNTED},
        "found.rules": sorted({finding.rule for finding in found}),
        "found.checks": [run.check for run in runs if run.state == "found"],
        "unanswered.required": [
            run.check for run in runs if run.required and run.state == "not_checked"
        ]
        + [run.check for run in runs if run.required and run.unanswered and run.state == "found"],
    }
