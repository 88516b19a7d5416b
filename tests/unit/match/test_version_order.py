from __future__ import annotations

import pytest

from sekisho.match import versions

IN_ORDER = {
    "PyPI": "1.0.dev1 1.0a1 1.0b2 1.0rc1 1.0 1.0+local.1 1.0.post1 1.1.dev0 1.1 2!0.1",
    "npm": "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0",
    "Go": "v0.0.0-20210101000000-abcdefabcdef v0.1.0 v1.0.0-rc.1 v1.0.0 v1.2.10",
    "crates.io": "0.0.0-0 0.9.9 0.10.0 1.0.0",
    "Debian": "1.0~rc1-1 1.0-1 1.0-1+deb12u1 1.0.1-1 1:0.5-1",
    "AlmaLinux:9": "1.0~beta-1 1.0-1.el9 1.0-2.el9 1.0^git1-1 1.1-1 1:0.1-1",
    "Alpine:v3.18": "1.0_alpha1 1.0_rc2 1.0 1.0-r1 1.0_p1 1.0.1 1.1",
    "Maven": "1.0-alpha-1 1.0-beta 1.0-rc1 1.0-SNAPSHOT 1.0 1.0-sp 1.0.1 1.10",
    "NuGet": "1.0.0-alpha 1.0.0 1.0.0.1 1.0.1",
    "RubyGems": "1.0.a 1.0.rc1 1.0 1.0.1 1.10",
    "Pub": "1.0.0-dev.1 1.0.0-dev.2 1.0.0 1.0.0+1 1.0.0+2 1.0.1",
    "firmware": "12.2(55)SE 12.2(55)SE1 12.2(58)SE 15.0(2)SE 15.2(7)E2 16.12.1s 17.3.1",
    "generic": "1.0-beta2 1.0-rc1 1.0 1.0a 1.0.1 10.1.9 10.1.9-h1 22.4R2.9 22.4R2.10",
    "Packagist": "1.0-dev 1.0-alpha1 1.0-beta1 1.0-RC1 1.0 1.0-p1 1.0.1",
}


@pytest.mark.parametrize("ecosystem", sorted(IN_ORDER))
def test_versions_stand_in_the_order_of_their_ecosystem(ecosystem: str):
    published = IN_ORDER[ecosystem].split()

    keys = [versions.key(ecosystem, version) for version in published]

    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("ecosystem", "left", "right"),
    [
        ("PyPI", "1.0", "1.0.0"),
        ("PyPI", "1.0-1", "1.0.post1"),
        ("npm", "1.2.3+build.5", "1.2.3"),
        ("Go", "v1.0.0+incompatible", "1.0.0"),
        ("NuGet", "1.0.0-Beta", "1.0.0-beta"),
        ("Packagist", "0.6", "0.6.0.0"),
        ("Debian", "1.0-0", "1.0"),
        ("Maven", "1.0.0", "1"),
        ("Maven", "1.0.RC1", "1-rc-1"),
        ("Maven", "1.0.Final", "1.0-ga"),
        ("RubyGems", "1.0.0", "1"),
        ("Packagist", "v1.2-stable", "1.2.0.0"),
    ],
)
def test_two_spellings_of_one_version_are_equal(ecosystem: str, left: str, right: str):
    assert versions.compare(ecosystem, left, right) == 0


@pytest.mark.parametrize(
    ("ecosystem", "text"),
    [
        ("PyPI", "latest"),
        ("npm", "^1.2.0"),
        ("npm", "1.2.3.4"),
        ("npm", "1.0.0-a..b"),
        ("Maven", "${project.version}"),
        ("Maven", "1-final-alpha"),
        ("Maven", "1.0.alpha.1"),  # above 1-1, which is above 1, which is above it
        ("Alpine", "1.0bc"),
        ("Packagist", "dev-main"),
        ("GitHub Actions", "8f4b7f84864484a7bf31766abe9204da3cbe65b3"),
        ("firmware", "latest"),
        ("Go", ""),
        ("Go", "(devel)"),
        ("npm", "１.２.３"),
        ("PyPI", "1.0\x00"),
        ("Debian", "x:1.0"),
        ("AlmaLinux:9", "~"),
        ("RubyGems", "main"),
        ("npm", "1" * 1000),
    ],
)
def test_a_text_without_a_place_in_the_order_is_refused_not_guessed(ecosystem: str, text: str):
    with pytest.raises(ValueError):  # noqa: PT011  # the value is the message
        versions.key(ecosystem, text)


def test_an_ecosystem_whose_order_is_not_known_says_so():
    assert versions.knows("Debian:12")
    assert not versions.knows("Conda")
    with pytest.raises(LookupError):
        versions.key("Conda", "1.0.0")


def test_numbers_of_any_length_keep_their_order():
    long = "9" * 300

    assert versions.compare("PyPI", f"1.{long}", f"1.{long}0") == -1


@pytest.mark.parametrize(
    ("ecosystem", "lower", "higher"),
    [
        ("RubyGems", "0.9.0b1.0", "0.9.0b1.0.0.1"),
        ("RubyGems", "1.rc1", "1.rc1.0.1"),
        ("RubyGems", "1.0.0.beta2.0a1", "1.0.0.beta2"),
        ("Debian", "1.2-0~", "1.2"),
        ("AlmaLinux", "1.0-3-1", "1.0-3-2"),
        ("Packagist", "20100102", "20100102.0"),
        ("Packagist", "1.0.0", "1.x-dev"),
        ("Maven", "1.0.Final-redhat-1", "1.0.1.Final"),
        ("Maven", "1.0", "1.0.Final-redhat-1"),
        ("Alpine", "1.0", "1.0-r0"),
        ("Alpine", "1.09", "1.1"),
    ],
)
def test_what_the_tools_of_the_ecosystems_taught(ecosystem: str, lower: str, higher: str):
    assert versions.compare(ecosystem, lower, higher) == -1


@pytest.mark.parametrize(
    ("ecosystem", "version", "certain"),
    [
        ("GitHub Actions", "v4.1.2", True),
        ("GitHub Actions", "v4", False),
        ("generic", "1.0.0", False),
        ("firmware", "7.0.12", False),
        ("npm", "1.0.0", True),
        ("Maven", "1.0.alpha.1", False),
    ],
)
def test_a_place_in_an_order_nobody_rules_is_never_certain(
    ecosystem: str, version: str, *, certain: bool
):
    assert versions.is_certain(ecosystem, version) is certain
