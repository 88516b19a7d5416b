"""The index of listed parties, built in memory from fictional entries."""

from random import Random
from string import ascii_lowercase

import pytest

from sekisho.match.names.index import NameIndex, build_index
from sekisho.model.errors import LibraryError
from sekisho.model.reference import ListedParty

ENTRIES = [
    ListedParty(
        feed="watch",
        id="1",
        name="Galdrex Drone Systems Ltd.",
        other_names=("Galdrex",),
        country="AQ",
        identifiers=(("lei", "5299 00AB-cd12"),),
    ),
    ListedParty(feed="watch", id="2", name="山彦软件有限公司", country="HM"),
    ListedParty(feed="watch", id="3", name="Quilmere Data Service LLC", weak_names=("QDS",)),
    ListedParty(feed="other", id="1", name="Galdrex Drone Systems", country="BV"),
]


def opened(entries: list[ListedParty]):
    return NameIndex({name: memoryview(data) for name, data in build_index(entries).items()})


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("GALDREX DRONE SYSTEMS", {"1"}),
        ("Galdrecks Drone Systems", {"1"}),
        ("ガルドレックス・ドローン・システムズ株式会社", {"1"}),
        ("山彦软件", {"2"}),
        ("Quillmere Data Services", {"3"}),
        ("Systems Galdrex Drone", {"1"}),
        ("QDS", {"3"}),
        ("Aoba Micro", set()),
        ("Data Service", set()),
        ("", set()),
        ("💧\x00\n\t", set()),
        ("Galdrex " * 12_500, {"1"}),
        ("\u202eGаldrex\u200b Drone Systems", {"1"}),
    ],
)
def test_names_are_found_through_typing_order_and_script(asked: str, ids: set[str]):
    assert {hit.party.id for hit in opened(ENTRIES).search(asked)} == ids


def test_the_same_country_comes_first_and_another_is_never_hidden():
    hits = opened(ENTRIES).search("Galdrex Drone Systems", country="BV")
    assert [(hit.party.feed, hit.country_agrees) for hit in hits] == [
        ("other", True),
        ("watch", False),
    ]


def test_a_weak_name_says_that_it_is_one():
    (hit,) = opened(ENTRIES).search("QDS")
    assert hit.kind == "weak_name"


def test_numbers_are_found_whatever_their_spaces_and_case():
    index = opened(ENTRIES)
    assert [party.id for party in index.by_identifier("lei", "529900abCD12")] == ["1"]
    assert index.by_identifier("duns", "529900ABCD12") == ()


def test_equal_entries_give_equal_bytes_in_any_order():
    assert build_index(reversed(ENTRIES)) == build_index(ENTRIES)


def test_an_empty_index_finds_nothing():
    assert opened([]).search("Galdrex") == ()


def test_a_record_changed_after_building_is_caught():
    parts = build_index(ENTRIES)
    changed = bytearray(parts["base/entries.blk"])
    changed[-1] ^= 1
    parts["base/entries.blk"] = bytes(changed)
    index = NameIndex({name: memoryview(data) for name, data in parts.items()})
    names = [entry.name for entry in ENTRIES]
    with pytest.raises(LibraryError):
        [index.search(name) for name in names]


def test_no_exact_name_is_lost_among_very_many_that_share_a_word():
    draw = Random(7)  # noqa: S311  # the same names in every run, no secret
    names = [f"{''.join(draw.choices(ascii_lowercase, k=9))} Kestavel" for _ in range(600)]
    index = opened([ListedParty(feed="f", id=name, name=name) for name in names])
    found = {name: index.search(name)[0].party.id for name in names[::23]}
    assert found == {name: name for name in names[::23]}
