from __future__ import annotations

from typing import Any

from sekisho.check.quality import look_at_quality
from sekisho.model.inventory import Package
from tests.samples.software import library, look, package, sbom

WHOLE: dict[str, Any] = {
    "authors": ("Sato (fictional)",),
    "created_at": "2026-11-01T00:00:00Z",
    "edges": (("a", ("b",)),),
}


def rules(*packages: Package, **fields: Any) -> dict[str, dict[str, Any]]:
    answer = look_at_quality(look(library(), sbom(*packages, **WHOLE | fields)))
    assert all(finding.remedy for finding in answer.findings)
    return {f.rule.removeprefix("quality."): dict(f.message.params) for f in answer.findings}


A, B = package("a", supplier="Aoba"), package("b", supplier="Aoba")


def test_an_sbom_with_every_minimum_element_is_clear():
    assert rules(A, B) == {}


def test_each_missing_element_is_counted():
    bare = Package(name="", ref="c")

    found = rules(A, B, bare, edges=(("a", ("b", "c")),))

    for element in ("no_supplier", "no_name", "no_version", "no_identifier"):
        assert found[element] == {"n": 1, "total": 3}
    assert found["matchable"] == {"n": 2, "total": 3}


def test_what_the_document_does_not_say_of_itself_is_told():
    found = rules(A, B, authors=(), created_at="", edges=())

    assert set(found) == {"no_author", "no_timestamp", "no_dependencies"}


def test_references_to_nothing_and_packages_beside_the_graph_are_counted():
    found = rules(A, B, edges=(("a", ("lost", "gone")),))

    assert found == {"dangling": {"n": 2}, "unrelated": {"n": 1, "total": 2}}


def test_one_package_with_two_hashes_is_a_contradiction():
    one = package("a", supplier="Aoba", hashes=(("sha256", "a" * 64),))
    other = package("a", supplier="Aoba", hashes=(("sha256", "b" * 64),))

    assert rules(one, other, B) == {"two_hashes": {"n": 1}}


def test_an_sbom_without_packages_says_nothing():
    assert set(rules()) == {"empty"}
