"""What the benchmark of names counts, divides and hands to its peers."""

from __future__ import annotations

import sys
from math import comb
from pathlib import Path

import pytest

from benchmarks.names import noise, page, reference
from benchmarks.names.datasets import Firm, Unlisted
from benchmarks.names.figures import (
    Rate,
    auc,
    best_limit,
    bootstrap,
    clopper_pearson,
    confusion,
    curve,
    limit_for,
)
from benchmarks.names.openset import OpenSet, Query, Sizes, open_set
from benchmarks.names.peers import ENVIRONMENTS, Child, Peer, Peers
from benchmarks.names.records import Entity, ListedName, same_key, script_of
from benchmarks.names.results import Outcome, claim, difference, outcome_of
from benchmarks.names.searching import Answered, Candidates, candidates_for, ours_in
from benchmarks.names.sides import Held, NotMeasured, Ours
from benchmarks.names.splits import Components, World, joined


def _tail(count: int, of: int, share: float) -> float:
    return sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(count, of + 1))


@pytest.mark.parametrize(("count", "of"), [(1, 10), (7, 50), (25, 50), (49, 50)])
def test_the_bounds_of_a_share_leave_two_and_a_half_per_cent_at_each_end(count: int, of: int):
    low, high = clopper_pearson(count, of)

    assert _tail(count, of, low) == pytest.approx(0.025, abs=1e-9)
    assert 1 - _tail(count + 1, of, high) == pytest.approx(0.025, abs=1e-9)


def test_nothing_in_a_hundred_may_still_be_three_and_a_half_in_a_hundred():
    assert clopper_pearson(0, 100) == (0.0, pytest.approx(0.03622, abs=1e-5))
    assert clopper_pearson(100, 100)[1] == 1.0
    assert clopper_pearson(0, 0) == (0.0, 1.0)


def test_a_limit_lets_as_many_alerts_through_as_are_allowed_and_no_more():
    best = [990, 900, 900, 700, *([0] * 996)]

    assert limit_for(best, 1) == 901
    assert limit_for(best, 3) == 701
    assert limit_for(best, 4) == 1
    assert limit_for(best, 0.1) == 991


def test_no_limit_is_high_enough_when_an_unlisted_name_scores_all_points():
    assert limit_for([1000, 1000, *([0] * 998)], 1) == 1001


def test_an_area_counts_ties_half():
    assert auc([900, 500], [500, 100]) == pytest.approx(3.5 / 4)


def test_a_limit_is_chosen_by_f1_and_the_lowest_of_equals():
    rows = [(900, True), (800, True), (700, False), (600, False)]

    assert best_limit(rows) == 800
    assert confusion(rows, 700).f1 == pytest.approx(4 / 5)


def test_a_curve_falls_on_one_side_as_it_rises_on_the_other():
    points = curve([1000, 800, 0], [900, 100], (1, 850, 1000))

    assert [(p.alerts.count, p.missed.count) for p in points] == [(2, 1), (1, 2), (0, 2)]


def test_a_difference_of_one_cluster_is_no_win_and_of_many_is():
    def share(weights: list[int]) -> float:
        return sum(weights[:20]) / sum(weights) - 0.4

    alone = bootstrap(["a"] * 20 + ["b"] * 20, share, 200)  # type: ignore[arg-type]
    many = bootstrap(list(range(20)) * 2, share, 200)  # type: ignore[arg-type]

    assert not alone.won
    assert many.won
    assert alone.value == many.value == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("count", "of", "expected"),
    [
        (0, 9_999, "not claimed: 9,999 names, 10,000 are needed"),
        (0, 10_000, "claimed: at most 0.37 in 1,000"),
        (9, 10_000, "not claimed: up to 1.71 in 1,000"),
    ],
)
def test_a_rate_of_false_alerts_is_claimed_only_where_its_bound_allows(
    count: int, of: int, expected: str
):
    assert claim(Rate(count, of)) == expected


