from __future__ import annotations

import pytest

from sekisho.check.known_flaws import look_for_known_flaws
from sekisho.match.advisories.groups import LIMIT
from sekisho.model.finding import Finding
from sekisho.model.reference import Advisory, Affected, VersionRange
from tests.samples.software import STALE, advisory, library, look, package, sbom

MENDED = (("introduced", "0"), ("fixed", "2.0.0"))


def found(*findings: Finding) -> list[tuple[str, str]]:
    return [(f.severity, str(f.message.params.get("flaw"))) for f in findings if f.state == "found"]


def test_a_flaw_under_two_ids_is_one_finding_with_both():
    held = library(
        advisory("GHSA-1", "core", *MENDED, aliases=("CVE-2026-1",), severity_word="high"),
        advisory("X-1", "core", *MENDED, aliases=("CVE-2026-1",)),
    )

    answer = look_for_known_flaws(look(held, sbom(package("core"))))

    (finding,) = answer.findings
    assert (finding.severity, finding.subject) == ("high", "package:pkg:npm/core@1.0.0")
    assert finding.message.params["flaw"] == "CVE-2026-1"
    assert [source.record for source in finding.sources] == ["GHSA-1", "X-1"]
    assert finding.remedy is not None
    assert finding.remedy.params == {"versions": ("2.0.0",)}
    assert finding.basis == "declared"


def test_an_exploited_flaw_is_critical_whatever_its_publisher_calls_it():
    held = library(
        advisory("A-1", "core", aliases=("CVE-2026-1",), severity_word="low"),
        advisory("A-2", "core", aliases=("CVE-2026-2",), severity_word="critical"),
        exploited=("CVE-2026-1",),
    )

    answer = look_for_known_flaws(look(held, sbom(package("core"))))

    assert found(*answer.findings) == [("critical", "CVE-2026-1"), ("critical", "CVE-2026-2")]
    assert answer.findings[0].rule == "known_flaws.exploited"


@pytest.mark.parametrize(
    ("word", "severity"),
    [("high", "high"), ("moderate", "medium"), ("low", "low"), ("", "medium"), ("odd", "medium")],
)
def test_else_the_publishers_word_decides_and_silence_is_medium(word: str, severity: str):
    held = library(advisory("A-1", "core", severity_word=word))

    answer = look_for_known_flaws(look(held, sbom(package("core"))))

    assert answer.findings[0].severity == severity
    unstated = {detail.id for detail in answer.findings[0].details} & {"known_flaws.no_word"}
    assert bool(unstated) == (word in {"", "odd"})


def test_a_package_listed_twice_gives_one_finding_with_both_places():
    held = library(advisory("A-1", "core"))

    answer = look_for_known_flaws(look(held, sbom(package("core"), package("core"))))

    (finding,) = answer.findings
    assert finding.place == "sbom#/components/0 sbom#/components/1"


def test_no_flaw_is_clear_only_where_a_complete_and_fresh_feed_answers():
    item = sbom(package("sound"))

    clear = look_for_known_flaws(look(library(), item))
    stale = look_for_known_flaws(look(library(published_on=STALE), item))
    partial = look_for_known_flaws(look(library(covers=()), item))

    assert clear.findings == ()
    assert clear.basis == "declared"
    assert [f.cause for f in stale.findings] == ["known_flaws:not_covered:npm"]
    assert [f.cause for f in partial.findings] == ["known_flaws:not_covered:npm"]


def test_what_cannot_be_checked_is_told_once_a_cause_with_a_count():
    item = sbom(
        *(package(f"bare{n}", purl="") for n in range(40)),
        package("odd", purl="pkg:generic/odd@1"),
        package("dplyr", purl="pkg:cran/dplyr@1.0.0"),
        package("nameless", version="", purl="pkg:npm/nameless"),
        package("latest", "latest"),
    )

    answer = look_for_known_flaws(look(library(), item))

    counts = {finding.cause: finding.message.params["n"] for finding in answer.findings}
    assert counts == {
        "known_flaws:no_ecosystem": 1,
        "known_flaws:no_purl": 40,
        "known_flaws:no_version": 1,
        "known_flaws:order:CRAN": 1,
        "known_flaws:version": 1,
    }
    assert all(finding.state == "not_checked" and finding.remedy for finding in answer.findings)


def test_a_flaw_is_found_even_where_no_feed_is_complete():
    held = library(advisory("A-1", "core"), covers=())

    answer = look_for_known_flaws(look(held, sbom(package("core"))))

    assert [finding.state for finding in answer.findings] == ["found", "not_checked"]


def test_the_update_tells_what_it_brings_what_stays_and_what_it_ends():
    held = library(
        advisory("A-1", "old", ("introduced", "0"), ("fixed", "2.0.0")),
        advisory("A-2", "both"),
        advisory("A-3", "fresh", aliases=("CVE-2026-3",)),
        exploited=("CVE-2026-3",),
    )
    before = sbom(package("old"), package("both"), kind="sbom_in_service")
    after = sbom(package("old", "2.0.0"), package("both", "1.1.0"), package("fresh"))

    answer = look_for_known_flaws(look(held, after, before))

    told = {
        str(f.message.params.get("flaw", "")): [d.id for d in f.details] for f in answer.findings
    }
    assert told["CVE-2026-3"][0] == "known_flaws.new_here"
    assert told["A-2"][0] == "known_flaws.in_service_too"
    fixed = answer.findings[-1]
    assert (fixed.rule, fixed.severity) == ("known_flaws.fixed", "info")
    assert fixed.details[0].params["names"] == ("A-1 (old 1.0.0)",)


