"""The benchmark of names on real data: the division holds, and quality does not fall."""

from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks.names import reference
from benchmarks.names.openset import unmated
from benchmarks.names.results import CLAIMED_FROM
from benchmarks.names.splits import World, keys_of, record_of, world


@pytest.fixture(scope="module")
def real(test_data: Path) -> World:
    return world(test_data)


def test_no_name_and_no_number_stands_in_both_parts(real: World):
    parts = defaultdict(set)
    for records in (real.entities, real.pairs, real.firms, real.unlisted):
        for record in records:  # type: ignore[attr-defined]
            part = real.part(real.component(record_of(record)))
            for key in keys_of(record):
                parts[key].add(part)

    assert [key for key, found in parts.items() if len(found) > 1] == []
    assert {part for found in parts.values() for part in found} == {"tune", "report"}


def test_a_component_is_a_handful_of_records(real: World):
    # One that joins hundreds would mean that a reader took something for a name that is none.
    assert max(real.components.sizes().values()) <= 40


@pytest.fixture
def same_files(test_data: Path) -> None:
    if reference.files(test_data) != reference.read()["files"]:
        pytest.skip("the real data are not those of the reference of names")


@pytest.mark.usefixtures("same_files")
def test_there_are_enough_unlisted_firms_to_claim_a_rate(real: World):
    firms = [query for query in unmated(real, "report") if query.kind == "company"]

    assert len(firms) >= CLAIMED_FROM


@pytest.mark.usefixtures("same_files")
def test_the_same_files_are_read_and_divided_as_they_were(real: World):
    assert reference.digests(real) == reference.read()["digests"]


@pytest.mark.usefixtures("same_files")
def test_quality_is_not_below_the_reference(real: World):
    # A figure may be traded for another on purpose: `python -m benchmarks.names --renew` then
    # writes the reference anew, in the commit that says why.
    assert reference.worse(reference.quick(real), reference.read()["quick"]) == []
