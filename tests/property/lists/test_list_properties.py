"""What holds for every entry of every list: nothing is lost, and a second look changes nothing."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sekisho.match.addresses import address_key
from sekisho.model.reference import ListedParty
from sekisho.read.defects import DefectLog
from sekisho.read.lists.numbers import is_right
from sekisho.read.lists.sift import names_in, sifted

NAMES = st.text(min_size=1, max_size=40) | st.sampled_from(
    [
        "Virelume / Galdrex",
        "Aoba a.k.a. Micro",
        "架空光学（旧称：ガルドレクス）",
        "A\x00B",
        "f.k.a. X",
    ]
)
NUMBERS = st.tuples(
    st.sampled_from(["lei", "corporate_number", "inn", "ogrn", "passport"]),
    st.text("0123456789ABC", min_size=1, max_size=20),
)
PARTIES = st.builds(
    ListedParty,
    feed=st.just("f"),
    id=st.text("abc", min_size=1, max_size=2),
    name=NAMES,
    other_names=st.lists(NAMES, max_size=2).map(tuple),
    weak_names=st.lists(NAMES, max_size=1).map(tuple),
    identifiers=st.lists(NUMBERS, max_size=2).map(tuple),
    listed_on=st.none() | st.dates(),
    ended_on=st.none() | st.dates(),
)


@given(st.lists(PARTIES, max_size=6))
def test_every_entry_stays_once_under_an_id_of_its_own(parties: list[ListedParty]) -> None:
    log = DefectLog()
    found = list(sifted(parties, "list", log))
    assert log.count == 0
    assert len({party.id for party in found}) == len(found)
    assert len(found) <= len(parties)
    assert {party.id for party in parties} <= {party.id for party in found}


@given(PARTIES)
def test_a_second_look_changes_nothing(party: ListedParty) -> None:
    (once,) = sifted([party], "list", DefectLog())
    log = DefectLog()
    assert list(sifted([once], "list", log)) == [once]
    assert log.remarks == 0


@given(PARTIES)
def test_numbers_are_kept_and_only_right_ones_are_compared(party: ListedParty) -> None:
    (found,) = sifted([party], "list", DefectLog())
    assert sorted((*found.identifiers, *found.doubtful_identifiers)) == sorted(party.identifiers)
    assert all(is_right(*pair) for pair in found.identifiers)
    assert not any(is_right(*pair) for pair in found.doubtful_identifiers)


@given(PARTIES)
def test_an_entry_never_ends_before_it_begins(party: ListedParty) -> None:
    (found,) = sifted([party], "list", DefectLog())
    if found.listed_on and found.ended_on:
        assert date(1900, 1, 1) <= found.listed_on <= found.ended_on


@given(NAMES)
def test_parts_of_a_field_stand_in_it(text: str) -> None:
    assert all(part and not part.isspace() for part, _ in names_in(text) if text.strip())


@given(st.lists(st.text("abc123", min_size=1, max_size=5), min_size=1, max_size=6), st.randoms())
def test_the_order_of_an_address_does_not_count(words: list[str], chance: Random) -> None:
    mixed = list(words)
    chance.shuffle(mixed)
    assert address_key(" ".join(words)) == address_key(" ".join(mixed))
