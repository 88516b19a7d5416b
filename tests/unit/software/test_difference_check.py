from __future__ import annotations

from sekisho.check.difference import look_for_differences
from sekisho.check.look import Answer
from sekisho.model.evidence import EvidenceItem
from tests.samples.software import library, look, package, sbom

OLD, NEW = (("sha256", "a" * 64),), (("sha256", "b" * 64),)


def answer(*items: EvidenceItem) -> Answer:
    return look_for_differences(look(library(), *items))


def test_a_rebuilt_package_stands_alone_with_both_hashes():
    found = answer(
        sbom(package("core", hashes=NEW)),
        sbom(package("core", hashes=OLD), kind="sbom_in_service"),
    )

    (finding,) = found.findings
    assert (finding.rule, finding.severity) == ("difference.repackaged", "high")
    assert finding.place == "sbom#/components/0"
    assert finding.details[0].params == {"kind": "sha256", "before": "a" * 64, "after": "b" * 64}
    assert finding.evidence == ("sbom", "sbom_in_service")


def test_many_upgrades_are_one_finding_with_a_count():
    old = [package(f"p{n:02}") for n in range(30)]
    new = [package(f"p{n:02}", "1.1.0") for n in range(30)]

    (finding,) = answer(sbom(*new), sbom(*old, kind="sbom_in_service")).findings

    assert (finding.rule, finding.severity) == ("difference.upgraded", "info")
    assert finding.message.params == {"n": 30}
    assert finding.details[0].params["names"][0] == "p00 1.0.0 → 1.1.0"  # type: ignore[index]


def test_one_takeover_of_many_packages_is_one_finding():
    old = [package(f"p{n}", supplier="Aoba") for n in range(5)]
    new = [package(f"p{n}", supplier="Minato") for n in range(5)]

    (finding,) = answer(sbom(*new), sbom(*old, kind="sbom_in_service")).findings

    assert (finding.rule, finding.severity) == ("difference.supplier_changed", "medium")
    assert finding.message.params == {"n": 5, "before": "Aoba", "after": "Minato"}


def test_a_step_back_is_told_for_each_package():
    found = answer(
        sbom(package("core", "0.9.0")), sbom(package("core"), kind="sbom_in_service")
    ).findings

    assert [(f.rule, f.severity) for f in found] == [("difference.downgraded", "medium")]


def test_no_difference_is_clear_as_declared():
    found = answer(sbom(package("core")), sbom(package("core"), kind="sbom_in_service"))

    assert (found.findings, found.reason, found.basis) == ((), None, "declared")


def test_without_an_sbom_in_service_nothing_was_compared():
    found = answer(sbom(package("core")))

    assert found.reason is not None
    assert found.reason.id == "difference.nothing_in_service"


def test_each_component_is_compared_with_itself():
    found = answer(
        sbom(package("core"), component="c1"),
        sbom(package("other"), kind="sbom_in_service", component="c2"),
    )

    assert [finding.cause for finding in found.findings] == ["difference:nothing_in_service"]
