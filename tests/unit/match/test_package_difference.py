from __future__ import annotations

import random

import pytest
from msgspec.structs import replace

from sekisho.match.packages.difference import compare
from sekisho.model.inventory import Inventory, Package
from tests.samples.planted import planted


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
        "supplier_changed",
        "maker_changed",
        "upgraded",
        "licence_changed",
    ]


def test_the_same_bytes_under_another_name_are_a_renaming():
    old, new = package("core", digest="a"), package("kernel", digest="a")

    assert kinds(inventory(old), inventory(new)) == ["renamed"]


def test_the_same_name_in_another_registry_is_told_with_both():
    old = package("core")
    new = replace(package("core"), purl="pkg:pypi/core@1.0.0")

    (change,) = compare(inventory(old), inventory(new)).changes

    assert (change.kind, change.old, change.new) == ("origin_changed", "npm/core", "pypi/core")


def test_two_packages_of_one_name_in_another_registry_are_not_guessed_to_be_one():
    old = package("core")
    new = (replace(old, purl=f"pkg:{type}/core@1.0.0") for type in ("pypi", "gem"))

    assert kinds(inventory(old), inventory(*new)) == ["new", "new", "gone"]


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
    same = compare(inventory(tools=("maker 1.0",)), inventory(tools=("maker-2.0",)))
    other = compare(inventory(tools=("maker 1.0",)), inventory(tools=("another 1.0",)))

    assert not same.generator_changed
    assert other.generator_changed


def test_every_planted_change_of_a_large_inventory_is_found_and_nothing_else():
    made = planted()

    found = compare(made.before, made.after)

    assert found.counts == (10_000, 9_800)
    told = {
        kind: {(change.before or change.package).ref for change in changes}
        for kind, changes in found.by_kind().items()
    }
    assert told == made.answers
    assert len(found.changes) == sum(map(len, made.answers.values()))
    assert (found.unchanged, found.duplicates) == (made.unchanged, 70)


def deb(version: str, distro: str = "debian-12", arch: str = "amd64") -> Package:
    purl = f"pkg:deb/debian/core@{version}?arch={arch}&distro={distro}"
    return Package(name="core", version=version, purl=purl)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (deb("1.2-3"), deb("1.2-3+deb12u1"), "rebuilt"),
        (deb("1.2-3"), deb("1.3-1"), "upgraded"),
        (deb("1.2-3"), deb("1.2-2"), "downgraded"),
        (deb("1.2-3"), deb("1.2-3", distro="debian-13"), "build_changed"),
        (deb("1.2-3"), deb("1.2-3", arch="arm64"), "build_changed"),
        (package("core", "1.0.0+1"), package("core", "1.0.0+2"), "rebuilt"),
    ],
)
def test_a_release_built_again_or_for_another_machine_has_a_kind_of_its_own(
    before: Package, after: Package, kind: str
):
    assert kinds(inventory(before), inventory(after)) == [kind]


def test_the_same_version_written_otherwise_with_other_bytes_is_a_repackaging():
    old, new = (
        Package(name="core", version=v, purl=f"pkg:pypi/core@{v}", hashes=(("sha256", d * 64),))
        for v, d in (("1.0", "a"), ("1.0.0", "b"))
    )

    assert kinds(inventory(old), inventory(new)) == ["repackaged"]


def test_a_qualifier_only_one_generator_writes_is_no_change():
    old = Package(name="core", version="1.2-3", purl="pkg:deb/debian/core@1.2-3")

    assert kinds(inventory(old), inventory(deb("1.2-3"))) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "pkg:alpine/core@3.4.0-r0?arch=x86_64&distro=alpine-3.17.0",
            "pkg:apk/alpine/core@3.4.0-r0?distro=3.17.0",
        ),
        (
            "pkg:rpm/amzn/core@4.2-34.amzn2?arch=x86_64&distro=amzn-2",
            "pkg:rpm/amazon/core@4.2-34.amzn2?arch=x86_64&distro=amazon-2%20%28Karoo%29",
        ),
        ("pkg:deb/debian/core@2-1?distro=debian-12", "pkg:deb/debian/core@2-1?distro=bookworm"),
        ("pkg:rpm/rhel/core@2-1?distro=rhel-9.1", "pkg:rpm/redhat/core@2-1?distro=redhat-9"),
    ],
)
def test_what_tools_write_otherwise_is_no_other_package(before: str, after: str):
    old, new = (Package(name="core", purl=purl) for purl in (before, after))

    assert kinds(inventory(old), inventory(new)) == []


@pytest.mark.parametrize("whole", ["4.2-34.el9", "1:4.2-34.el9"])
def test_a_version_without_its_release_beside_the_package_url_is_no_older_one(whole: str):
    purl = f"pkg:rpm/redhat/core@{whole}"
    old, new = (Package(name="core", version=version, purl=purl) for version in (whole, "4.2"))

    assert kinds(inventory(old), inventory(new)) == []


