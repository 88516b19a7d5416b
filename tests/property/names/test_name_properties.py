"""What holds for every name, however strange."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from sekisho.match.names.compare import compare
from sekisho.match.names.index import NameIndex, build_index
from sekisho.match.names.normalise import normalise
from sekisho.match.names.sounds import skeleton
from sekisho.model.reference import ListedParty

SCRIPTS = ["azAZ09 .,&-'", "あんアン一龥", "가힣", "Аяё", "ابي", "हिन्दी", "éüßø"]
NAMES = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="".join(SCRIPTS) + "株式会社有限公司", max_size=30),
    st.lists(
        st.sampled_from(["Kestavel", "Ltd.", "Systems", "Data", "青葉", "株式会社", "II", "O."]),
        max_size=6,
    ).map(" ".join),
)


@given(NAMES)
def test_normalising_keeps_only_plain_letters_and_digits(name: str):
    normal = normalise(name)
    assert all(word.text.isascii() and word.text.isalnum() for word in normal.words)


@given(NAMES, NAMES)
def test_scores_stay_between_nothing_and_all(left: str, right: str):
    assert 0 <= compare(left, right).score <= 1000


@given(NAMES)
def test_a_name_is_itself(name: str):
    comparison = compare(name, name)
    if any(word.telling for word in normalise(name).words):
        assert comparison.score == 1000
        assert comparison.exact


@given(NAMES, NAMES)
def test_every_word_is_paired_once_or_left_over_unless_it_repeats_another(left: str, right: str):
    comparison = compare(left, right)
    if not comparison.left.words or not comparison.right.words:
        return
    told = [word for pair in comparison.pairs for word in pair.left] + [*comparison.left_only]
    words = comparison.left.words[:24]
    assert len(told) == len({(word.start, word.end, word.text) for word in told})
    assert set(told) <= set(words)
    written = {word.written for word in told}
    assert all(word in told or word.telling or word.written in written for word in words)


@given(NAMES)
def test_every_word_stands_where_it_says(name: str):
    normal = normalise(name)
    spans = [(word.start, word.end) for word in normal.words]
    assert all(0 <= start < end <= len(name) for start, end in spans)
    assert spans == sorted(spans)


@given(NAMES, NAMES)
def test_the_score_is_the_same_from_both_sides(left: str, right: str):
    assert compare(left, right).score == compare(right, left).score


@given(st.lists(NAMES, max_size=5), NAMES)
def test_a_listed_telling_name_is_found_by_itself(names: list[str], wanted: str):
    entries = [
        ListedParty(feed="f", id=str(n), name=name) for n, name in enumerate([*names, wanted])
    ]
    index = NameIndex({k: memoryview(v) for k, v in build_index(entries).items()})
    hits = index.search(wanted, limit=100)
    if any(word.telling for word in normalise(wanted).words):
        assert str(len(names)) in {hit.party.id for hit in hits}


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=30))
def test_a_skeleton_never_holds_a_letter_twice_in_a_row(word: str):
    bones = skeleton(word)
    assert all(a != b for a, b in itertools.pairwise(bones))
