"""The quick reading of a package URL gives what the full one gives, whatever the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sekisho.match.packages import purl

PIECES = st.text("aB1._~:+-/@%?#&= ", max_size=8)


KINDS = st.sampled_from(["npm", "pypi", "deb", "golang", "Maven", "x1"])


@given(kind=KINDS, one=PIECES, two=PIECES, version=PIECES, rest=PIECES)
def test_the_quick_reading_is_that_of_the_full_one(
    kind: str, one: str, two: str, version: str, rest: str
):
    for text in (
        f"pkg:{kind}/{one}/{two}@{version}",
        f"pkg:{kind}/{two}@{version}{rest}",
        f"pkg:{kind}{one}@{version}",
    ):
        assert purl.parse(text) == purl._parse(text)  # the one the other shortens
