"""Changes stand beside the base: what is new is found, what was taken out is not."""

from __future__ import annotations

import pytest

from sekisho.match.names.index import (
    NameIndex,
    build_beside,
    build_changes,
    build_index,
    digest_of,
    digests,
)
from sekisho.match.names.words import figures
from sekisho.model.errors import LibraryError
from sekisho.model.reference import ListedParty


def party(id: str, *names: str, **fields: object) -> ListedParty:
    return ListedParty(feed="watch", id=id, name=names[0], other_names=names[1:], **fields)


BEFORE = [
    party("1", "Galdrex Drone Systems Ltd.", identifiers=(("lei", "529900ABCD12"),)),
    party("2", "Quilmere Data Service LLC"),
    party("3", "山彦软件有限公司"),
]
AFTER = [
    party("1", "Galdrex Unmanned Ltd.", identifiers=(("lei", "529900ABCD12"),)),
    party("3", "山彦软件有限公司"),
    party("4", "Virelume Optics Co., Ltd."),
]


def views(parts: dict[str, bytes]) -> dict[str, memoryview]:
    return {name: memoryview(data) for name, data in parts.items()}


@pytest.fixture
def changed() -> NameIndex:
    base = views(build_index(BEFORE))
    now = {digest_of(entry): entry for entry in AFTER}
    gone = digests(base) - set(now)
    new = [entry for digest, entry in now.items() if digest not in digests(base)]
    return NameIndex({**base, **views(build_changes(base, gone, new))})


@pytest.mark.parametrize(
    "asked",
    [
        "Galdrex Drone Systems",
        "Galdrex Unmanned",
        "Quilmere Data Service",
        "山彦软件",
        "Virelume Optics",
        "ヴィレルーム",
    ],
)
def test_the_answers_are_those_of_an_index_made_anew(changed: NameIndex, asked: str):
    anew = NameIndex(views(build_index(AFTER)))
    found = [(hit.party, hit.name, hit.score) for hit in changed.search(asked)]
    assert found == [(hit.party, hit.name, hit.score) for hit in anew.search(asked)]
    assert changed.nearest(asked) == anew.nearest(asked)


def test_numbers_of_entries_taken_out_are_gone_too(changed: NameIndex):
    assert [entry.name for entry in changed.by_identifier("lei", "529900abcd12")] == [
        "Galdrex Unmanned Ltd."
    ]
    assert len(changed) == 3


def test_whoever_opened_the_earlier_index_goes_on_with_it():
    base = views(build_index(BEFORE))
    earlier = NameIndex(base)
    build_changes(base, digests(base), AFTER)
    assert [hit.party.id for hit in earlier.search("Quilmere Data Service")] == ["2"]


def test_everything_can_be_taken_out():
    base = views(build_index(BEFORE))
    index = NameIndex({**base, **views(build_changes(base, digests(base), []))})
    assert (len(index), index.search("Galdrex Drone Systems")) == (0, ())


def many(count: int) -> list[ListedParty]:
    return [party(str(number), f"Quilmere {number:03} Data LLC") for number in range(count)]


def test_few_changes_among_very_many_leave_the_base_as_it_is():
    before = build_index(many(40))
    after = [*many(39), party("new", "Virelume Optics")]
    made = build_beside(after, before, large=30)
    assert {name: made[name] for name in before} == before
    index = NameIndex(views(made))
    assert len(index) == 40
    assert [hit.party.id for hit in index.search("Virelume Optics")] == ["new"]


@pytest.mark.parametrize(
    ("count", "large"), [(40, 41), (30, 30)], ids=["a small index", "a quarter has changed"]
)
def test_everything_else_is_made_anew(count: int, large: int):
    assert build_beside(many(count), build_index(many(40)), large) == build_index(many(count))


def test_an_index_of_other_tables_is_refused_and_never_kept():
    before = build_index(many(40))
    before["base/head"] = before["base/head"].replace(f"{figures()['version']}.".encode(), b"0.", 1)
    with pytest.raises(LibraryError) as caught:
        NameIndex(views(before))
    assert caught.value.message.id == "library.names_tables"
    assert build_beside(many(40), before, large=30) == build_index(many(40))
