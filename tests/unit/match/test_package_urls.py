from __future__ import annotations

import pytest

from sekisho.match import versions
from sekisho.match.packages.ecosystems import can_be_name, distributions
from sekisho.match.packages.purl import Coordinates, coordinates, parse


def test_a_package_url_is_read_in_its_parts():
    purl = parse("pkg:npm/%40aoba/core@1.2.3?arch=x64&os=linux#lib/main")

    assert purl is not None
    assert (purl.type, purl.namespace, purl.name) == ("npm", "@aoba", "core")
    assert purl.version == "1.2.3"
    assert purl.qualifier("os") == "linux"
    assert purl.subpath == "lib/main"


@pytest.mark.parametrize(
    "text", ["", "npm/left@1", "pkg:", "pkg:npm", "pkg:npm/", "pkg:n m/x", "http://example.com/a"]
)
def test_a_text_that_is_no_package_url_gives_nothing(text: str):
    assert parse(text) is None
    assert coordinates(text) is None


@pytest.mark.parametrize(
    ("purl", "expected"),
    [
        ("pkg:pypi/Zope_Interface@5.0", Coordinates("PyPI", "zope-interface", "5.0")),
        ("pkg:npm/@aoba/core@1.0.0", Coordinates("npm", "@aoba/core", "1.0.0")),
        ("pkg:npm/@aoba/core", Coordinates("npm", "@aoba/core", "")),
        (
            "pkg:golang/github.com/Aoba/core@v1.0.0",
            Coordinates("Go", "github.com/aoba/core", "1.0.0"),
        ),
        ("pkg:golang/stdlib@go1.21rc2", Coordinates("Go", "stdlib", "1.21.0-rc.2")),
        ("pkg:maven/jp.example/core@1.0", Coordinates("Maven", "jp.example:core", "1.0")),
        ("pkg:nuget/Aoba.Core@1.0.0", Coordinates("NuGet", "aoba.core", "1.0.0")),
        ("pkg:cargo/aoba@0.1.0", Coordinates("crates.io", "aoba", "0.1.0")),
        (
            "pkg:rpm/almalinux/curl@7.76-1.el9?epoch=1&distro=almalinux-9.1",
            Coordinates("AlmaLinux:9", "curl", "1:7.76-1.el9"),
        ),
        (
            "pkg:apk/alpine/libcrypto3@3.1-r0?upstream=openssl&distro=3.18.4",
            Coordinates("Alpine:v3.18", "openssl", "3.1-r0"),
        ),
        (
            "pkg:composer/drupal/token@1.0?repository_url=packages.drupal.org/8",
            Coordinates("Packagist:https://packages.drupal.org/8", "drupal/token", "1.0"),
        ),
    ],
)
def test_coordinates_are_written_as_advisories_write_them(purl: str, expected: Coordinates):
    assert coordinates(purl) == expected


@pytest.mark.parametrize(
    ("distro", "ecosystem"),
    [("debian-12", "Debian:12"), ("bookworm", "Debian:12"), ("debian-12.4", "Debian:12")],
)
def test_a_release_of_debian_is_known_by_number_and_by_name(distro: str, ecosystem: str):
    found = coordinates(f"pkg:deb/debian/curl@7.88-1?distro={distro}")

    assert found is not None
    assert found.ecosystem == ecosystem


def test_a_binary_package_of_debian_without_its_source_is_not_exact():
    binary = coordinates("pkg:deb/debian/libssl3@3.0-1?arch=amd64&distro=debian-12")
    source = coordinates("pkg:deb/debian/libssl3@3.0-1?upstream=openssl%403.0-0&distro=debian-12")

    assert binary is not None
    assert source is not None
    assert not binary.exact
    assert source == Coordinates("Debian:12", "openssl", "3.0-0")


def test_a_distribution_without_a_release_is_not_given_one():
    found = coordinates("pkg:rpm/almalinux/curl@7.76-1.el9")

    assert found is not None
    assert found.ecosystem == "AlmaLinux"


def test_a_type_without_an_ecosystem_gives_nothing():
    assert coordinates("pkg:generic/openssl@3.0") is None


@pytest.mark.parametrize(
    ("purl", "other"),
    [
        ("pkg:npm/JSONStream@1.0.0", "pkg:npm/jsonstream@1.0.0"),
        ("pkg:cargo/Aoba-Core@1.0.0", "pkg:cargo/aoba_core@1.0.0"),
        ("pkg:gem/RedAoba@1.0.0", "pkg:gem/redaoba@1.0.0"),
        ("pkg:golang/std@v1.20.1", "pkg:golang/stdlib@1.20.1"),
    ],
)
def test_two_spellings_of_one_package_lead_to_one_place(purl: str, other: str):
    assert coordinates(purl) == coordinates(other)


