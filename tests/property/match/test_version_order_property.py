"""The keys against slow references: `packaging` for PEP 440, SemVer section 11 written out."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from sekisho.match import versions
from sekisho.match.versions.order import ORDERS

_small = st.integers(0, 12).map(str)
_release = st.lists(_small, min_size=1, max_size=4).map(".".join)


@st.composite
def pep440(draw: st.DrawFn) -> str:
    epoch = draw(st.sampled_from(["", "", "1!"]))
    pre = draw(st.sampled_from(["", "", "a1", ".beta2", "-rc.3", "c0", "preview4"]))
    post = draw(st.sampled_from(["", "", ".post1", "-2", "rev3", ".r"]))
    dev = draw(st.sampled_from(["", "", ".dev0", "dev4", "-dev"]))
    local = draw(st.sampled_from(["", "", "+1", "+ubuntu.2", "+a-1_b"]))
    return f"{epoch}{draw(_release)}{pre}{post}{dev}{local}"


@given(pep440(), pep440())
def test_python_versions_compare_as_packaging_compares_them(left: str, right: str):
    one, other = Version(left), Version(right)

    assert versions.compare("PyPI", left, right) == (one > other) - (one < other)


_identifier = st.one_of(_small, st.sampled_from(["alpha", "beta", "rc", "x-y", "-", "0a", "A"]))


@st.composite
def semver(draw: st.DrawFn) -> str:
    core = ".".join(draw(st.lists(_small, min_size=3, max_size=3)))
    before = draw(st.lists(_identifier, max_size=3))
    build = draw(st.sampled_from(["", "+5", "+sha.1a"]))
    return core + ("-" + ".".join(before) if before else "") + build


def _slow(left: str, right: str) -> int:
    one, other = _parts(left), _parts(right)
    if one[0] != other[0]:
        return 1 if one[0] > other[0] else -1
    if not one[1] or not other[1]:
        return (not one[1]) - (not other[1])
    for a, b in zip(one[1], other[1], strict=False):
        if a != b:
            return _identifiers(a, b)
    return (len(one[1]) > len(other[1])) - (len(one[1]) < len(other[1]))


def _parts(version: str) -> tuple[list[int], list[str]]:
    core, _, before = version.partition("+")[0].partition("-")
    return [int(part) for part in core.split(".")], before.split(".") if before else []


def _identifiers(a: str, b: str) -> int:
    if a.isdigit() and b.isdigit():
        return 1 if int(a) > int(b) else -1
    if a.isdigit() != b.isdigit():
        return -1 if a.isdigit() else 1
    return 1 if a > b else -1


@given(st.lists(semver(), min_size=2, max_size=6), st.sampled_from(["npm", "Go", "crates.io"]))
def test_semantic_versions_sort_as_the_standard_says(published: list[str], ecosystem: str):
    keyed = sorted(published, key=lambda version: versions.key(ecosystem, version))

    for left, right in pairwise(keyed):
        assert _slow(left, right) <= 0
    assert len({versions.key(ecosystem, v) for v in published}) == len(_distinct(published))


def _distinct(published: list[str]) -> list[str]:
    kept: list[str] = []
    for version in published:
        if all(_slow(version, other) for other in kept):
            kept.append(version)
    return kept


@given(st.sampled_from(sorted(ORDERS)))
def test_every_order_is_the_same_both_ways(ecosystem: str):
    written = ["1.0", "1.0-1", "1.0.1", "2", "1.10", "1.9", "1.0-beta", "1.0_rc1", "1.0.0-r1"]
    published = [version for version in written if _has_place(ecosystem, version)]

    for left in published:
        for right in published:
            forth = versions.compare(ecosystem, left, right)
            assert forth == -versions.compare(ecosystem, right, left)


def _has_place(ecosystem: str, version: str) -> bool:
    try:
        versions.key(ecosystem, version)
    except ValueError:
        return False
    return True
