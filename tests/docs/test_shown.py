"""What a page shows of a command is renewed part by part, or left to a person."""

from __future__ import annotations

import pytest

from tools.shown import renewed


@pytest.mark.parametrize(
    ("shown", "printed", "expected"),
    [
        (["a", "c"], ["a", "b", "c"], ["a", "b", "c"]),
        (["a", "...", "d", "e"], ["a", "b", "d", "new", "e"], ["a", "...", "d", "new", "e"]),
        (["...", "z"], ["a", "z"], ["...", "z"]),
        (["a", "b"], ["a", "c"], None),
    ],
)
def test_a_part_keeps_its_ends_and_takes_what_is_printed_between_them(
    shown: list[str], printed: list[str], expected: list[str] | None
):
    assert renewed(shown, printed) == expected
