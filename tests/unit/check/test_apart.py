"""Word that a hit is someone else: it holds until either side changes. Fictional names throughout."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from sekisho.check.look import Look
from sekisho.check.screening import CHECK
from sekisho.keys.signing import sign_statement
from sekisho.library.contents import Contents
from sekisho.library.feeds import Feed
from sekisho.library.reading import Reading
from sekisho.library.snapshot import Library, library_in_memory
from sekisho.model.case import Case, Statement
from sekisho.model.filing import Component, Entrustment, Filing, Operator
from sekisho.model.finding import Finding
from sekisho.model.party import Identifiers, Location, Officer, Party
from sekisho.model.reference import ListedParty
from sekisho.report.catalogue import say

LOOKED_ON = date(2026, 11, 30)
PARTY = Party(
    id="x",
    name="Quilmere Data Service",
    other_names=("Quilmere", "QDS"),
    law_country="HM",
    address=Location(address="1-2 Example Street, Atlas Cove"),
)
ENTRY = ListedParty(
    feed="watch", id="W-1", name="Quilmere Data Service LLC", kind="organisation", country="HM"
)


@dataclass(frozen=True)
class Desk:
    """Where an examiner looks, signs and looks again."""

    look_at: Callable[..., Look]

    def hits(
        self, party: Party = PARTY, entry: ListedParty = ENTRY, **case: Any
    ) -> Iterator[Finding]:
        filing = Filing(parties=(party,))
        look = self.look_at(Case(filing=filing, **case), shelf_of(entry))
        return (each for each in CHECK.run(look).findings if each.state == "found")

    def hit(self, *args: Any, **named: Any) -> Finding:
        (finding,) = self.hits(*args, **named)
        return finding

    def word(self, **changed: Any) -> Statement:
        """What the finding's own command states."""
        return stated(self.hit(), **changed)


def stated(finding: Finding, **changed: Any) -> Statement:
    assert finding.remedy
    said = finding.remedy.params
    fields = {
        "kind": "not_the_same",
        "about": said["hit"],
        "party_sha256": said["party"],
        "entry_sha256": said["record"],
        "by": "Hikari Shirase",
        "on": LOOKED_ON,
        "reason": "another address",
    }
    return Statement(**(fields | changed))


def shelf_of(*entries: ListedParty) -> Library:
    feed = Feed(
        id="watch",
        kind="parties",
        title="Watch",
        publisher="P",
        covers=("*",),
        published_on=date(2026, 11, 20),
        stale_after_days=30,
    )
    reading = Reading(feed, entries)
    return library_in_memory(Contents(readings=[reading], made_on=LOOKED_ON, fictional=True))


def signed(*statements: Statement) -> dict[str, Any]:
    return {"statements": tuple(sign_statement(each, bytes(32)) for each in statements)}


@pytest.fixture
def desk(look_at: Callable[..., Look]) -> Desk:
    return Desk(look_at)


def test_while_both_sides_stay_the_hit_is_light_and_says_who_when_and_why(desk: Desk):
    before, after = desk.hit(), desk.hit(**signed(desk.word()))
    assert (before.severity, after.severity) == ("high", "low")
    assert after.remedy is None
    assert after.message == before.message
    said = after.details[0]
    assert said.id == "screening.not_the_same"
    assert say(said, "en") == (
        "Hikari Shirase stated on Mon 30 Nov 2026 that this is someone else: another address"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"other_names": ("Quilmere",)},
        {"law_country": "AQ"},
        {"address": Location(address="3-4 Example Street, Atlas Cove")},
        {"identifiers": Identifiers(duns="123456789")},
        {"identifiers": Identifiers(lei="529900T8BM49AURSDO56")},
        {"status": "person"},
    ],
)
def test_what_the_case_says_of_the_party_is_one_side(desk: Desk, change: dict[str, Any]):
    party = replace(PARTY, **change)
    finding = desk.hit(party, **signed(desk.word()))
    assert finding.details[0].id == "screening.not_the_same_lapsed"
    assert finding.details[0].params["changed"] == ("side_party",)
    assert finding.severity == desk.hit(party).severity
    assert stated(finding) == stated(desk.hit(party))


