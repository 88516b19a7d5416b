"""A list of the regime itself: each product against each entry, by the names the library holds."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho.check.covered_equipment import CHECK
from sekisho.check.look import Answer, Look
from sekisho.library.contents import Contents
from sekisho.library.feeds import Feed
from sekisho.library.reading import Reading
from sekisho.library.snapshot import Library, library_in_memory
from sekisho.model.case import Case
from sekisho.model.filing import Authorisation, Component, Filing, Operator
from sekisho.model.party import Location, Party, VoteHolder
from sekisho.model.reference import CoveredEquipment
from sekisho.model.values.ratio import Ratio
from sekisho.regime.loader import load_regime

TODAY = date(2026, 11, 26)
RECORDS = (
    CoveredEquipment(
        feed="list",
        id="FCC-HUAWEI",
        maker="Virelume Optics Co., Ltd.",
        maker_names=("ヴィレルーム・オプティクス",),
        affiliates=("Virelume Marine GmbH",),
    ),
    *(
        CoveredEquipment(feed="list", id=id, maker=f"Ostrane Modules {id}")
        for id in (
            "FCC-ZTE",
            "FCC-HYTERA",
            "FCC-HIKVISION",
            "FCC-DAHUA",
            "FCC-KASPERSKY",
            "FCC-KASPERSKY-US",
            "NDAA25-1709-DJI",
            "NDAA25-1709-AUTEL",
        )
    ),
)
"""Fictional makers under the ids by which the pack asks for its entities."""


def shelf(*, without: str = "") -> Library:
    feed = Feed(id="list", kind="equipment", title="List", publisher="P", published_on=TODAY)
    records = [record for record in RECORDS if record.id != without]
    return library_in_memory(Contents(readings=[Reading(feed, records)], made_on=TODAY))


def answer(
    maker: Party,
    *others: Party,
    type: str = "Base station",
    made_in: str = "US",
    authorisation: Authorisation | None = None,
    library: Library | None = None,
    on: date = TODAY,
) -> Answer:
    part = Component(
        id="c1",
        type=type,
        name="Node N1",
        maker=maker.id,
        place_of_manufacture=Location(country=made_in),
    )
    filing = Filing(
        operator=Operator(party="operator"),
        components=(part,),
        authorisations=(authorisation or Authorisation(id="a1", component="c1", uses=("office",)),),
        parties=(maker, *others),
    )
    regime = load_regime("us-fcc-covered", on)
    return CHECK.run(
        Look(case=Case(filing=filing), regime=regime, library=library or shelf(), on=on)
    )


def told(found: Answer) -> dict[str, list[str]]:
    """Gives rule -> entries, the open ones by what is missing."""
    said: dict[str, list[str]] = {}
    for finding in found.findings:
        entries = [str(line.params["entry"]) for line in finding.details if "entry" in line.params]
        said.setdefault(finding.rule, []).extend(
            entries or [str(finding.message.params.get("entry", ""))]
        )
    return said


def owned(name: str, votes: str | None, *, via: str = "") -> Party:
    share = Ratio.parse(votes) if votes else None
    holder = VoteHolder(name=name, votes=share, party=via)
    return Party(id="aoba", name="Aoba Micro K.K.", vote_holders=(holder,))


@pytest.mark.parametrize("name", ["Virelume Optics Co., Ltd.", "ヴィレルーム・オプティクス"])
def test_a_product_of_the_entity_falls_under_its_entry(name: str):
    found = told(answer(Party(id="v", name=name, no_vote_holders=True)))
    assert found == {"covered_equipment.listed": ["huawei"]}


def test_a_product_of_nobody_listed_is_clear_as_declared():
    found = answer(Party(id="aoba", name="Aoba Micro K.K.", no_vote_holders=True))
    assert (found.findings, found.basis) == ((), "declared")


def test_without_its_owners_an_affiliate_cannot_be_told():
    found = answer(Party(id="aoba", name="Aoba Micro K.K."))
    assert told(found) == {"covered_equipment.unknown": ["huawei", "zte", "section_1709"]}
    (finding,) = found.findings
    assert finding.state == "not_checked"
    assert finding.details[0].params == {"facts": ("parties.vote_holders",)}


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ("10%", {}),
        ("10.01%", {"covered_equipment.listed": ["huawei"]}),
        (None, {"covered_equipment.unknown": ["huawei"]}),
    ],
)
def test_more_than_a_tenth_makes_an_affiliate(votes: str | None, expected: dict[str, list[str]]):
    assert told(answer(owned("Virelume Optics Co., Ltd.", votes))) == expected


def test_an_owner_of_the_owner_counts_too():
    holding = Party(
        id="holding",
        name="Aoba Holdings",
        vote_holders=(VoteHolder(name="Virelume Optics", votes=Ratio.parse("60%")),),
    )
    found = answer(owned("Aoba Holdings", "80%", via="holding"), holding)
    assert told(found) == {"covered_equipment.listed": ["huawei"]}


def test_a_ring_of_owners_ends():
    ring = Party(
        id="ring",
        name="Ring Holdings",
        vote_holders=(VoteHolder(name="Aoba Micro K.K.", votes=Ratio.parse("30%"), party="aoba"),),
    )
    assert told(answer(owned("Ring Holdings", "80%", via="ring"), ring)) == {}


def test_an_affiliate_the_record_names_is_one():
    found = answer(Party(id="m", name="Virelume Marine GmbH", no_vote_holders=True))
    assert "huawei" in told(found)["covered_equipment.listed"]


def test_where_the_library_lacks_the_names_nothing_is_said_of_the_entry():
    found = answer(
        Party(id="aoba", name="Aoba Micro K.K.", no_vote_holders=True),
        library=shelf(without="FCC-ZTE"),
    )
    (finding,) = found.findings
    assert told(found) == {"covered_equipment.unknown": ["zte"]}
    assert {"records": ("FCC-ZTE",)} in [line.params for line in finding.details]


def test_another_kind_of_product_asks_for_no_owner():
    assert told(answer(Party(id="aoba", name="Aoba Micro K.K."), type="Battery")) == {}


def test_a_product_without_country_asks_for_it_once():
    maker = Party(id="aoba", name="Aoba Micro K.K.", no_vote_holders=True)
    (finding,) = answer(maker, type="Drone", made_in="").findings
    assert finding.details[0].params["facts"] == ("components.place_of_manufacture.country",)


def test_an_exemption_that_has_ended_is_told_beside_the_entry():
    maker = Party(id="aoba", name="Aoba Micro K.K.", no_vote_holders=True)
    claimed = Authorisation(
        id="a1",
        component="c1",
        exemptions=("conditional_approval",),
        exempt_until=date(2026, 11, 25),
    )
    (finding,) = answer(maker, type="Drone", made_in="JP", authorisation=claimed).findings
    assert finding.rule == "covered_equipment.listed"
    assert "covered_equipment.exemption.refused" in [line.id for line in finding.details]


def test_entries_that_were_not_compared_for_long_say_of_nothing_that_it_is_not_listed():
    maker = Party(id="aoba", name="Aoba Micro K.K.", no_vote_holders=True)
    assert told(answer(maker, on=date(2026, 12, 20))) == {}
    assert told(answer(maker, on=date(2026, 12, 21))) == {"covered_equipment.entries_too_old": [""]}
