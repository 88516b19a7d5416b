from __future__ import annotations

import pytest

from sekisho.match.versions import parse_vers


@pytest.mark.parametrize(
    ("range", "inside", "outside"),
    [
        ("vers:pypi/>=1.0|<2.0", "1.0 1.5 2.0rc1", "0.9 2.0 3"),
        ("vers:pypi/>=1.0|!=1.5|<2.0", "1.4 1.6", "1.5 1.5.0"),
        ("vers:npm/1.2.3|2.0.0", "1.2.3 2.0.0+build", "1.2.4"),
        ("vers:npm/<1.0.0|>=2.0.0|<2.1.0|>3.0.0", "0.1.0 2.0.5 3.0.1", "1.0.0 2.1.0 3.0.0"),
        ("vers:maven/<=1.0", "1.0.0 1.0-rc1", "1.0.1"),
        ("vers:deb/>=1:1.0-1|<1:1.2~", "1:1.1", "1.1 1:1.2"),
        ("vers:gem/!=1.5", "1.4 9", "1.5 1.5.0"),
        ("vers:golang/*", "1.0.0 v9.9.9", ""),
        ("vers:pypi/>=1.0|>=1.5|<1.8|<2.0", "1.2 1.9", "0.9 2.0"),
        ("vers:pypi/>=1%210", "1!0 1!2", "3.0"),
        (" VERS:PyPI/ >= 1.0 | < 2 ", "1.5", "2"),
    ],
)
def test_a_range_holds_what_it_names_and_nothing_else(range: str, inside: str, outside: str):
    found = parse_vers(range)

    assert [v for v in inside.split() if not found.contains(v)] == []
    assert [v for v in outside.split() if found.contains(v)] == []


@pytest.mark.parametrize(
    "text",
    [
        "pypi/>=1.0",
        "vers:pypi",
        "vers:pypi/",
        "vers:pypi/>=",
        "vers:pypi/>=1.0|<1.0.0",
        "vers:pypi/*|1.0",
        "vers:npm/>=latest",
        "vers:npm/" + "|".join(f"1.0.{n}" for n in range(2000)),
        "vers:npm/" + "1" * 20_000,
    ],
)
def test_what_is_no_range_is_refused(text: str):
    with pytest.raises(ValueError):  # noqa: PT011  # the value is the message
        parse_vers(text)


def test_a_scheme_whose_order_is_not_known_says_so():
    with pytest.raises(LookupError):
        parse_vers("vers:conda/>=1.0")
