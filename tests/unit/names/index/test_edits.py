"""Texts a few letters away are all found, by comparison with looking at every one."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from sekisho.match.names.index import edits

WORDS = st.text(alphabet="abc", min_size=1, max_size=14)


def opened(texts: set[str]) -> edits.NearTexts:
    made = edits.files(texts, "t")
    return edits.NearTexts({name: memoryview(data) for name, data in made.items()}, "t")


@given(st.sets(WORDS, max_size=20), WORDS)
def test_nothing_that_is_near_enough_is_lost(texts: set[str], asked: str):
    allowed = edits.edits_of(asked)
    near = {
        text
        for text in texts
        if 0 < Levenshtein.distance(text, asked) <= min(allowed, edits.edits_of(text))
    }
    found = dict(opened(texts).near(asked))
    assert near <= set(found)
    assert all(away == Levenshtein.distance(text, asked) for text, away in found.items())


def test_a_short_text_stands_for_itself_and_a_very_long_one_too():
    texts = {"abc", "abd", "x" * 90}
    assert opened(texts).near("abe") == []
    assert opened(texts).near("x" * 91) == []


def test_a_part_that_very_many_share_is_passed_over_and_the_others_still_find():
    many = {f"{a}{b}{c}kawakita" for a in string.ascii_lowercase for b in "aeiouklm" for c in "ab"}
    texts = {f"{one}{two}" for one in many for two in ("denki", "koki", "seiki", "tekko")}
    found = opened(texts).near("aaakawakitadenko")
    assert ("aaakawakitadenki", 1) in found