@pytest.mark.parametrize(
    "purl",
    [
        "pkg:maven/core@1.0",
        "pkg:maven/jp/example/core@1.0",
        "pkg:composer/core@1.0",
        "pkg:npm/aoba/core@1.0",
        "pkg:npm/node_modules/aoba@1.0",
        "pkg:npm/%2540aoba/core@1.0",
        "pkg:npm/aoba%20@1.0",
        "pkg:npm/aoba\u200b@1.0",
        "pkg:npm/\u0430oba@1.0",
        "pkg:golang/example.org/a%00b@1.0",
    ],
)
def test_a_name_its_ecosystem_cannot_hold_is_told(purl: str):
    found = coordinates(purl)

    assert found is not None
    assert not can_be_name(found.ecosystem, found.name)


@pytest.mark.parametrize(
    "purl",
    [
        "pkg:maven/jp.example/core_2.13@1.0",
        "pkg:composer/drupal/token@1.0?repository_url=packages.drupal.org/8",
        "pkg:npm/%40aoba/core.js@1.0",
        "pkg:golang/example.org/~aoba/core@1.0",
        "pkg:deb/debian/libstdc%2B%2B6@12?distro=debian-12",
        "pkg:swift/example.org/aoba/core@1.0",
    ],
)
def test_a_name_its_ecosystem_can_hold_passes(purl: str):
    found = coordinates(purl)

    assert found is not None
    assert can_be_name(found.ecosystem, found.name)


@pytest.mark.parametrize(
    ("purl", "ecosystem"),
    [
        ("pkg:deb/debian/curl@7?distro=debian-11.6", "Debian:11"),
        ("pkg:deb/debian/curl@7?distro=sid", "Debian:sid"),
        ("pkg:deb/ubuntu/curl@7?distro=ubuntu-22.04", "Ubuntu:22.04:LTS"),
        ("pkg:deb/ubuntu/curl@7?distro=jammy", "Ubuntu:22.04:LTS"),
        ("pkg:deb/ubuntu/curl@7?distro=ubuntu-23.10", "Ubuntu:23.10"),
        ("pkg:apk/alpine/curl@7?distro=alpine-3.19.1", "Alpine:v3.19"),
        ("pkg:apk/alpine/curl@7?distro=3.16.2", "Alpine:v3.16"),
        ("pkg:alpine/curl@7?distro=alpine-3.16.2", "Alpine:v3.16"),
        ("pkg:apk/wolfi/curl@7?distro=wolfi-20230201", "Wolfi"),
        ("pkg:rpm/almalinux/curl@7?distro=almalinux-9.2", "AlmaLinux:9"),
        ("pkg:rpm/rocky/curl@7?distro=rocky-8.5", "Rocky Linux:8"),
        ("pkg:rpm/opensuse/curl@7?distro=opensuse-leap-15.6", "openSUSE:Leap 15.6"),
        ("pkg:rpm/opensuse/curl@7?distro=opensuse-tumbleweed-20240801", "openSUSE:Tumbleweed"),
        ("pkg:rpm/photon/curl@7?distro=photon-4.0", "Photon OS:4.0"),
        ("pkg:rpm/sles/curl@7?distro=sles-15.3", "SUSE"),
        ("pkg:rpm/redhat/curl@7?distro=rhel-8.6", "Red Hat"),
        ("pkg:deb/debian/curl@7?arch=amd64&amp;distro=debian-11", "Debian:11"),
    ],
)
def test_a_release_is_written_as_its_advisories_write_it_or_left_out(purl: str, ecosystem: str):
    found = coordinates(purl)

    assert found is not None
    assert found.ecosystem == ecosystem


def test_an_rpm_is_looked_up_under_what_its_distribution_calls_packages():
    source = "upstream=bind-9.11.36-14.el8.src.rpm"
    alma = coordinates(f"pkg:rpm/almalinux/bind-libs@9.11.36-14.el8?{source}&distro=almalinux-8.9")
    rocky = coordinates(
        f"pkg:rpm/rocky/bind-libs@9.11.36-14.el8?epoch=32&{source}&distro=rocky-8.9"
    )
    bare = coordinates("pkg:rpm/rocky/bind-libs@9.11.36-14.el8?distro=rocky-8.9")

    assert alma == Coordinates("AlmaLinux:8", "bind-libs", "9.11.36-14.el8", also="bind")
    assert rocky == Coordinates("Rocky Linux:8", "bind", "32:9.11.36-14.el8")
    assert bare is not None
    assert not bare.exact


def test_every_distribution_in_the_table_names_its_source_and_an_order_of_versions():
    for (kind, namespace), known in distributions().items():
        assert versions.knows(known.ecosystem), (kind, namespace)
        assert known.names in {"source", "binary", "either"}
        assert known.release in {"number", "v_minor", "minor", "ubuntu", "leap", "none", "untold"}