@pytest.mark.parametrize(
    "change",
    [
        {"addresses": ("1-2 Example Street, Atlas Cove",)},
        {"other_names": ("Lampenfeld",)},
        {"reason": "passed access on"},
        {"listed_on": date(2026, 2, 16)},
    ],
)
def test_the_entry_as_it_was_read_is_the_other_side(desk: Desk, change: dict[str, Any]):
    finding = desk.hit(entry=replace(ENTRY, **change), **signed(desk.word()))
    assert finding.severity == "high"
    assert finding.details[0].params["changed"] == ("side_entry",)


def test_a_lapsed_word_says_in_both_languages_what_was_changed(desk: Desk):
    party = replace(PARTY, law_country="AQ")
    entry = replace(ENTRY, reason="passed access on")
    said = desk.hit(party, entry, **signed(desk.word())).details[0]
    assert "what the case states of this party, the entry on the list" in say(said, "en")
    assert "本件におけるこの者の記載、リストの掲載内容" in say(said, "ja")
    for lang in ("en", "ja"):
        assert "Hikari Shirase" in say(said, lang)
        assert "2026" in say(said, lang)


def test_what_screening_does_not_look_at_in_a_party_leaves_the_word_standing(desk: Desk):
    again = replace(
        PARTY, other_names=("QDS", "Quilmere"), officers=(Officer(name="A. Lindqvist"),)
    )
    filing = Filing(
        parties=(Party(id="a", name="青葉マイクロ"), again),
        operator=Operator(party="a"),
        entrustment=Entrustment(contractor="x"),
    )
    look = desk.look_at(Case(filing=filing, **signed(desk.word())), shelf_of(ENTRY))
    (finding,) = CHECK.run(look).findings
    assert finding.severity == "low"


def test_word_that_is_bound_to_no_side_does_not_count_and_says_so(desk: Desk):
    for bare in (
        {"party_sha256": ""},
        {"entry_sha256": ""},
        {"party_sha256": "", "entry_sha256": ""},
    ):
        finding = desk.hit(**signed(desk.word(**bare)))
        assert finding.severity == "high"
        assert finding.details[0].id == "screening.not_the_same_unbound"
        assert finding.remedy


def test_word_given_anew_counts_in_whatever_order_it_stands(desk: Desk):
    party = replace(PARTY, law_country="AQ")
    old, new = desk.word(), stated(desk.hit(party), by="Aoi Tachibana")
    for both in ((old, new), (new, old)):
        finding = desk.hit(party, **signed(*both))
        assert finding.details[0].params["by"] == "Aoi Tachibana"
        assert finding.severity == "low"
        assert "screening.not_the_same_lapsed" not in [line.id for line in finding.details]


def test_the_same_digests_of_another_pair_are_word_of_that_pair_alone(desk: Desk):
    finding = desk.hit(**signed(desk.word(about="party:y=watch/W-1")))
    assert finding.severity == "high"
    assert "Hikari Shirase" not in say(finding.details[0], "en")


def test_word_on_an_entry_that_has_ended_makes_it_no_graver(desk: Desk):
    ended = replace(ENTRY, ended_on=date(2025, 1, 10))
    word = stated(desk.hit(entry=ended))
    assert desk.hit(entry=ended, **signed(word)).severity == "info"


def test_a_name_that_would_do_something_in_a_shell_is_quoted(desk: Desk):
    component = Component(id="`id` $(id) O'Hara", brand="Quilmere Data Service")
    look = desk.look_at(Case(filing=Filing(components=(component,))), shelf_of(ENTRY))
    remedies = [each.remedy for each in CHECK.run(look).findings if each.state == "found"]
    assert remedies
    for remedy in remedies:
        assert remedy
        assert say(remedy, "en").split("--about ")[1].startswith("'")
        assert """O'"'"'Hara""" in say(remedy, "en")
