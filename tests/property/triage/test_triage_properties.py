"""Every update is judged alone: neither its place in the sheet nor its neighbours matter."""

from __future__ import annotations

import csv
import io
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.desk.triage.updates import UPDATES
from sekisho.model.canonical import canonical_bytes
from sekisho.read.sheets.listing import read_listing
from sekisho.report.catalogue import both
from tests.unit.triage.builders import NAME, judge, questions, row

COMPONENTS = ("ems", "hmi", "alarm", "own", "nobody", "blank", "none", "backup")
TOLD = st.sampled_from(["", "yes", "no", "unclear"])


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, str]]:
    """Draws some updates, all with their own version."""
    made = []
    for number in range(draw(st.integers(1, 7))):
        names = ("type_changed", "name_changed", "function_changed", "facility_replaced")
        told = {name: draw(TOLD) for name in names}
        signed = draw(st.booleans())
        made.append(
            row(
                draw(st.sampled_from(COMPONENTS)),
                version=f"1.{number + 1}",
                nature=draw(st.sampled_from(["", "bug_fix", "feature"])),
                applied_by=draw(st.sampled_from(["", "own", "有限会社ほたる技研"])),
                planned_on=draw(st.sampled_from(["", "2026-12-08", "2027-04-01"])),
                confirmed_by=NAME if signed else "",
                confirmed_on="2026-11-30" if signed else "",
                **told,
            )
        )
    return made


def written(*given: dict[str, str]) -> dict[str, bytes]:
    return {each.memo.update: canonical_bytes(each.memo) for each in judge(*given)}


@settings(max_examples=25)
@given(rows(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_memo(given: list[dict[str, str]], random: Any):
    shuffled = list(given)
    random.shuffle(shuffled)
    assert written(*given) == written(*shuffled)
    assert {each.id for each in questions(*given)} == {each.id for each in questions(*shuffled)}


@settings(max_examples=25)
@given(rows())
def test_an_update_alone_has_the_memo_it_has_among_others(given: list[dict[str, str]]):
    together = written(*given)
    for each in given:
        ((update, memo),) = written(each).items()
        assert together[update] == memo


@settings(max_examples=25)
@given(rows())
def test_nothing_is_called_settled_that_somebody_has_yet_to_say(given: list[dict[str, str]]):
    for judged in judge(*given):
        unknown = [duty for duty in judged.assessment.duties if duty.need == "not_checked"]
        if judged.memo.becomes in ("nothing_to_file", "report"):
            assert not unknown
        if judged.memo.becomes == "nothing_to_file":
            assert not [duty for duty in judged.assessment.duties if duty.need == "needed"]


@settings(max_examples=25)
@given(rows())
def test_every_open_question_is_asked_exactly_once(given: list[dict[str, str]]):
    asked = [planned.update.id for question in questions(*given) for planned in question.about]
    still = [judged.memo.update for judged in judge(*given) if judged.open]
    assert sorted(asked) == sorted(still)


CELL = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\r"), max_size=20)


@given(st.lists(st.tuples(CELL, CELL), max_size=6))
def test_any_text_in_a_csv_is_read_as_it_stands(cells: list[tuple[str, str]]):
    stream = io.StringIO()
    csv.writer(stream).writerows(
        [("component", "vendor_note", "version"), *((*pair, "1") for pair in cells)]
    )
    found = read_listing(stream.getvalue().encode(), "u.csv", UPDATES, both)
    stated = [
        {key: node.value for key, node in each.values.items() if key == "vendor_note"}
        for each in found.rows
    ]
    expected = [{"vendor_note": note} if note.strip() else {} for _, note in cells]
    assert stated == expected
