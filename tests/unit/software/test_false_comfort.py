"""What must not be called clear: packages hidden, lost, or stated in two ways."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sekisho.check.known_flaws import look_for_known_flaws
from sekisho.check.malicious import look_for_malicious
from sekisho.model.evidence import Evidence, EvidenceItem
from sekisho.model.inventory import Package
from sekisho.read.sbom import read_sbom
from tests.samples.software import advisory, library, look, package, sbom

MENDED = (("introduced", "0"), ("fixed", "2.0.0"))
BOTH = (look_for_known_flaws, look_for_malicious)


def read(*components: Any, id: str = "sbom", **more: Any) -> EvidenceItem:
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": list(components)}
    inventory, defects = read_sbom(json.dumps(document | more).encode(), "sbom.json")
    evidence = Evidence(id=id, kind="sbom")
    return EvidenceItem(evidence=evidence, inventory=inventory, defects=defects)


def causes(
    item: EvidenceItem, *others: EvidenceItem, check: Any = look_for_known_flaws
) -> set[str]:
    answer = check(look(library(), item, *others))
    return {finding.cause for finding in answer.findings} | ({"none"} if answer.reason else set())


SOUND = {"type": "library", "name": "sound", "purl": "pkg:npm/sound@1.0.0"}


@pytest.mark.parametrize("kind", ["file", "data", "cryptographic-asset"])
def test_whatever_bears_a_package_url_is_looked_up(kind: str):
    held = library(advisory("A-1", "core", *MENDED))
    hidden = {**SOUND, "type": kind, "name": "core", "purl": "pkg:npm/core@1.0.0"}

    (finding,) = look_for_known_flaws(look(held, read(SOUND, hidden))).findings

    assert finding.subject == "package:pkg:npm/core@1.0.0"


def test_one_package_at_two_versions_stated_beside_it_is_two():
    held = library(advisory("A-1", "core", *MENDED))
    two = (package("core", version, purl="pkg:npm/core") for version in ("10.0.0", "1.0.0"))

    (finding,) = look_for_known_flaws(look(held, sbom(*two))).findings

    assert finding.subject == "package:pkg:npm/core 1.0.0"


@pytest.mark.parametrize("check", BOTH)
def test_two_versions_of_one_package_are_a_question(check: Any):
    item = sbom(package("core", "1.0.0", purl="pkg:npm/core@2.0.0"))

    assert {cause.partition(":")[2] for cause in causes(item, check=check)} == {"two_versions"}


@pytest.mark.parametrize(
    ("version", "purl"),
    [
        ("v1.0.0", "pkg:golang/example.org/a@1.0.0"),
        ("1.0.0", "pkg:golang/example.org/a@v1.0.0"),
        ("3.0.7", "pkg:rpm/almalinux/a@3.0.7-1.el9?distro=almalinux-9"),
        ("1:3.0.7-1.el9", "pkg:rpm/almalinux/a@3.0.7-1.el9?distro=almalinux-9"),
        ("", "pkg:npm/a@1.0.0"),
    ],
)
def test_habits_of_writing_a_version_are_no_contradiction(version: str, purl: str):
    item = sbom(package("a", version, purl=purl))

    assert not {cause for cause in causes(item) if cause.endswith("two_versions")}


@pytest.mark.parametrize("check", BOTH)
@pytest.mark.parametrize("lost", [7, {"type": "library", "purl": "pkg:npm/core@1.0.0"}])
def test_a_package_that_cannot_be_read_leaves_the_question_open(check: Any, lost: Any):
    assert {cause.partition(":")[2] for cause in causes(read(SOUND, lost), check=check)} == {
        "unread"
    }


def test_a_package_lost_among_many_smaller_defects_is_still_told():
    bad = {**SOUND, "hashes": [{"alg": "SHA-256", "content": "00"}]}

    assert causes(read(*(bad for _ in range(300)), 7)) == {"known_flaws:unread"}


@pytest.mark.parametrize("check", BOTH)
@pytest.mark.parametrize(
    ("aggregate", "open"), [("incomplete", {"incomplete"}), ("unknown", set())]
)
def test_parts_an_sbom_says_it_leaves_out_are_a_question(
    check: Any, aggregate: str, open: set[str]
):
    said = read(SOUND, compositions=[{"aggregate": aggregate}])

    assert {cause.partition(":")[2] for cause in causes(said, check=check)} == open


def test_a_flaw_is_not_gone_when_parts_are_said_to_be_missing():
    held = library(advisory("A-1", "core", *MENDED))
    before = sbom(package("core", "1.0.0"), kind="sbom_in_service")
    said = read(SOUND, compositions=[{"aggregate": "incomplete"}])

    findings = look_for_known_flaws(look(held, said, before)).findings

    assert [finding.cause for finding in findings] == ["known_flaws:incomplete"]


@pytest.mark.parametrize("check", BOTH)
def test_one_sbom_that_can_be_read_does_not_answer_for_another(check: Any):
    unreadable = EvidenceItem(evidence=Evidence(id="second", kind="sbom"), observed_sha256="1" * 64)

    assert {cause.partition(":")[2] for cause in causes(read(SOUND), unreadable, check=check)} == {
        "unread"
    }


@pytest.mark.parametrize("check", BOTH)
def test_an_sbom_without_a_package_is_not_clear(check: Any):
    assert causes(read(), check=check) == {"none"}


def test_the_product_itself_is_asked_about_when_it_bears_an_identifier():
    product = {
        "type": "application",
        "name": "core",
        "cpe": "cpe:2.3:a:kasumi:core:1:*:*:*:*:*:*:*",
    }

    assert causes(read(SOUND, metadata={"component": product})) == {"known_flaws:no_purl"}


@pytest.mark.parametrize(
    "after", [package("core", "", purl="pkg:npm/core"), package("core", "1.0.0", purl="")]
)
def test_a_flaw_is_not_gone_because_it_cannot_be_looked_up_any_more(after: Package):
    held = library(advisory("A-1", "core", *MENDED))
    before = sbom(package("core"), kind="sbom_in_service")

    answer = look_for_known_flaws(look(held, sbom(after), before))

    assert [finding.state for finding in answer.findings] == ["not_checked"]
