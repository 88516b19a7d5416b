from __future__ import annotations

from sekisho.check.malicious import look_for_malicious
from sekisho.model.case import Case
from sekisho.regime.loader import load_regime
from sekisho.vet import vet
from tests.samples.software import TODAY, advisory, library, look, package, sbom


def test_a_planted_package_is_critical_and_must_not_go_in():
    held = library(planted=(advisory("MAL-2026-1", "cofre", malicious=True),))

    answer = look_for_malicious(look(held, sbom(package("core"), package("cofre"))))

    (finding,) = answer.findings
    assert (finding.severity, finding.subject) == ("critical", "package:pkg:npm/cofre@1.0.0")
    assert finding.sources[0].record == "MAL-2026-1"


def test_a_miss_is_clear_only_with_a_complete_feed_of_malicious_packages():
    clear = look_for_malicious(look(library(), sbom(package("core"))))
    unknown = look_for_malicious(look(library(covers=()), sbom(package("core"))))

    assert clear.findings == ()
    assert [finding.cause for finding in unknown.findings] == ["malicious:not_covered:npm"]


def test_only_the_planted_version_is_blocked():
    planted = advisory(
        "MAL-2026-1", "core", ("introduced", "1.0.1"), ("fixed", "1.0.2"), malicious=True
    )

    before = look_for_malicious(look(library(planted=(planted,)), sbom(package("core", "1.0.0"))))
    within = look_for_malicious(look(library(planted=(planted,)), sbom(package("core", "1.0.1"))))
    unsaid = look_for_malicious(
        look(library(planted=(planted,)), sbom(package("core", "", purl="pkg:npm/core")))
    )

    assert before.findings == ()
    assert [finding.state for finding in within.findings] == ["found"]
    assert [finding.cause for finding in unsaid.findings] == ["malicious:version"]


def test_a_package_without_a_package_url_is_not_checked():
    answer = look_for_malicious(look(library(), sbom(package("core", purl=""))))

    assert [finding.cause for finding in answer.findings] == ["malicious:no_purl"]


def test_a_name_the_ecosystem_cannot_hold_is_not_clear():
    item = sbom(package("core", purl="pkg:maven/core@1.0.0"))

    answer = look_for_malicious(look(library(covers=("Maven",)), item))

    assert [f.cause for f in answer.findings] == ["malicious:name:Maven"]


def test_a_malicious_package_holds_the_update_whatever_else_is_clear():
    held = library(planted=(advisory("MAL-1", "evil", malicious=True),))
    case = Case(evidence=(sbom(package("evil")),))

    assessment = vet(case, load_regime("baseline", TODAY), held, TODAY)

    assert assessment.route.id == "hold"
    first = assessment.findings[0]
    assert (first.rule, first.severity) == ("malicious.listed", "critical")