def test_versions_of_two_namespaces_have_no_common_order():
    old = Package(name="ecj", version="4.25", purl="pkg:maven/org.a.batch/ecj@4.25")
    new = Package(name="ecj", version="3.31.0", purl="pkg:maven/org.a/ecj@3.31.0")

    assert kinds(inventory(old), inventory(new)) == ["origin_changed", "version_changed"]


def test_dependencies_that_only_the_newer_document_states_are_not_called_new():
    user, tls = package("user", ref="u"), Package(name="ws", purl="pkg:npm/ws@1", ref="t")
    new = replace(inventory(user, tls), edges=(("u", ("t",)),))

    assert compare(inventory(user, tls), new).changes == ()


@pytest.mark.parametrize(
    ("fields", "other", "told"),
    [
        ({"country": "JP"}, {"country": "BV"}, ("country_changed", "JP", "BV")),
        (
            {"distribution": "https://a.example/core.tgz"},
            {"distribution": "git+https://b.example/core"},
            ("location_changed", "a.example", "b.example"),
        ),
        (
            {},
            {"purl": "pkg:npm/core@1.0.0?repository_url=https://mirror.example/npm"},
            ("registry_changed", "", "mirror.example"),
        ),
        ({"executable": False}, {"executable": True}, ("executable_new", "", "")),
    ],
)
def test_where_a_package_comes_from_and_what_it_can_do(
    fields: dict[str, object], other: dict[str, object], told: tuple[str, ...]
):
    (change,) = compare(
        inventory(package("core", **fields)), inventory(package("core", **other))
    ).changes

    assert (change.kind, change.old, change.new) == told


def test_the_default_registry_written_out_is_no_other():
    new = package("core", purl="pkg:npm/core@1.0.0?repository_url=https://registry.npmjs.org")

    assert kinds(inventory(package("core")), inventory(new)) == []


def test_a_country_the_sbom_does_not_state_may_be_known_beside_it():
    old, new = package("core", supplier="Aoba"), package("core", supplier="Sable")

    found = compare(inventory(old), inventory(new), {"aoba": "JP", "sable": "BV"})

    assert [c.kind for c in found.changes] == ["supplier_changed", "country_changed"]


def test_a_new_package_brings_a_new_supplier_and_country_and_what_runs():
    old = package("core", supplier="Aoba", country="JP")
    new = package("tool", supplier="Sable", country="BV", kind="application")

    found = compare(inventory(old), inventory(old, new)).changes

    assert [(c.kind, c.new or c.why) for c in found] == [
        ("supplier_new", "Sable"),
        ("country_new", "BV"),
        ("executable_new", "kind"),
        ("new", ""),
    ]


def test_a_new_dependency_on_a_known_component_is_told_with_the_reason():
    user = package("user", ref="u")
    tls = Package(name="rustls", version="1.0", purl="pkg:cargo/rustls@1.0", ref="t")
    old = replace(inventory(user, tls), edges=(("t", ()),))
    new = replace(inventory(user, tls), edges=(("u", ("t",)),))

    (change,) = compare(old, new).changes

    assert (change.kind, change.new, change.why) == ("crypto_new", "user", "nature.tls")


def of_product(name: str, *packages: Package) -> Inventory:
    return replace(inventory(*packages), primary=Package(name=name, version="4", ref="top"))


def test_two_products_are_told_to_be_two():
    one, two = package("core"), package("other")

    assert compare(of_product("Aoba EMS", one), of_product("Kita HMI", two)).other_product
    assert not compare(of_product("Aoba EMS", one), of_product("aoba ems", two)).other_product
    # Most of what is inside is the same: the product is called otherwise.
    assert not compare(of_product("Aoba EMS", one), of_product("Kita HMI", one)).other_product


def test_the_product_itself_may_stand_among_the_packages_of_one_side():
    user, web = package("EMS", "4", ref="e"), package("axios", ref="w")
    listed = replace(of_product("python-ems", user, web), edges=(("e", ("w",)),))
    top = replace(inventory(web), primary=replace(user, ref="top"), edges=(("top", ("w",)),))

    assert compare(listed, top).changes == ()
    assert compare(top, listed).changes == ()


def test_a_field_that_clearly_fewer_packages_state_is_told():
    old = [package(f"p{n}", digest="a") for n in range(20)]
    new = [replace(p, hashes=()) if n < 1 else p for n, p in enumerate(old)]

    (drop,) = compare(inventory(*old), inventory(*new)).drops
    assert (drop.element, drop.before, drop.after) == ("hash", 20, 19)
    assert compare(inventory(*old, *old), inventory(*new, *old)).drops == ()


def test_a_format_without_package_urls_is_paired_by_name():
    old, new = package("core", "1.0"), Package(name="core", version="2.0")

    assert kinds(inventory(old), inventory(new)) == ["version_changed"]
