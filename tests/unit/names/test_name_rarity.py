"""Words that many names of an index hold weigh less, and the finding says so."""

from sekisho.match.names.compare import compare
from sekisho.match.names.normalise import normalise
from sekisho.match.names.rarity import share_kept, weighted
from sekisho.match.names.record import as_record


def held(word: str) -> int:
    return {"kestavel": 12, "galdrex": 1, "vantreck": 5}.get(word, 0)


def test_a_word_that_few_names_hold_keeps_its_weight():
    name = normalise("Galdrex Systems Ltd.")
    assert weighted(name, held) is name


def test_a_word_that_many_names_hold_weighs_less():
    before, after = normalise("Kestavel Systems"), weighted(normalise("Kestavel Systems"), held)
    assert after.words[0].weight < before.words[0].weight
    assert after.words[1] == before.words[1]


def test_the_more_names_hold_a_word_the_less_it_keeps():
    kept = [share_kept(names) for names in range(15)]
    assert kept == sorted(kept, reverse=True)
    assert kept[0] == kept[1] == 1000
    assert kept[10] == kept[14] > 0


def test_weighing_twice_changes_nothing_more():
    once = weighted(normalise("Kestavel Systems"), held)
    assert weighted(once, held) == once


def test_a_common_word_carries_a_name_that_says_more_less_far():
    other = weighted(normalise("Kestavel Galdrex Drone"), held)
    plain = compare("Kestavel", "Kestavel Galdrex Drone")
    lowered = compare(weighted(normalise("Kestavel"), held), other)
    assert lowered.raw < plain.raw


def test_the_name_of_a_group_goes_on_finding_its_firms():
    whole = compare(
        weighted(normalise("Kestavel"), held), weighted(normalise("Kestavel Ltd."), held)
    )
    assert whole.score == compare("Kestavel", "Kestavel Ltd.").score


def test_the_finding_says_that_a_word_was_lowered_where_it_stands_beside_another():
    other = weighted(normalise("Kestavel Galdrex AG"), held)
    comparison = compare(weighted(normalise("Kestavel AG"), held), other)
    told = [line.params["words"] for line in comparison.explain() if line.id == "names.common_word"]
    assert told == [("Kestavel",)]
    assert as_record(comparison).left.parts[0].rarity < 1000
    alone = compare(weighted(normalise("Kestavel AG"), held), "Kestavel")
    assert "names.common_word" not in {line.id for line in alone.explain()}


def test_nothing_is_said_where_nobody_counted():
    comparison = compare("Kestavel AG", "Kestavel")
    assert "names.common_word" not in {line.id for line in comparison.explain()}
    assert as_record(comparison).left.parts[0].rarity == 1000