def test_the_order_of_components_changes_nothing_but_places():
    held = library(*(advisory(f"A-{n}", f"p{n}") for n in range(6)))
    packages = [package(f"p{n}") for n in range(6)]

    forth = look_for_known_flaws(look(held, sbom(*packages)))
    back = look_for_known_flaws(look(held, sbom(*reversed(packages))))

    assert [f.subject for f in forth.findings] == [f.subject for f in back.findings]
    assert forth.consulted == back.consulted
    assert "advisory:npm/p0" in forth.consulted


def test_without_an_sbom_the_check_says_that_it_could_not_look():
    answer = look_for_known_flaws(look(library()))

    assert answer.reason is not None
    assert answer.findings == ()


def test_malicious_packages_are_left_to_their_own_check():
    held = library(planted=(advisory("MAL-1", "core", malicious=True),))

    assert look_for_known_flaws(look(held, sbom(package("core")))).findings == ()


def test_a_name_the_ecosystem_cannot_hold_is_not_clear():
    item = sbom(package("core", purl="pkg:maven/core@1.0.0"))

    answer = look_for_known_flaws(look(library(covers=("Maven",)), item))

    assert [f.cause for f in answer.findings] == ["known_flaws:name:Maven"]


def test_flaws_whose_records_claim_far_too_many_names_are_told_once():
    many = tuple(f"X-{n}" for n in range(LIMIT))
    held = library(advisory("A-1", "core", aliases=many), advisory("A-2", "side"))

    answer = look_for_known_flaws(look(held, sbom(package("core"), package("side"))))

    (told,) = (f for f in answer.findings if f.rule == "known_flaws.group_too_large")
    assert (told.severity, told.message.params["n"]) == ("low", 1)
    assert told.details[0].params["names"] == ("A-1",)
    assert len(answer.findings) == 3


def test_an_advisory_over_commits_alone_is_a_question_for_the_supplier():
    commits = Affected("npm", "core", (), (VersionRange("GIT", (("introduced", "0" * 40),)),))

    answer = look_for_known_flaws(
        look(library(Advisory("A-1", affected=(commits,))), sbom(package("core")))
    )

    assert [(f.state, f.cause) for f in answer.findings] == [("not_checked", "known_flaws:commits")]


def test_what_an_update_of_a_distribution_is_about_is_looked_up_among_the_exploited():
    update = Affected("Debian:12", "curl", (), (VersionRange("ECOSYSTEM", (("introduced", "0"),)),))
    record = Advisory("DSA-1-1", affected=(update,), upstream=("CVE-2026-1", "DLA-9"))
    item = sbom(package("curl", purl="pkg:deb/debian/curl@7?arch=source&distro=debian-12"))

    answer = look_for_known_flaws(look(library(record, exploited=("CVE-2026-1",)), item))

    found = next(f for f in answer.findings if f.state == "found")
    assert (found.rule, found.severity) == ("known_flaws.exploited", "critical")
    assert "known_flaws.about" in {detail.id for detail in found.details}


def test_what_a_record_calls_related_counts_for_updates_of_distributions_alone():
    span = (VersionRange("ECOSYSTEM", (("introduced", "0"),)),)
    update = Advisory(
        "U-1", affected=(Affected("Debian:12", "curl", (), span),), related=("CVE-1",)
    )
    other = Advisory("G-1", affected=(Affected("npm", "core", (), span),), related=("CVE-1",))
    item = sbom(
        package("curl", purl="pkg:deb/debian/curl@7?arch=source&distro=debian-12"), package("core")
    )

    answer = look_for_known_flaws(look(library(update, other, exploited=("CVE-1",)), item))

    told = {f.message.params["flaw"]: f.rule for f in answer.findings if f.state == "found"}
    assert told == {"U-1": "known_flaws.exploited", "G-1": "known_flaws.published"}


def test_an_rpm_is_looked_up_by_its_binary_and_by_its_source_and_told_once():
    span = (VersionRange("ECOSYSTEM", (("introduced", "0"), ("fixed", "99"))),)
    record = Advisory(
        "ALSA-1",
        affected=(
            Affected("AlmaLinux:9", "bind", (), span),
            Affected("AlmaLinux:9", "bind-libs", (), span),
        ),
    )
    purl = "pkg:rpm/almalinux/bind-libs@9.16-1?upstream=bind-9.16-1.src.rpm&distro=almalinux-9.2"

    answer = look_for_known_flaws(look(library(record), sbom(package("bind-libs", purl=purl))))

    assert [f.message.params["flaw"] for f in answer.findings if f.state == "found"] == ["ALSA-1"]
    assert {"advisory:AlmaLinux:9/bind", "advisory:AlmaLinux:9/bind-libs"} <= answer.consulted
