from __future__ import annotations

import random

import pytest
from msgspec.structs import replace

from sekisho.match.packages.difference import compare
from sekisho.model.inventory import Inventory, Package


def package(name: str, version: str = "1.0.0", digest: str = "", **fields: object) -> Package:
    hashes = (("sha256", digest * 64),) if digest else ()
    known = {"purl": f"pkg:npm/{name}@{version}", "hashes": hashes, **fields}
    return Package(name=name, version=version, **known)  # type: ignore[arg-type]


def inventory(*packages: Package, tools: tuple[str, ...] = ("maker 1.0",)) -> Inventory:
    return Inventory(format="CycloneDX", spec_version="1.6", tools=tools, packages=packages)


def kinds(old: Inventory, new: Inventory) -> list[str]:
    return [change.kind for change in compare(old, new).changes]


def test_an_inventory_does_not_differ_from_itself_in_another_order():
    packages = [package(f"p{n}", digest=f"{n}") for n in range(10)]
    shuffled = random.Random(2).sample(packages, len(packages))  # noqa: S311  # no secret

    found = compare(inventory(*packages), inventory(*shuffled))

    assert found.changes == ()
    assert found.unchanged == 10


def test_other_bytes_under_the_same_version_are_a_repackaging():
    old, new = package("core", digest="a"), package("core", digest="b")

    assert kinds(inventory(old), inventory(new)) == ["repackaged"]


def test_versions_are_compared_in_the_order_of_their_ecosystem():
    old = inventory(package("up", "1.9.0"), package("down", "2.0.0"))
    new = inventory(package("up", "1.10.0"), package("down", "2.0.0-rc.1"))

    assert kinds(old, new) == ["downgraded", "upgraded"]


def test_a_version_whose_order_is_not_known_is_only_said_to_change():
    old = Package(name="firmware", version="R2", purl="")
    new = Package(name="firmware", version="R10", purl="")

    assert kinds(inventory(old), inventory(new)) == ["version_changed"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Aoba Inc.", "Aoba Inc ."),
        ("Aoba, Inc.", "AOBA , INC."),
        ("Aoba  Inc.", " Aoba Inc."),
        ("ｱｵﾊﾞ（株）", "アオバ (株)"),
    ],
)
def test_spacing_case_and_unicode_form_make_no_other_supplier(before: str, after: str):
    old, new = package("core", supplier=before), package("core", supplier=after)
    assert kinds(inventory(old), inventory(new)) == []
    old, new = package("core", maker=before), package("core", maker=after)
    assert kinds(inventory(old), inventory(new)) == []


@pytest.mark.parametrize("after", ["Aoba Ltd.", "Aoba Inc. Kita", "Aobainc."])
def test_another_word_or_letter_makes_another_supplier(after: str):
    old, new = package("core", supplier="Aoba Inc."), package("core", supplier=after)
    assert kinds(inventory(old), inventory(new)) == ["supplier_changed"]


def test_another_supplier_maker_or_licence_is_told_beside_the_version():
    old = package("core", supplier="Aoba", maker="Kita", licences=("MIT",))
    new = package("core", "1.1.0", supplier="Minato", maker="Nishi", licences=("GPL-3.0-only",))

    assert kinds(inventory(old), inventory(new)) == [
        "licence_changed",
        "maker_changed",
        "supplier_changed",
        "upgraded",
    ]


def test_the_same_bytes_under_another_name_are_a_renaming():
    old, new = package("core", digest="a"), package("kernel", digest="a")

    assert kinds(inventory(old), inventory(new)) == ["renamed"]


def test_the_same_name_in_another_registry_is_something_new():
    old = package("core")
    new = replace(package("core"), purl="pkg:pypi/core@1.0.0")

    assert kinds(inventory(old), inventory(new)) == ["gone", "new"]


def test_a_package_url_stated_for_the_first_time_is_no_change():
    old = Package(name="core", version="1.0.0")

    assert kinds(inventory(old), inventory(package("core"))) == []


def test_an_item_listed_twice_counts_once():
    found = compare(inventory(package("core")), inventory(package("core"), package("core")))

    assert found.changes == ()
    assert found.duplicates == 1


def test_a_lost_hash_is_told():
    assert kinds(inventory(package("core", digest="a")), inventory(package("core"))) == [
        "hash_lost"
    ]


def test_another_tool_is_noted_but_not_a_newer_release_of_the_same():
    same = compare(inventory(tools=("maker 1.0",)), inventory(tools=("maker 2.0",)))
    other = compare(inventory(tools=("maker 1.0",)), inventory(tools=("another 1.0",)))

    assert not same.generator_changed
    assert other.generator_changed


def test_every_planted_change_of_a_large_inventory_is_found_and_nothing_else():
    stays = [package(f"stay{n}", digest="c") for n in range(900)]
    stays = [replace(p, hashes=(("sha256", f"{n:064x}"),)) for n, p in enumerate(stays)]
    digest = {"digest": "d"}
    planted = {
        "repackaged": [
            (package(f"r{n}", **digest), package(f"r{n}", digest="e")) for n in range(13)
        ],
        "upgraded": [(package(f"u{n}", "1.2.0"), package(f"u{n}", "1.11.0")) for n in range(40)],
        "downgraded": [(package(f"d{n}", "1.2.0"), package(f"d{n}", "1.1.9")) for n in range(7)],
        "new": [(None, package(f"n{n}")) for n in range(30)],
        "gone": [(package(f"g{n}"), None) for n in range(50)],
        "supplier_changed": [
            (package(f"s{n}", supplier="Aoba"), package(f"s{n}", supplier="Minato"))
            for n in range(9)
        ],
    }
    old = [*stays, *(before for pairs in planted.values() for before, _ in pairs if before)]
    new = [*stays, *(after for pairs in planted.values() for _, after in pairs if after)]

    found = compare(inventory(*old), inventory(*reversed(new)))

    assert {kind: len(found.of(kind)) for kind in planted} == {  # type: ignore[arg-type]
        kind: len(pairs) for kind, pairs in planted.items()
    }
    assert len(found.changes) == sum(map(len, planted.values()))
    assert found.unchanged == 900