def test_names_share_a_key_whatever_their_order_accents_and_legal_form():
    assert same_key("KASUMI, Élodie") == same_key("Elodie Kasumi")
    assert same_key("株式会社青葉") == same_key("青葉株式会社") == same_key("青葉")
    assert same_key("Aoba Co., Ltd.") == same_key("AOBA LIMITED")
    assert same_key("Ltd") == "ltd"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Aoba Électrique", "", "latin"),
        ("株式会社アオバ", "ja", "kana"),
        ("青葉システム", "ja", "kana and kanji"),
        ("青葉電機株式会社", "ja", "kanji"),
        ("青叶电子有限公司", "zh", "chinese"),
        ("ООО Вакаба", "", "cyrillic"),
        ("Aoba Electric (青)", "", "mixed"),
        ("123 / 4", "", "none"),
    ],
)
def test_a_name_has_the_script_of_its_core(text: str, language: str, expected: str):
    assert script_of(text, language) == expected


def test_components_are_called_by_their_smallest_key_in_whatever_order_they_are_joined():
    one, two = Components(), Components()
    links = [("d", "c"), ("b", "c"), ("x", "y"), ("a", "d")]
    for link in links:
        one.join(link)
    for link in reversed(links):
        two.join(link)

    assert {key: one.of(key) for key in "abcdxy"} == {key: two.of(key) for key in "abcdxy"}
    assert one.of("b") == "a"
    assert one.of("y") == "x"


_KASUMI = Entity(
    "a",
    "1",
    "company",
    (
        ListedName("Kasumi Denki Co"),
        ListedName("霞電機", language="ja"),
        ListedName("KD", is_weak=True),
    ),
)
_SAME = Entity(
    "b", "9", "company", (ListedName("KASUMI DENKI CO., LTD"), ListedName("ООО Касуми Дэнки"))
)
_OTHER = Entity("b", "8", "person", (ListedName("Ivan Wakaba"), ListedName("Иван Вакаба")))


def _world() -> World:
    firm = Firm("E1", "company", "株式会社ミナト", "MINATO INC.", "1")
    unlisted = (
        Unlisted("株式会社ミナト", "company", "made", "edinet/E1", "ja", "1"),
        Unlisted("Kasumi Denki", "company", "made", "made/1"),
    )
    return joined([_KASUMI, _SAME, _OTHER], [], [firm], unlisted)


def test_entries_of_two_publishers_with_one_name_are_one_component():
    world = _world()

    assert world.component("record/list/a/1") == world.component("record/list/b/9")
    assert world.component("record/list/a/1") != world.component("record/list/b/8")


def test_an_unlisted_name_that_stands_on_a_list_is_taken_out_and_counted():
    world = _world()

    assert [name.text for name in world.unlisted] == ["株式会社ミナト"]
    assert world.really_listed == 1


def _whole(world: World, *form: str) -> list[OpenSet]:
    return [open_set(world, part, form[0]) for part in ("tune", "report")]  # type: ignore[arg-type]


def test_no_name_in_the_script_of_a_query_stays_in_the_gallery():
    for given in _whole(_world(), "to Latin"):
        held = [name for entity in given.gallery for name in entity.all_names]
        assert all(name.isascii() for name in held)
    asked = {query.text for given in _whole(_world(), "to Latin") for query in given.mated}
    assert asked == {"霞電機", "ООО Касуми Дэнки", "Иван Вакаба"}


def test_an_alias_held_out_leaves_every_entry_of_its_party():
    for given in _whole(_world(), "one held out"):
        held = {same_key(name) for entity in given.gallery for name in entity.all_names}
        assert not held & {same_key(query.text) for query in given.mated}


def test_a_small_open_set_keeps_the_parties_that_are_sought():
    world = _world()
    for part in ("tune", "report"):
        given = open_set(world, part, "to Latin", Sizes(gallery=1))  # type: ignore[arg-type]
        assert {query.component for query in given.mated} <= set(given.components.values())


def _asked() -> OpenSet:
    gallery = (Held("k", "company", ("Kasumi Electric",)), Held("m", "company", ("Minato Marine",)))
    mated = (Query("Kasumi Electric Ltd", "company", "latin", "K", "K"),)
    unmated = (Query("Wakaba Foods", "company", "latin", "", "W", source="made"),)
    return OpenSet("made", gallery, mated, unmated, {"k": "K", "m": "M"})


def test_ours_finds_the_party_that_is_sought_and_nobody_else():
    given = _asked()
    answered, _ = ours_in(given, Ours())
    outcome = outcome_of(given, answered, "company")

    assert outcome.true == (1000,)
    assert outcome.false == (0,)
    assert outcome.at(1).missed.count == 0


