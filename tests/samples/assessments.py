"""Assessments written by hand: a statutory one with everything in it, and a baseline one.

Kasumi Grid, Aoba Micro and every other name is fictional.
"""

from __future__ import annotations

from datetime import date

from sekisho.model.assessment import (
    Assessment,
    ClockDate,
    Duty,
    FeedState,
    Inputs,
    LawfulAct,
    Reason,
    Route,
)
from sekisho.model.finding import CheckRun, Finding, Source
from sekisho.model.values.message import Message, message

ON = date(2026, 12, 1)
HOSTILE = "<script>alert(1)</script>\x1b[31m\u202eevil"


def said(text: str) -> Message:
    """Gives a message that says just this, in both languages."""
    return message("report.verbatim", text=text)


def finding(number: int = 1, **given: object) -> Finding:
    """Gives a finding of medium severity, changed by what is given."""
    values: dict[str, object] = {
        "rule": "known_flaws.advisory",
        "rule_version": "1",
        "subject": f"package:pkg:pypi/kasumi-relay@1.{number}",
        "state": "found",
        "severity": "medium",
        "message": said(f"霞リレー 1.{number} has a known flaw"),
        "place": f"sbom#/components/{number}",
    }
    return Finding(**{**values, **given})  # type: ignore[arg-type]


SCREENED = finding(
    rule="screening.name",
    subject="party:aoba",
    severity="high",
    message=said("株式会社青葉マイクロ (Aoba Micro) looks like a listed party"),
    place="filing#/parties/1",
    details=(said("青葉マイクロ = 青葉マイクロ"), said("the legal form was left aside")),
    sources=(
        Source(
            feed="fictional-list",
            record="entry 12",
            snapshot="ab" * 32,
            published_on=date(2026, 11, 20),
            url="https://example.invalid/list",
        ),
    ),
    remedy=said("Ask the supplier for its corporate number"),
    evidence=("certificate",),
)

EXPLOITED = finding(
    severity="critical",
    message=said("CVE-2026-0001 in 霞リレー is exploited"),
    remedy=said("Update to 1.9"),
    sources=(Source(feed="fictional-kev", record="CVE-2026-0001", published_on=ON),),
)

OPEN = finding(
    rule="provenance.signature",
    state="not_checked",
    severity="low",
    message=said("no signature is among the evidence"),
    cause="no-signature",
    remedy=said("Ask the supplier to sign the release"),
)

INPUTS = Inputs(
    filing_sha256="0a" * 32,
    regime="jp-espa",
    regime_version="2025-06-13",
    regime_sha256="0b" * 32,
    library_sha256="0c" * 32,
    engine="sekisho 0.1.0",
)

CHECKS = (
    CheckRun(check="provenance", version="1", state="not_checked", unanswered=1, looked_at=3),
    CheckRun(check="screening", version="1", state="found", found=1, looked_at=14, required=True),
    CheckRun(check="covered_equipment", version="1", state="clear", basis="declared", looked_at=4),
    CheckRun(check="known_flaws", version="1", state="found", found=31, looked_at=58),
    CheckRun(
        check="malicious",
        version="1",
        state="not_checked",
        reason=said("the library holds no feed of malicious packages"),
        required=True,
        unanswered=1,
    ),
)

FEEDS = (
    FeedState(id="fictional-kev", sha256="1a" * 32, count=12, published_on=date(2026, 11, 20)),
    FeedState(
        id="fictional-list", sha256="1b" * 32, count=340, published_on=date(2026, 1, 4), stale=True
    ),
)

GRID = Assessment(
    purpose="self_check",
    on=ON,
    inputs=INPUTS,
    feeds=FEEDS,
    duties=(
        Duty(
            id="plan",
            need="needed",
            filing="plan",
            form="4(1)",
            prior=True,
            reasons=(
                Reason(
                    rule="jp-espa.introduction",
                    message=said("霞グリッド introduces a critical facility"),
                    article="Art. 52(1)",
                    verified_to=date(2026, 6, 14),
                ),
            ),
        ),
        Duty(id="emergency", need="not_needed", filing="emergency"),
    ),
    findings=(
        EXPLOITED,
        SCREENED,
        *(finding(number) for number in range(1, 31)),
        OPEN,
    ),
    checks=CHECKS,
    route=Route(
        id="file_plan",
        message=said("A plan must be filed, and two findings need a person"),
        reasons=(said("a listed party is among the suppliers"),),
    ),
    clock=(
        ClockDate(
            id="standstill_last",
            on=date(2026, 12, 30),
            message=said("last day of the waiting period"),
            article="Art. 52(3)",
        ),
        ClockDate(
            id="last_working_day",
            on=date(2026, 12, 28),
            message=said("the authority's last working day within it"),
            warning=True,
        ),
        ClockDate(id="free_from", on=date(2026, 12, 31), message=said("it may enter service")),
        ClockDate(id="report", message=said("report without delay")),
    ),
    lawful_acts=(
        LawfulAct(act="introduce", by="operator", lawful=False, message=said("the period runs")),
    ),
)

SOFTWARE = Assessment(
    purpose="self_check",
    on=ON,
    inputs=Inputs(
        regime="baseline",
        regime_version="1",
        regime_sha256="0b" * 32,
        library_sha256="0c" * 32,
        engine="sekisho 0.1.0",
    ),
    feeds=FEEDS[:1],
    checks=(CheckRun(check="known_flaws", version="1", state="clear", looked_at=58),),
    route=Route(id="pass", message=said("Nothing speaks against it")),
)
