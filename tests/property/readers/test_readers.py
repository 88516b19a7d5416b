"""Every reader, with documents spoilt in every way: a result, or an error of ours with a place."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tools.fuzz import PUT, Edit, ReaderError, hold, spoilt
from tools.fuzz_targets import Target, targets

EDITS = st.lists(
    st.builds(
        Edit,
        kind=st.integers(0, 4),
        at=st.integers(0, (1 << 16) - 1),
        length=st.sampled_from((1, 2, 8, 64, 1000)),
        put=st.one_of(st.sampled_from(PUT), st.binary(max_size=8)),
    ),
    max_size=8,
)
READERS = pytest.mark.parametrize("target", targets(), ids=lambda target: target.name)


@READERS
def test_a_reader_reads_its_own_document(target: Target):
    target.read(target.seed)


@READERS
@settings(max_examples=40)
@given(edits=EDITS)
def test_a_spoilt_document_gives_a_result_or_an_error_with_a_place(
    target: Target, edits: list[Edit]
):
    hold(target, spoilt(target.seed, edits))


@READERS
@settings(max_examples=15)
@given(data=st.binary(max_size=200))
@example(data=b"")
@example(data=b"PK\x03\x04")
@example(data=b"\x1f\x8b\x08")
@example(data=b"\x28\xb5\x2f\xfd")
@example(data=b"\xff\xfe\x00")
def test_any_bytes_give_a_result_or_an_error_with_a_place(target: Target, data: bytes):
    hold(target, data)


@READERS
@pytest.mark.parametrize("part", ["[", '{"a":', "<a>", "- ", "(", "a,", '"'])
def test_a_hundred_thousand_levels_give_a_result_or_an_error_with_a_place(
    target: Target, part: str
):
    hold(target, part.encode() * 100_000)


def test_what_no_reader_may_do_is_noticed():
    def careless(data: bytes) -> object:
        return data[10]

    with pytest.raises(ReaderError, match="IndexError"):
        hold(Target("careless", careless, b""), b"")
