"""An assessment at the gate as SARIF 2.1.0 (OASIS, 27 March 2020), for code hosts and editors.

What was not checked is no result: a host would show it as a flaw. It is told among the
notifications of the run, by cause. The limits are those a large code host documents: 25,000
results a run, 20 tags a rule, 1,000 places a result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from sekisho import __version__
from sekisho.model.finding import Finding, Severity
from sekisho.model.values.message import Message
from sekisho.report.catalogue import say, say_id, say_term
from sekisho.report.gate.identity import fingerprint
from sekisho.report.gate.places import Files, Spot
from sekisho.report.gate.policy import Gated, Mark
from sekisho.report.outline import Gap, check_of, gaps

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MOST_RESULTS = 25_000
_MOST_PLACES = 100
_DETAILS = 6
_LEVELS: dict[Severity, str] = {
    "critical": "error",
    "high": "error",
    "medium": "warning",
    "low": "note",
    "info": "note",
}


def sarif(gated: Gated, files: Files, lang: str) -> dict[str, Any]:
    """Gives the document as plain values, the gravest results first."""
    it = gated.assessment
    found = [(at, finding) for at, finding in enumerate(it.findings) if finding.state == "found"]
    rules = _rules(gated, lang)
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "Sekisho", "version": __version__, "rules": rules}},
        "automationDetails": {"id": f"sekisho/{it.inputs.regime}/"},
        "language": lang,
        "columnKind": "unicodeCodePoints",
        "artifacts": [
            {"location": {"uri": _uri(path)}, **_hashes(gated, id)}
            for id, path in sorted(files.paths.items())
        ],
        "invocations": [
            {
                "executionSuccessful": True,
                "exitCode": {"pass": 0, "found": 1, "unanswered": 3}[gated.outcome],
                "toolExecutionNotifications": list(_notifications(gated, len(found), lang)),
            }
        ],
        "results": _results(found[:MOST_RESULTS], rules, gated, files, lang),
        "properties": {"assessment": it.sha256, "on": it.on.isoformat()},
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _results(
    found: list[tuple[int, Finding]],
    rules: list[dict[str, Any]],
    gated: Gated,
    files: Files,
    lang: str,
) -> list[dict[str, Any]]:
    marks = {mark.finding: mark for mark in gated.marks}
    index = {rule["id"]: at for at, rule in enumerate(rules)}
    prints: Counter[str] = Counter()
    results = []
    for at, finding in found:
        print_ = fingerprint(finding)
        prints[print_] += 1
        result = _result(finding, marks.get(at, Mark(finding=at)), gated, files, lang)
        result["ruleIndex"] = index[finding.rule]
        # One of several alike (two versions of a package with one flaw) is told by its number.
        result["partialFingerprints"] = {
            "sekisho/1": f"{print_}:{prints[print_]}",
            "primaryLocationLineHash": f"{print_[:16]}:{prints[print_]}",
        }
        results.append(result)
    return results


def _rules(gated: Gated, lang: str) -> list[dict[str, Any]]:
    """The rules that found something, by id; help is what to do about the first finding."""
    first: dict[str, Finding] = {}
    for finding in gated.assessment.findings:
        if finding.state == "found":
            first.setdefault(finding.rule, finding)
    rules = []
    for id, finding in sorted(first.items()):
        check = check_of(finding, gated.assessment.checks)
        remedy = say(finding.remedy, lang) if finding.remedy else say_term(check, lang)
        rules.append(
            {
                "id": id,
                "shortDescription": {"text": f"{say_term(check, lang)} ({id})"},
                "help": {"text": remedy},
                "defaultConfiguration": {"level": _LEVELS[finding.severity]},
                "properties": {"tags": ["supply-chain", check], "version": finding.rule_version},
            }
        )
    return rules


def _result(finding: Finding, mark: Mark, gated: Gated, files: Files, lang: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _text(finding, lang)},
        "locations": [_location(spot) for spot in _spots(finding, files)],
        "properties": {
            "severity": finding.severity,
            "subject": finding.subject,
            "decides": mark.decides,
        },
    }
    if gated.since_sha256:
        result["baselineState"] = "unchanged" if mark.known else "new"
    if gated.exceptions:
        result["suppressions"] = list(_suppressions(mark, gated, lang))
    return result


def _text(finding: Finding, lang: str) -> str:
    said: list[Message] = [finding.message, *finding.details[:_DETAILS]]
    if finding.remedy is not None:
        said.append(finding.remedy)
    return "\n".join(say(each, lang) for each in said)


def _spots(finding: Finding, files: Files) -> tuple[Spot, ...]:
    """A host shows nothing of a result without a place: the first file stands for none."""
    found = files.spots(finding)[:_MOST_PLACES]
    return found or tuple(Spot(path) for _, path in sorted(files.paths.items())[:1])


def _location(spot: Spot) -> dict[str, Any]:
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": _uri(spot.path)},
        "region": {"startLine": spot.line or 1},
    }
    location: dict[str, Any] = {"physicalLocation": physical}
    if spot.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": spot.pointer, "kind": "element"}]
    return location


def _uri(path: str) -> str:
    return quote(path.replace("\\", "/"), safe="/@:+,;=~!$&'()*")


def _hashes(gated: Gated, id: str) -> dict[str, Any]:
    digest = dict(gated.assessment.inputs.evidence_sha256).get(id, "")
    return {"hashes": {"sha-256": digest}} if digest else {}


def _suppressions(mark: Mark, gated: Gated, lang: str) -> Iterator[dict[str, Any]]:
    held = {each.exception.id: each.exception for each in gated.exceptions}
    for id, kind, status in (
        (mark.exception, "excepted", "accepted"),
        (mark.expired, "expired", "rejected"),
    ):
        if id:
            about = held[id]
            on = about.expires_on.isoformat()
            said = say_id(
                f"gate.{kind}", lang, id=id, on=on, owner=about.owner, reason=about.reason
            )
            yield {"kind": "external", "status": status, "justification": said}


def _notifications(gated: Gated, found: int, lang: str) -> Iterator[dict[str, Any]]:
    for gap in gaps(gated.assessment):
        yield {
            "level": "error" if gap.required else "warning",
            "message": {"text": _gap(gap, lang)},
            "descriptor": {"id": f"{gap.checks[0]}.not_checked"},
        }
    if found > MOST_RESULTS:
        said = say_id("gate.left_out", lang, n=found - MOST_RESULTS, limit=MOST_RESULTS)
        yield {"level": "warning", "message": {"text": said}}


def _gap(gap: Gap, lang: str) -> str:
    said = [gap.message, *gap.details[:_DETAILS], *([gap.remedy] if gap.remedy else [])]
    return "\n".join(say(each, lang) for each in said)
