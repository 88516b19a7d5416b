"""When an advisory speaks of a package, and what it says cannot be held against the version."""

from __future__ import annotations

import pytest

from sekisho.match import versions
from sekisho.match.advisories.build import build_index
from sekisho.match.advisories.index import AdvisoryHit, AdvisoryIndex
from sekisho.model.reference import Advisory, Affected, VersionRange

MENDED = VersionRange("ECOSYSTEM", (("introduced", "1.0"), ("fixed", "2.0")))
OF_COMMITS = VersionRange("GIT", (("introduced", "0"),))


def hits(affected: Affected, version: str, ecosystem: str = "PyPI") -> tuple[AdvisoryHit, ...]:
    parts = build_index([("fictional", Advisory("A-1", affected=(affected,)))])
    index = AdvisoryIndex({name: memoryview(data) for name, data in parts.items()})
    return index.match(ecosystem, "aoba", version)


@pytest.mark.parametrize(
    "ranges",
    [
        (),
        (OF_COMMITS, OF_COMMITS),
        (VersionRange("ECOSYSTEM"),),
        (VersionRange("ECOSYSTEM", (("fixed", "2.0"),)),),
    ],
)
def test_what_no_version_can_be_held_against_is_left_open(ranges: tuple[VersionRange, ...]):
    (hit,) = hits(Affected("PyPI", "aoba", (), ranges), "1.5")

    assert hit.not_evaluated


def test_an_ecosystem_in_another_case_is_left_open_not_missed():
    (hit,) = hits(Affected("pypi", "aoba", (), (MENDED,)), "1.5")

    assert (hit.how, hit.why) == ("not_evaluated", "ecosystem")


@pytest.mark.parametrize("version", ["1.0", "1.0.0", "v1.0", "1.0.0.0", "1.0+local.1"])
def test_a_listed_version_is_found_however_it_is_written(version: str):
    (hit,) = hits(Affected("PyPI", "aoba", ("1.0.0",)), version)

    assert hit.how == "listed_version"


@pytest.mark.parametrize("version", ["latest", "", "1.x", "1.0 - 2.0"])
def test_a_version_that_is_none_is_never_a_miss_in_a_list(version: str):
    (hit,) = hits(Affected("PyPI", "aoba", ("1.0.0",)), version)

    assert hit.not_evaluated


def test_a_local_label_leads_out_of_no_range():
    until = VersionRange("ECOSYSTEM", (("introduced", "0"), ("last_affected", "2.0.0")))

    assert hits(Affected("PyPI", "aoba", (), (until,)), "2.0.0+cu118")
    assert not hits(Affected("PyPI", "aoba", (), (until,)), "2.0.1+cu118")


@pytest.mark.parametrize(
    ("ecosystem", "version"),
    [
        ("PyPI", "1.5-custom-build"),
        ("PyPI", "1.x"),
        ("Maven", "[1.0,2.0)"),
        ("Packagist", "5.x-dev"),
        ("npm", "^1.0.0"),
        ("Debian:12", "unknown"),
        ("Red Hat", "(none)"),
        ("npm", ""),
        ("nowhere", "1.0"),
    ],
)
def test_a_range_a_branch_and_a_word_are_no_certain_version(ecosystem: str, version: str):
    assert not versions.is_certain(ecosystem, version)


@pytest.mark.parametrize(
    ("ecosystem", "version"),
    [
        ("PyPI", "1.0rc1.dev2+local"),
        ("npm", "1.0.0-dev"),
        ("Go", "0.0.0-20200622213623-75b288015ac9"),
        ("Debian:12", "1:1.1.1n-0+deb11u5~bpo1"),
        ("AlmaLinux:9", "3.0.7^20230101git-1.el9"),
        ("Maven", "2.14.1-redhat-1"),
    ],
)
def test_a_version_as_it_is_published_is_certain(ecosystem: str, version: str):
    assert versions.is_certain(ecosystem, version)