def test_the_party_that_is_sought_is_always_a_candidate():
    given = OpenSet(
        "made", _asked().gallery, (Query("ЩЩЩ", "company", "x", "M", "M"),), (), _asked().components
    )
    candidates = Candidates(given.gallery)

    places = candidates_for(given, candidates, {})

    assert [candidates.names[place][1] for place in places[0]] == ["Minato Marine"]


def test_a_side_that_finds_more_at_the_same_alerts_wins():
    queries = tuple(Query(f"n{at}", "company", "latin", f"c{at}", f"c{at}") for at in range(200))
    others = tuple(Query(f"o{at}", "company", "latin", "", f"o{at}") for at in range(200))
    low = tuple([100] * 200)
    good = Outcome("a", "company", tuple([900] * 200), low, queries, others, None)
    half = Outcome("b", "company", tuple([900, 50] * 100), low, queries, others, None)

    assert difference(good, half, 1, 100).won
    assert not difference(good, good, 1, 100).won


def test_the_answers_say_how_a_smaller_gallery_would_do():
    given = _asked()
    answered = Answered("a", [{"k": 900}, {"m": 800}])

    whole = outcome_of(given, answered, "company", 1)

    assert whole.false == (800,)
    assert outcome_of(given, answered, "company", 1_000_000).false == (0,)
    assert outcome_of(given, answered, "company", 1_000_000).true == (900,)


def test_the_same_synthetic_names_are_made_every_time_and_every_noise_is_tried():
    assert list(noise.entities(50)) == list(noise.entities(50))
    told = list(noise.queries(400, 3))
    assert {kind for kind, _, _ in told} == set(noise.NOISES)
    assert all(query and (kind == "exact" or query != made.latin) for kind, query, made in told)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache in which every environment of a peer is Python itself, so that nothing is fetched."""
    for folder, packages in ENVIRONMENTS.values():
        home = tmp_path / folder
        (home / "bin").mkdir(parents=True, exist_ok=True)
        python = home / "bin" / "python"
        if not python.exists():
            python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
            python.chmod(0o755)
        (home / "installed").write_text(" ".join(packages), encoding="utf-8")
    return tmp_path


def test_a_peer_answers_pairs_from_its_own_process(cache: Path):
    child = Child(cache, "WRatio")
    peer = Peer(child, "WRatio")
    scores = peer.score([("Kasumi Ltd", "KASUMI LTD", "company"), ("Kasumi", "東", "company")])
    child.close()

    assert scores == [1000, 0]
    assert peer.compared == 2


def test_a_peer_with_a_transliteration_in_front_gets_its_best_form(cache: Path):
    child = Child(cache, "WRatio")
    peer = Peer(child, "WRatio", {"霞": ["xia", "kasumi"]})
    scores = peer.score([("霞", "Kasumi", "company")])
    child.close()

    assert scores == [1000]
    assert peer.name == "WRatio + transliteration"


def test_a_peer_that_does_not_run_is_told_with_the_reason(cache: Path):
    with pytest.raises(NotMeasured):
        Child(cache, "logic-v2")
    peers = Peers(cache)

    assert peers.child("logic-v2") is None
    assert peers.missing == {"logic-v2": "installed, but its process ended without an answer"}


def test_a_figure_that_is_worse_or_gone_is_named_and_a_better_one_is_not():
    before = {"a.more": 5, "b.less": 3, "c.more": 1, "d.less": 0}

    assert reference.worse({"a.more": 6, "b.less": 2, "c.more": 1, "d.less": 0}, before) == []
    assert reference.worse({"a.more": 4, "b.less": 4, "d.less": 0}, before) == [
        "a.more: 5 in the reference, 4 now",
        "b.less: 3 in the reference, 4 now",
        "c.more: 1, not measured any more",
    ]


def test_the_page_of_figures_tells_what_the_reference_run_does():
    text = page.PAGE.read_text(encoding="utf-8")

    assert page.filled(text, reference.read()["run"]) == text, "python -m benchmarks.names.page"


def test_the_pictures_are_of_the_reference_run():
    for name, picture in page.drawn(reference.read()["run"]).items():
        assert (page.IMAGES / name).read_text(encoding="utf-8") == picture, "benchmarks.names.page"
