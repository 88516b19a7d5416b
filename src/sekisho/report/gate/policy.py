"""Which findings stop a build: the line, what was there before, and what somebody answers for.

Nothing is taken away: a finding that does not decide stays where it was, with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import Literal

from msgspec.structs import replace

from sekisho.match.packages.purl import parse
from sekisho.model.assessment import Assessment, Outcome
from sekisho.model.errors import UsageError
from sekisho.model.finding import SEVERITIES, Finding, Severity
from sekisho.model.operator.exceptions import Exception_
from sekisho.model.values.message import Message, message
from sekisho.model.values.record import Record
from sekisho.report.gate.identity import identity, ids_of, without_version

Standing = Literal["used", "unmatched", "expired", "not_yet"]


class Line(Record, frozen=True, kw_only=True):
    """What stops a build: findings of a severity or graver, and findings of rules."""

    severity: Severity | None = None
    rules: tuple[str, ...] = ()

    def reaches(self, finding: Finding) -> bool:
        """Says whether a finding lies on this side of the line.

        What was not checked does so only where its rule is named in full.
        """
        if finding.state != "found":
            return finding.state == "not_checked" and finding.rule in self.rules
        if any(_is_under(finding.rule, rule) for rule in self.rules):
            return True
        if self.severity is None:
            return False
        return SEVERITIES.index(finding.severity) <= SEVERITIES.index(self.severity)


class Mark(Record, frozen=True, kw_only=True):
    """How one finding stands at the gate, by its place among the findings.

    `known` was found in the earlier SBOM too; `exception` is the id of the exception that holds,
    `expired` that of one that held until a day.
    """

    finding: int
    decides: bool = False
    known: bool = False
    exception: str = ""
    expired: str = ""


class Excepted(Record, frozen=True, kw_only=True):
    """An exception and what became of it; `findings` counts those it holds for."""

    exception: Exception_
    standing: Standing
    findings: int = 0


class Gated(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/gated/1"):
    """An assessment at the gate of a build; every finding is in it, with what does not decide."""

    assessment: Assessment
    line: Line
    outcome: Outcome
    since_sha256: str = ""
    marks: tuple[Mark, ...] = ()
    exceptions: tuple[Excepted, ...] = ()


def read_line(words: Iterable[str], checks: Iterable[str]) -> Line:
    """Reads what stops a build: severities and rules; raises `UsageError` for neither.

    `checks` are the names with which rules begin.
    """
    words, known = tuple(words), tuple(checks)
    for word in words:
        if word not in SEVERITIES and word.partition(".")[0] not in known:
            near = tuple(get_close_matches(word, (*SEVERITIES, *known)))
            raise UsageError(
                message("gate.no_line", word=word, severities=SEVERITIES, checks=known, near=near),
                hint=message("gate.no_line.remedy", near=near)
                if near
                else message("gate.no_line.rules", checks=known),
            )
    severities = sorted((SEVERITIES.index(w) for w in words if w in SEVERITIES), reverse=True)
    return Line(
        severity=SEVERITIES[severities[0]] if severities else None,
        rules=tuple(sorted({word for word in words if word not in SEVERITIES})),
    )


def judge_gate(
    assessment: Assessment,
    line: Line,
    before: Assessment | None = None,
    exceptions: tuple[Exception_, ...] = (),
) -> Gated:
    """Says which findings of an assessment decide at the gate.

    `before` is the assessment of the earlier SBOM by the same rules and library. Exceptions never
    count in official use. A required check without an answer decides whatever was there before.
    """
    if assessment.purpose == "official":
        exceptions = ()
    known = _counts(before.findings) if before else {}
    used: Counter[str] = Counter()
    marks = []
    for at, finding in enumerate(assessment.findings):
        mark = _mark(at, finding, exceptions, assessment.on)
        if finding.state == "found" and known:
            mark = replace(mark, known=_was_there(finding, known))
        if mark.exception:
            used[mark.exception] += 1
        decides = line.reaches(finding) and not (mark.known or mark.exception)
        marks.append(replace(mark, decides=decides))
    return Gated(
        assessment=assessment,
        line=line,
        outcome=_outcome(assessment, marks),
        since_sha256=dict(before.inputs.evidence_sha256).get("sbom", "") if before else "",
        marks=tuple(mark for mark in marks if mark != Mark(finding=mark.finding)),
        exceptions=tuple(_stood(each, used, assessment.on) for each in exceptions),
    )


def marked(gated: Gated) -> Assessment:
    """Gives the assessment with what each finding is marked with as the first of its details.

    It is there to be shown; its name is not that of the assessment.
    """
    told = {mark.finding: tuple(_told(mark, gated)) for mark in gated.marks}
    findings = tuple(
        replace(finding, details=(*told.get(at, ()), *finding.details))
        for at, finding in enumerate(gated.assessment.findings)
    )
    return replace(gated.assessment, findings=findings)


def _told(mark: Mark, gated: Gated) -> Iterator[Message]:
    held = {each.exception.id: each.exception for each in gated.exceptions}
    if mark.known:
        yield message("gate.known")
    for id, kind in ((mark.exception, "excepted"), (mark.expired, "expired")):
        if id:
            until, owner = held[id].expires_on.isoformat(), held[id].owner
            reason = held[id].reason
            yield message(f"gate.{kind}", id=id, on=until, owner=owner, reason=reason)


def _mark(at: int, finding: Finding, exceptions: tuple[Exception_, ...], on: date) -> Mark:
    fitting = [each for each in exceptions if _fits(each, finding)]
    holding = [each.id for each in fitting if each.made_on <= on <= each.expires_on]
    expired = [each.id for each in fitting if each.expires_on < on]
    return Mark(
        finding=at,
        exception=holding[0] if holding else "",
        expired=expired[0] if expired and not holding else "",
    )


def _fits(exception: Exception_, finding: Finding) -> bool:
    if finding.state != "found" or not _is_under(finding.rule, exception.rule):
        return False
    if exception.ids and not set(exception.ids) & set(ids_of(finding)):
        return False
    if not exception.subject:
        return True
    wanted = exception.subject
    if not wanted.startswith("pkg:"):
        return wanted in {finding.subject, without_version(finding.subject)}
    parsed = parse(wanted)
    if parsed is not None and not parsed.version:
        return without_version(f"package:{wanted}") == without_version(finding.subject)
    return finding.subject.partition(" ")[0] == f"package:{wanted}"


def _is_under(rule: str, wanted: str) -> bool:
    return rule == wanted or rule.startswith(f"{wanted}.")


def _was_there(finding: Finding, known: dict[str, list[int]]) -> bool:
    """Takes one of what was found before away for each that is found now: a second is new."""
    counts = known.get(identity(finding), [])
    fitting = next((n for n in counts if n >= _count(finding)), None)
    if fitting is None:
        return False
    counts.remove(fitting)
    return True


def _counts(findings: Iterable[Finding]) -> dict[str, list[int]]:
    """The identities of what was found before, and of how many each finding spoke."""
    counts: dict[str, list[int]] = {}
    for finding in findings:
        if finding.state == "found":
            counts.setdefault(identity(finding), []).append(_count(finding))
    return {key: sorted(found) for key, found in counts.items()}


def _count(finding: Finding) -> int:
    """Of how many a finding speaks: one of more packages than before is new."""
    n = finding.message.params.get("n")
    return n if isinstance(n, int) and not isinstance(n, bool) else 1


def _outcome(assessment: Assessment, marks: list[Mark]) -> Outcome:
    if any(mark.decides for mark in marks):
        return "found"
    if any(run.required and run.unanswered for run in assessment.checks):
        return "unanswered"
    return "pass"


def _stood(exception: Exception_, used: Counter[str], on: date) -> Excepted:
    n = used[exception.id]
    if exception.expires_on < on:
        standing: Standing = "expired"
    elif exception.made_on > on:
        standing = "not_yet"
    else:
        standing = "used" if n else "unmatched"
    return Excepted(exception=exception, standing=standing, findings=n)
