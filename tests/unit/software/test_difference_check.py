from __future__ import annotations

from sekisho.check.difference import look_for_differences
from sekisho.check.look import Answer, Look
from sekisho.model.case import Case
from sekisho.model.evidence import EvidenceItem
from sekisho.model.filing import Change, Component, Filing
from sekisho.model.inventory import Package
from sekisho.model.party import Party
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
    assert (finding.rule, finding.severity) == ("difference.repackaged", "critical")
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


def test_a_rebuilt_package_under_another_tool_is_high_and_says_why():
    found = answer(
        sbom(package("core", hashes=NEW), tools=("one 1",)),
        sbom(package("core", hashes=OLD), kind="sbom_in_service", tools=("two 1",)),
    ).findings

    assert [(f.rule, f.severity) for f in found] == [
        ("difference.repackaged", "high"),
        ("difference.tools_changed", "info"),
    ]
    assert found[0].details[-1].id == "difference.repackaged.tools"


def test_very_many_rebuilt_packages_are_one_finding():
    old = [package(f"p{n}", hashes=OLD) for n in range(30)]
    new = [package(f"p{n}", hashes=NEW) for n in range(30)]

    (finding,) = answer(sbom(*new), sbom(*old, kind="sbom_in_service")).findings

    assert (finding.severity, finding.message.params) == ("critical", {"n": 30})


def test_the_filing_tells_where_a_supplier_sits():
    filing = Filing(
        parties=(
            Party(id="a", name="青葉", other_names=("Aoba",), law_country="JP"),
            Party(id="s", name="Sable", law_country="BV"),
        )
    )
    items = (
        sbom(package("core", supplier="Sable")),
        sbom(package("core", supplier="AOBA"), kind="sbom_in_service"),
    )
    case = Case(filing=filing, evidence=items)

    found = look_for_differences(replace_case(look(library(), *items), case)).findings

    assert [f.rule for f in found] == ["difference.supplier_changed", "difference.country_changed"]
    assert found[1].message.params == {"n": 1, "before": "JP", "after": "BV"}


def changed(change: Change, before: Package, after: Package, *more: Package) -> Answer:
    filing = Filing(components=(Component(id="c", name="EMS"),), change=change)
    items = (
        sbom(*more, primary=after, component="c"),
        sbom(kind="sbom_in_service", primary=before, component="c"),
    )
    return look_for_differences(
        replace_case(look(library(), *items), Case(filing=filing, evidence=items))
    )


def test_another_name_and_kind_of_the_product_are_suggested_to_a_person():
    before, after = Package(name="EMS"), Package(name="EMS Pro", kind="firmware")

    found = changed(Change(component="c"), before, after).findings

    assert {f.rule: f.message.id for f in found if "suggested" in f.rule} == {
        "difference.suggested_type": "difference.suggested.type.open",
        "difference.suggested_name": "difference.suggested.name.open",
    }


def test_what_a_person_denied_is_told_with_the_name_and_what_speaks_against_it():
    change = Change(component="c", name_changed=False, confirmed_by="霞 花子")

    found = changed(change, Package(name="EMS"), Package(name="EMS Pro")).findings

    (told,) = [f for f in found if f.rule == "difference.suggested_name"]
    assert (told.severity, told.message.params["by"]) == ("medium", "霞 花子")
    assert told.details[0].params == {"before": "EMS", "after": "EMS Pro"}


def test_new_functions_are_only_hinted_at_and_a_yes_is_not_asked_again():
    runs = package("agent", kind="application")
    same = Package(name="EMS")

    denied = changed(Change(component="c", function_changed=False), same, same, runs).findings
    stated = changed(Change(component="c", function_changed=True), same, same, runs).findings

    assert [f.severity for f in denied if f.rule == "difference.suggested_function"] == ["low"]
    assert [f for f in stated if "suggested" in f.rule] == []


def replace_case(known: Look, case: Case) -> Look:
    return Look(case=case, regime=known.regime, library=known.library, on=known.on)
