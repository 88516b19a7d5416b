from __future__ import annotations

import pytest

from sekisho.match.packages.ecosystems import can_be_name
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
