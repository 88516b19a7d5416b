"""What a finding tells of the entry it met: names, dates, reach, numbers. Fictional names throughout."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sekisho.check.look import Look
from sekisho.check.screening import CHECK
from sekisho.library.contents import Contents
from sekisho.library.feeds import Feed
from sekisho.library.reading import Reading
from sekisho.library.snapshot import Library, library_in_memory
from sekisho.model.case import Case
from sekisho.model.filing import Filing
from sekisho.model.finding import Finding
from sekisho.model.party import Identifiers, Location, Officer, Party
from sekisho.model.reference import ListedParty, Related
from sekisho.report.catalogue import say

LEI, OTHER_LEI = "529900T8BM49AURSDO55", "529900W18LQJJN6SJ336"
ENTRY = ListedParty(
    feed="csl",
    id="K-1",
    name="Quilmere Data Service",
    other_names=("Northern Ice Shelf Data",),
    former_names=("Northern Ice Shelf Data",),
    weak_names=("The Lamplighter",),
    name_sources=(("Northern Ice Shelf Data", "source_field"),),
    kind="organisation",
    country="HM",
    addresses=("12 Atlas Cove Road, Port Heard",),
    identifiers=(("lei", OTHER_LEI),),
    doubtful_identifiers=(("inn", "7707083894"),),
    related=(Related(relation="officer", name="Orsino Vantreck"),),
    part="Entity List",
    programme="Ice shelf",
    basis="80 FR 1",
    listed_on=date(2026, 2, 16),
    reach=("itself", "subsidiary"),
    scope="Data services for ports",
    exemption="Rescue at sea",
)

LookAt = Callable[..., Look]


def shelf(*parties: ListedParty) -> Library:
    feed = Feed(
        id="csl",
        kind="parties",
        title="Screening List",
        publisher="P",
        covers=("*",),
        published_on=date(2026, 11, 20),
        stale_after_days=30,
    )
    return library_in_memory(Contents(readings=[Reading(feed, parties)], fictional=True))


def screened(look_at: LookAt, *entries: ListedParty, **fields: Any) -> list[Finding]:
    party = Party(**{"id": "x", "law_country": "HM", **fields})
    case = Case(filing=Filing(parties=(party,)))
    return list(CHECK.run(look_at(case, shelf(*(entries or (ENTRY,))))).findings)


def told(finding: Finding, lang: str = "en") -> str:
    return "\n".join(say(line, lang) for line in (finding.message, *finding.details))


def test_a_finding_tells_the_whole_entry(look_at: LookAt) -> None:
    (finding,) = screened(look_at, name="Quilmere Data Service")
    said = told(finding)
    for words in (
        "Screening List, Entity List, entry K-1",
        "Programme: Ice shelf",
        "Legal basis: 80 FR 1",
        "subsidiaries or firms it owns",
        "It covers: Data services for ports",
        "Rescue at sea",
        "7707083894",
    ):
        assert words in said


def test_a_finding_tells_the_whole_entry_in_japanese(look_at: LookAt) -> None:
    (finding,) = screened(look_at, name="Quilmere Data Service")
    said = told(finding, "ja")
    assert "措置の名称：Ice shelf" in said
    assert "子会社又は所有する団体" in said
    assert "[" not in said


def test_a_former_name_is_called_former_with_its_source(look_at: LookAt) -> None:
    (finding,) = screened(look_at, name="Northern Ice Shelf Data")
    assert "The list gives Northern Ice Shelf Data as a former name" in told(finding)
    assert "from: a field that holds several names" in told(finding)


@pytest.mark.parametrize(
    ("fields", "severity", "words"),
    [
        ({"listed_on": date(2027, 1, 1)}, "low", "On the list only from"),
        ({"ended_on": date(2026, 3, 1)}, "info", "Taken off the list on"),
        ({"ended_on": date(2027, 3, 1)}, "high", "Taken off the list on"),
    ],
)
def test_an_entry_outside_its_days_is_told_and_never_dropped(
    look_at: LookAt, fields: dict[str, Any], severity: str, words: str
) -> None:
    entry = ListedParty(feed="csl", id="K-2", name="Galdrex Optics", country="HM", **fields)
    (finding,) = screened(look_at, entry, name="Galdrex Optics")
    assert finding.severity == severity
    assert words in told(finding)


def test_numbers_that_differ_are_told_beside_a_name_that_met(look_at: LookAt) -> None:
    numbers = Identifiers(lei=LEI, corporate_number="7000012050002")
    finding, alone = screened(look_at, name="Quilmere Data Service", identifiers=numbers)
    assert alone.rule == "screening.number_unconfirmed"
    assert finding.rule == "screening.same_name"
    assert "Different numbers speak for someone else" in told(finding)
    assert "The entry states no corporate number" in told(finding)


def test_a_number_with_a_wrong_check_digit_is_never_a_hit_and_is_told(look_at: LookAt) -> None:
    wrong = f"{LEI[:-1]}6"
    entry = ListedParty(feed="csl", id="K-3", name="Galdrex", identifiers=(("lei", wrong),))
    (finding,) = screened(
        look_at, entry, name="青葉マイクロ", identifiers=Identifiers(lei=wrong), law_country="JP"
    )
    assert (finding.rule, finding.state) == ("screening.bad_number", "not_checked")
    assert wrong in told(finding)


@pytest.mark.parametrize(
    "name",
    [
        "Aoba Micro / Quilmere Data Service",
        "Aoba Micro (formerly known as Quilmere Data Service)",
        "青葉マイクロ（旧称：Quilmere Data Service）",
    ],
)
def test_names_that_stand_together_in_one_field_are_each_searched(
    look_at: LookAt, name: str
) -> None:
    findings = screened(look_at, name=name)
    assert "screening.same_name" in {finding.rule for finding in findings}


@pytest.mark.parametrize(
    "address",
    [
        "Port Heard, 12 Atlas Cove Road",
        "12 Atlas Cove Rd., PORT HEARD",
        "１２ Atlas Cove Road Port Heard",
    ],
)
def test_an_address_shared_with_a_listed_party_is_told(look_at: LookAt, address: str) -> None:
    findings = screened(look_at, name="Aoba Micro", address=Location(address=address))
    (finding,) = [each for each in findings if each.rule == "screening.shared_address"]
    assert (finding.state, finding.severity) == ("found", "low")
    assert "Quilmere Data Service" in told(finding)
    assert "K-1" in told(finding)


def test_a_town_alone_is_no_shared_address(look_at: LookAt) -> None:
    findings = screened(look_at, name="Aoba Micro", address=Location(address="Port Heard"))
    assert findings == []


def test_a_person_whom_an_entry_names_is_told(look_at: LookAt) -> None:
    findings = screened(look_at, name="Aoba Micro", officers=(Officer(name="Vantreck Orsino"),))
    (finding,) = [each for each in findings if each.rule == "screening.named_beside"]
    assert finding.subject == "party:x/Vantreck Orsino"
    assert "officer" in told(finding)


def test_who_shares_nothing_is_clear(look_at: LookAt) -> None:
    assert (
        screened(look_at, name="Aoba Micro", address=Location(address="1 Sakura Street, Chiyoda"))
        == []
    )
