from __future__ import annotations

from datetime import date

import pytest

from sekisho.check.lifecycle import look_at_lifecycle
from sekisho.library.snapshot import starter_library
from sekisho.match.lifecycle import lines, products
from sekisho.model.reference import Cycle, ProductLifecycle
from tests.samples.software import STALE, TODAY, library, look, package, sbom

DJANGO = ProductLifecycle(
    feed="ends",
    id="django",
    title="Django",
    cycles=(
        Cycle(name="5.2", support=date(2025, 12, 3), life=date(2028, 4, 30)),
        Cycle(name="4.2", life=date(2027, 4, 30), support=date(2027, 4, 1)),
        Cycle(name="3.2", life=date(2024, 4, 1), latest="3.2.25"),
        Cycle(name="3", life=True),
    ),
)
DEBIAN = ProductLifecycle(
    feed="ends",
    id="debian",
    title="Debian",
    cycles=(Cycle(name="11", life=date(2024, 8, 14), extended=date(2028, 8, 31)),),
)


def django(version: str) -> object:
    return package("django", version, purl=f"pkg:pypi/django@{version}")


def told(*packages: object, **fields: object) -> list[tuple[str, str]]:
    held = library(lifecycles=(DJANGO, DEBIAN), **fields)  # type: ignore[arg-type]
    answer = look_at_lifecycle(look(held, sbom(*packages)))  # type: ignore[arg-type]
    return [(f.state if f.state != "found" else f.severity, f.message.id) for f in answer.findings]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("3.2.25", ("high", "lifecycle.ended_on")),
        ("3.10.1", ("high", "lifecycle.ended")),
        ("4.2.1", ("low", "lifecycle.ends_soon_on")),
        ("5.2", ("info", "lifecycle.security_only_on")),
        ("6.0.1", ("not_checked", "lifecycle.no_line")),
        ("", ("not_checked", "lifecycle.no_version")),
    ],
)
def test_a_release_line_is_told_as_it_stands_on_the_day(version: str, expected: tuple[str, str]):
    assert told(django(version)) == [expected]


def test_a_distribution_is_told_once_for_all_its_packages_and_not_by_what_they_are():
    packages = [
        package(name, "1.2-3", purl=f"pkg:deb/debian/{name}@1.2-3?arch=source&distro=debian-11")
        for name in ("postgresql", "openssl", "bash")
    ]

    assert told(*packages) == [("medium", "lifecycle.extended_on")]


def test_the_cpe_of_a_package_of_a_distribution_names_a_maker_who_does_not_look_after_it():
    cpe = "cpe:2.3:a:djangoproject:django:3.2.1:*:*:*:*:*:*:*"
    inside = package(
        "django", "3.2.1", cpe=cpe, purl="pkg:deb/debian/django@3.2.1?distro=debian-11"
    )
    foreign = package("django", "3.2.1", cpe=cpe, purl="pkg:rpm/amzn/django@3.2.1")
    bare = package("django", "3.2.1", cpe=cpe, purl="")

    assert told(inside) == [("medium", "lifecycle.extended_on")]
    assert told(foreign) == [("not_checked", "lifecycle.not_in_table")]
    assert told(bare) == [("high", "lifecycle.ended_on")]


def test_what_is_not_in_our_table_is_never_clear():
    held = library(lifecycles=(DJANGO,))

    answer = look_at_lifecycle(look(held, sbom(package("left-pad"), package("right-pad"))))

    (finding,) = answer.findings
    assert (finding.cause, finding.message.params["n"]) == ("lifecycle:not_in_table", 2)


def test_an_end_stays_one_in_an_old_publication_but_what_was_looked_after_is_no_answer_any_more():
    late = Cycle(name="9", life=date(2030, 1, 1))
    held = library(
        lifecycles=(ProductLifecycle(feed="ends", id="django", cycles=(late, *DJANGO.cycles)),),
        published_on=STALE,
    )

    answer = look_at_lifecycle(look(held, sbom(django("9.1"), django("3.2.1"))))  # type: ignore[arg-type]

    assert [(f.state, f.rule) for f in answer.findings] == [
        ("found", "lifecycle.ended"),
        ("not_checked", "lifecycle.not_checked"),
    ]


def test_a_cpe_names_a_product_in_either_form():
    assert products.by_cpe("cpe:2.3:a:nodejs:node.js:18.1.0:*:*:*:*:*:*:*") == ("nodejs", "18.1.0")
    assert products.by_cpe("cpe:/a:nodejs:node.js:18.1.0") == ("nodejs", "18.1.0")
    assert products.by_cpe(r"cpe:2.3:a:kasumi:a\:b:1") == ("", "1")
    assert products.by_cpe("cpe:") == ("", "")


def test_an_end_holds_through_its_day():
    cycle = Cycle(name="1", life=TODAY)

    assert lines.stand_of(cycle, TODAY, 10) == ("ends_soon", TODAY)
    assert lines.stand_of(cycle, date(2026, 11, 24), 10) == ("ended", TODAY)
    assert lines.stand_of(Cycle(name="1"), TODAY, 10) == ("unknown", None)


def test_without_a_publication_of_support_periods_the_check_says_so():
    answer = look_at_lifecycle(look(starter_library(), sbom(django("1.0"))))  # type: ignore[arg-type]

    assert answer.reason is not None
    assert answer.reason.id == "lifecycle.no_feed"
    assert told(package("node", purl="pkg:generic/node@20.1.0")) == [
        ("not_checked", "lifecycle.not_told")
    ]
