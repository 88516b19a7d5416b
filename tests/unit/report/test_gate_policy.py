from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from sekisho.model.assessment import Assessment
from sekisho.model.errors import UsageError
from sekisho.model.finding import CheckRun, Finding
from sekisho.model.operator.exceptions import Exception_
from sekisho.model.values.message import message
from sekisho.report.gate.identity import fingerprint, identity
from sekisho.report.gate.policy import Gated, Line, judge_gate, marked, read_line
from tests.samples.assessments import SOFTWARE, finding

CHECKS = ("known_flaws", "quality", "provenance")
FLAW = finding(
    rule="known_flaws.published",
    subject="package:pkg:npm/relay@1.0",
    severity="high",
    details=(message("software.ids", ids=("EXA-1", "CVE-2099-1")),),
)
GAP = finding(
    rule="quality.no_version",
    subject="evidence:sbom",
    severity="low",
    message=message("quality.no_version", n=3, total=9),
)
MEDIUM = Line(severity="medium")


def assessed(*findings: Finding, **fields: Any) -> Assessment:
    return replace(SOFTWARE, findings=findings, **fields)


def exception(**fields: Any) -> Exception_:
    given: dict[str, Any] = {
        "id": "relay",
        "rule": "known_flaws.published",
        "reason": "not reachable",
        "owner": "Sato (fictional)",
        "made_on": date(2026, 11, 1),
        "expires_on": date(2026, 12, 31),
    }
    return Exception_(**(given | fields))


def marks(gated: Gated) -> list[tuple[bool, bool, str, str]]:
    return [(mark.decides, mark.known, mark.exception, mark.expired) for mark in gated.marks]


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        (("critical",), "pass"),
        (("high",), "found"),
        (("quality.no_version",), "found"),
        (("quality",), "found"),
        (("quality.no",), "pass"),
        (("critical", "known_flaws"), "found"),
        (("critical", "low"), "found"),
        (("known_flaws.exploited",), "pass"),
    ],
)
def test_a_severity_or_a_rule_or_its_beginning_decides(words: tuple[str, ...], outcome: str):
    assert judge_gate(assessed(FLAW, GAP), read_line(words, CHECKS)).outcome == outcome


@pytest.mark.parametrize("word", ["grave", "medum", "quality2", ""])
def test_what_is_neither_severity_nor_rule_is_refused(word: str):
    with pytest.raises(UsageError):
        read_line((word,), CHECKS)


def test_what_was_not_checked_decides_only_where_its_rule_is_named_in_full():
    open_ = finding(rule="provenance.not_checked", state="not_checked")

    assert judge_gate(assessed(open_), read_line(("provenance",), CHECKS)).outcome == "pass"
    assert judge_gate(assessed(open_), read_line((open_.rule,), CHECKS)).outcome == "found"


def test_only_what_is_new_decides_and_a_new_version_keeps_an_old_flaw_old():
    now = replace(FLAW, subject="package:pkg:npm/relay@1.1")

    gated = judge_gate(assessed(now), MEDIUM, before=assessed(FLAW))

    assert gated.outcome == "pass"
    assert marks(gated) == [(False, True, "", "")]
    assert marked(gated).findings[0].details[0].id == "gate.known"


def test_another_flaw_of_the_same_package_is_new():
    other = replace(FLAW, details=(message("software.ids", ids=("CVE-2099-2",)),))

    assert judge_gate(assessed(FLAW, other), MEDIUM, before=assessed(FLAW)).outcome == "found"


def test_the_same_flaw_in_a_second_version_of_a_package_is_new():
    second = replace(FLAW, subject="package:pkg:npm/relay@2.0")

    gated = judge_gate(assessed(FLAW, second), MEDIUM, before=assessed(FLAW))

    assert [known for _, known, _, _ in marks(gated)] == [True, False]
    assert gated.outcome == "found"


@pytest.mark.parametrize(("n", "known"), [(2, True), (3, True), (4, False)])
def test_a_gap_of_more_packages_than_before_is_new(n: int, known: bool):  # noqa: FBT001
    now = replace(GAP, message=message("quality.no_version", n=n, total=99))

    gated = judge_gate(assessed(now), read_line(("quality",), CHECKS), before=assessed(GAP))

    assert (gated.outcome == "pass") is known


def test_a_required_check_without_an_answer_is_never_known():
    runs = (
        CheckRun(check="malicious", version="1", state="not_checked", required=True, unanswered=1),
    )
    same = assessed(checks=runs)

    assert judge_gate(same, MEDIUM, before=same).outcome == "unanswered"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"ids": ("CVE-2099-1",)},
        {"rule": "known_flaws", "subject": "pkg:npm/relay"},
        {"rule": "known_flaws", "subject": "pkg:npm/relay@1.0"},
        {"subject": "package:pkg:npm/relay@1.0"},
    ],
)
def test_an_exception_takes_the_decision_and_leaves_the_finding(fields: dict[str, Any]):
    gated = judge_gate(assessed(FLAW), MEDIUM, exceptions=(exception(**fields),))

    assert gated.outcome == "pass"
    assert gated.assessment.findings == (FLAW,)
    assert (gated.exceptions[0].standing, gated.exceptions[0].findings) == ("used", 1)
    assert marked(gated).findings[0].details[0].id == "gate.excepted"


@pytest.mark.parametrize(
    "fields",
    [
        {"ids": ("CVE-2099-9",)},
        {"subject": "pkg:npm/relay@2.0"},
        {"subject": "pkg:npm/rel"},
        {"rule": "known_flaws.exploited"},
    ],
)
def test_an_exception_that_fits_nothing_is_told(fields: dict[str, Any]):
    gated = judge_gate(assessed(FLAW), MEDIUM, exceptions=(exception(**fields),))

    assert gated.outcome == "found"
    assert gated.exceptions[0].standing == "unmatched"


def test_an_exception_holds_on_its_last_day_and_not_on_the_next():
    last = exception(expires_on=date(2026, 12, 1))
    past = exception(expires_on=date(2026, 11, 30))

    assert judge_gate(assessed(FLAW), MEDIUM, exceptions=(last,)).outcome == "pass"
    gated = judge_gate(assessed(FLAW), MEDIUM, exceptions=(past,))
    assert gated.outcome == "found"
    assert gated.exceptions[0].standing == "expired"
    assert marked(gated).findings[0].details[0].id == "gate.expired"


def test_an_exception_of_a_later_day_does_not_count_yet():
    gated = judge_gate(assessed(FLAW), MEDIUM, exceptions=(exception(made_on=date(2026, 12, 2)),))

    assert (gated.outcome, gated.exceptions[0].standing) == ("found", "not_yet")


def test_in_official_use_no_exception_counts():
    gated = judge_gate(assessed(FLAW, purpose="official"), MEDIUM, exceptions=(exception(),))

    assert gated.outcome == "found"
    assert gated.exceptions == ()


def test_the_fingerprint_outlives_a_version_a_count_and_the_wording():
    reworded = replace(FLAW, subject="package:pkg:npm/relay@9", message=message("other"))
    grown = replace(GAP, message=message("quality.no_version", n=5, total=9))

    assert fingerprint(FLAW) == fingerprint(reworded)
    assert identity(GAP) == identity(grown)
    assert identity(GAP) != identity(FLAW)
