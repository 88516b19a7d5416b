"""The order in which a report says things, the same for the terminal and for HTML."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec
from msgspec.structs import replace

from sekisho.model.assessment import Assessment, ClockDate, Duty
from sekisho.model.finding import SEVERITIES, CheckRun, Finding, Severity
from sekisho.model.values.message import Message

Verdict = Literal["found", "unanswered", "barred", "pending", "to_file", "untold", "open", "pass"]

_NEEDS = ("needed", "not_checked", "not_needed")


class Group(msgspec.Struct, frozen=True):
    """The findings of one check that are equally grave, in the order of the check."""

    severity: Severity
    check: str
    findings: tuple[Finding, ...]


class Gap(msgspec.Struct, frozen=True):
    """Something that was not checked: by which checks, why, and whether one had to."""

    checks: tuple[str, ...]
    message: Message
    remedy: Message | None = None
    details: tuple[Message, ...] = ()
    required: bool = False

    def joined(self, other: Gap) -> Gap:
        """Gives one gap for two that say the same of different checks."""
        added = tuple(check for check in other.checks if check not in self.checks)
        return Gap(
            self.checks + added,
            self.message,
            self.remedy,
            self.details,
            required=self.required or other.required,
        )

    def says_the_same(self, other: Gap) -> bool:
        """Says whether the two differ in nothing but the check."""
        left = (self.message, self.remedy, self.details)
        return left == (other.message, other.remedy, other.details)


def found_groups(assessment: Assessment) -> tuple[Group, ...]:
    """Groups what was found: the gravest first, then in the order of the checks."""
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in assessment.findings:
        if finding.state == "found":
            key = (finding.severity, check_of(finding, assessment.checks))
            groups.setdefault(key, []).append(finding)
    order = {run.check: at for at, run in enumerate(assessment.checks)}
    ranked = sorted(groups, key=lambda key: (SEVERITIES.index(key[0]), order.get(key[1], 99)))
    return tuple(Group(key[0], key[1], tuple(groups[key])) for key in ranked)


_HEADS = "difference.repackaged"
"""The rule whose findings head a report: bytes that changed under an unchanged version."""


def headlines(assessment: Assessment) -> tuple[Message, ...]:
    """Lists what stands above everything else: packages built again under the same version."""
    return tuple(
        finding.message
        for finding in assessment.findings
        if finding.state == "found" and finding.rule == _HEADS and finding.severity == "critical"
    )


def gaps(assessment: Assessment) -> tuple[Gap, ...]:
    """Lists what was not checked, what the regime requires first; the same reason once."""
    required = {run.check for run in assessment.checks if run.required}
    listed = [
        Gap((run.check,), run.reason, details=run.details, required=run.check in required)
        for run in assessment.checks
        if run.reason is not None
    ]
    for finding in assessment.findings:
        if finding.state == "not_checked":
            check = check_of(finding, assessment.checks)
            said = (finding.message, finding.remedy, finding.details)
            listed.append(Gap((check,), *said, required=check in required))
    found: list[Gap] = []
    for gap in listed:
        same = next((at for at, other in enumerate(found) if gap.says_the_same(other)), None)
        if same is None:
            found.append(gap)
        else:
            found[same] = found[same].joined(gap)
    return tuple(sorted(found, key=lambda gap: not gap.required))


def clear_runs(assessment: Assessment) -> tuple[CheckRun, ...]:
    """Lists the checks that looked at something and whose every answer was clear."""
    return tuple(run for run in assessment.checks if run.state == "clear" and run.looked_at)


def verdict(assessment: Assessment) -> Verdict:
    """Says how a report is headed: what was found comes first, and nobody is comforted by a case
    that is not decided, must be filed first, or was not checked throughout.
    """
    outcome = assessment.outcome()
    if outcome != "pass":
        return outcome
    needs = {duty.need for duty in assessment.duties}
    if assessment.route.stands:
        return assessment.route.stands
    if "needed" in needs:
        return "to_file"
    if "not_checked" in needs:
        return "untold"
    return "open" if gaps(assessment) else "pass"


def duties_in_order(assessment: Assessment) -> tuple[Duty, ...]:
    """Lists the duties: what is needed, what is open, what is not needed."""
    return merge_duties(assessment.duties)


def merge_duties(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Makes one of duties that say the same, with the reasons of all; what is needed first."""
    merged: dict[tuple[str, str, str, bool], Duty] = {}
    for duty in sorted(duties, key=lambda duty: _NEEDS.index(duty.need)):
        key = (duty.need, duty.filing, duty.form, duty.prior)
        before = merged[key].reasons if key in merged else ()
        added = tuple(reason for reason in duty.reasons if reason not in before)
        merged[key] = replace(duty, reasons=before + added)
    return tuple(merged.values())


def reasons_of_its_own(assessment: Assessment) -> tuple[Message, ...]:
    """Lists the reasons of the route that no duty gives already."""
    given = [reason.message for duty in assessment.duties for reason in duty.reasons]
    return tuple(reason for reason in assessment.route.reasons if reason not in given)


def is_statutory(assessment: Assessment) -> bool:
    """Says whether a report may speak of filings and statutory dates at all."""
    return bool(assessment.duties or assessment.clock or assessment.lawful_acts)


def check_of(finding: Finding, runs: Iterable[CheckRun]) -> str:
    """Names the check a finding came from, by the first part of its rule."""
    head = finding.rule.split(".")[0]
    return next((run.check for run in runs if run.check in {finding.rule, head}), head)


def clock_in_order(assessment: Assessment) -> tuple[ClockDate, ...]:
    """Lists the dates by day; those without a day come last."""
    return by_day(assessment.clock)


def by_day(dates: tuple[ClockDate, ...]) -> tuple[ClockDate, ...]:
    """Orders dates by day; what says of several dates that they cannot be told is said once."""
    ordered = sorted(dates, key=lambda each: (each.on is None, each.on or date.min))
    shown: list[ClockDate] = []
    for each in ordered:
        said = (each.on, each.message, each.article)
        if each.on is not None or all(said != (s.on, s.message, s.article) for s in shown):
            shown.append(each)
    return tuple(shown)
