"""Is anyone named in the case on a list? Fictional names throughout."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sekisho.check.look import Look
from sekisho.check.screening import CHECK, MOST_CREDITED
from sekisho.keys.signing import sign_statement
from sekisho.library.snapshot import Library
from sekisho.model.case import Case, Statement
from sekisho.model.evidence import Evidence, EvidenceItem, EvidenceKind
from sekisho.model.filing import Component, Entrustment, Filing, Operator, Reentrustment
from sekisho.model.inventory import Inventory, Package
from sekisho.model.party import Identifiers, Officer, Party, VoteHolder

CLEAN = Party(id="clean", name="株式会社青葉マイクロ", law_country="JP")


def filing_of(*parties: Party, **fields: Any):
    return Case(filing=Filing(parties=parties, **fields))


def sbom_of(*packages: Package, kind: EvidenceKind = "sbom"):
    inventory = Inventory(format="CycloneDX", spec_version="1.6", packages=packages)
    evidence = Evidence(id=kind, kind=kind)
    return Case(evidence=(EvidenceItem(evidence=evidence, inventory=inventory),))


def found(look_at: Callable[..., Look], case: Case, **how: Any):
    answer = CHECK.run(look_at(case, **how))
    return [(f.rule, f.severity, f.subject) for f in answer.findings if f.state == "found"]


def test_a_registered_number_is_a_grave_hit_whatever_the_name(look_at: Callable[..., Look]):
    party = Party(
        id="x",
        name="Something Else",
        identifiers=Identifiers(lei="529900 T8BM 49AU RSDO55"),
    )
    assert found(look_at, filing_of(party)) == [("screening.identifier", "high", "party:x")]


@pytest.mark.parametrize(
    ("name", "country", "rule", "severity"),
    [
        ("Quilmere Data Service", "HM", "screening.same_name", "high"),
        ("Quilmere Data Service", "BV", "screening.close_name", "medium"),
        ("Quilmere Data Service", "", "screening.close_name", "medium"),
        ("Quillmere Data Services Ltd.", "HM", "screening.close_name", "medium"),
        ("Lampenfeld", "HM", "screening.alike_name", "low"),
    ],
)
def test_the_gravity_follows_from_name_and_country(
    look_at: Callable[..., Look], name: str, country: str, rule: str, severity: str
):
    party = Party(id="x", name=name, law_country=country)
    assert found(look_at, filing_of(party)) == [(rule, severity, "party:x")]


def test_every_depth_is_searched_and_roles_are_told(look_at: Callable[..., Look]):
    case = filing_of(
        CLEAN,
        Party(id="deep", name="Quilmere Data Service", law_country="HM"),
        operator=Operator(party="clean"),
        entrustment=Entrustment(contractor="clean"),
        reentrustments=(
            Reentrustment(id="r1", contractor="clean"),
            Reentrustment(id="r2", entrusted_by="r1", contractor="deep"),
        ),
    )
    (finding,) = CHECK.run(look_at(case)).findings
    assert finding.message.params["role"] == "recontractor"


def test_the_way_the_work_came_is_told_and_a_ring_has_none(look_at: Callable[..., Look]):
    listed = Party(id="deep", name="Quilmere Data Service", law_country="HM")
    links = (
        Reentrustment(id="r1", contractor="middle"),
        Reentrustment(id="r2", entrusted_by="r1", contractor="deep"),
    )
    case = filing_of(
        CLEAN, listed, entrustment=Entrustment(contractor="clean"), reentrustments=links
    )
    (finding,) = CHECK.run(look_at(case)).findings
    (way,) = [line.params for line in finding.details if line.id == "screening.chain"]
    assert way == {"level": 2, "chain": "株式会社青葉マイクロ → middle → Quilmere Data Service"}
    for first in (
        Reentrustment(id="r1", entrusted_by="r2", contractor="middle"),
        Reentrustment(id="r1", entrusted_by="r1", contractor="middle"),
    ):
        ring = filing_of(listed, reentrustments=(first, links[1]))
        (finding,) = CHECK.run(look_at(ring)).findings
        assert "screening.chain" not in [line.id for line in finding.details]


def test_officers_holders_and_brands_are_searched_too(look_at: Callable[..., Look]):
    officer = Officer(name="Orsino Vantreck", nationality="HM")
    holder = VoteHolder(name="Quilmere Data Service", country="HM")
    party = Party(id="x", name="Aoba Micro", officers=(officer,), vote_holders=(holder,))
    case = filing_of(party, components=(Component(id="c", brand="Quilmere Data"),))
    assert {subject for _, _, subject in found(look_at, case)} == {
        "party:x/Orsino Vantreck",
        "party:x/Quilmere Data Service",
        "component:c/brand",
    }


def test_one_person_with_three_seats_is_one_finding(look_at: Callable[..., Look]):
    name = "Orsino Vantreck"
    party = Party(
        id="x",
        name="Aoba Micro",
        representative=name,
        officers=(Officer(name=name, nationality="HM"),),
        vote_holders=(VoteHolder(name=name, country="HM"),),
    )
    assert found(look_at, filing_of(party)) == [
        ("screening.same_name", "high", "party:x/Orsino Vantreck")
    ]


@pytest.mark.parametrize(
    ("name", "country", "severity"),
    [
        ("Orsino Vantreck", "HM", "medium"),
        ("Orsino Vantreck", "", "low"),
        ("Orsini Vantreck", "", "low"),
        ("Orsina Vantrekka", "", "info"),
    ],
)
def test_a_firm_named_like_a_listed_person_is_a_step_lighter_and_says_why(
    look_at: Callable[..., Look], name: str, country: str, severity: str
):
    party = Party(id="x", name=name, law_country=country)
    (finding,) = CHECK.run(look_at(filing_of(party))).findings
    assert finding.severity == severity
    assert "screening.listed_person" in [detail.id for detail in finding.details]


def test_a_person_named_like_a_listed_firm_is_a_step_lighter(look_at: Callable[..., Look]):
    officer = Officer(name="Quilmere Data Service", nationality="HM")
    case = filing_of(Party(id="x", name="Aoba Micro", officers=(officer,)))
    (finding,) = CHECK.run(look_at(case)).findings
    assert finding.severity == "medium"
    assert "screening.listed_no_person" in [detail.id for detail in finding.details]


def test_a_firm_weakly_like_a_listed_person_is_no_hit_and_a_person_is(
    look_at: Callable[..., Look],
):
    name = "Orsina Vandrekka"
    firm = Party(id="x", name=name)
    person = Party(id="x", name=name, status="person")
    assert found(look_at, filing_of(firm)) == []
    assert found(look_at, filing_of(person)) == [("screening.alike_name", "low", "party:x")]


@pytest.mark.parametrize(
    ("credit", "severities"),
    [
        ("Orsino Vantreck", ["medium"]),
        ("Organization: Orsino Vantreck", ["low"]),
        ("Orsina Vandrekka", []),
        ("Organization: Orsina Vandrekka", []),
        ("Person: Orsina Vandrekka", ["low"]),
    ],
)
def test_a_credit_weakly_like_a_listed_person_counts_only_for_a_person(
    look_at: Callable[..., Look], credit: str, severities: list[str]
):
    case = sbom_of(Package(name="a", supplier=credit))
    assert [severity for _, severity, _ in found(look_at, case)] == severities


def test_a_shared_number_weighs_the_same_between_a_person_and_a_firm(
    look_at: Callable[..., Look],
):
    number = Identifiers(lei="529900T8BM49AURSDO55")
    party = Party(id="x", name="Else", status="person", identifiers=number)
    assert found(look_at, filing_of(party)) == [("screening.identifier", "high", "party:x")]


def test_an_entry_that_ended_only_informs(look_at: Callable[..., Look]):
    party = Party(id="x", name="Shirase Cable Company", law_country="AQ")
    assert found(look_at, filing_of(party))[0][1] == "info"


def test_an_entry_of_later_days_is_light_and_says_so(look_at: Callable[..., Look]):
    party = Party(id="x", name="Quilmere Data Service", law_country="HM")
    answer = CHECK.run(look_at(filing_of(party), on=date(2026, 1, 5)))
    hit = next(f for f in answer.findings if f.state == "found")
    assert hit.severity == "low"
    assert hit.details[0].id == "screening.listed_later"


def test_an_unsigned_word_changes_nothing(look_at: Callable[..., Look]):
    party = Party(id="x", name="Quilmere Data Service", law_country="HM")
    statement = Statement(
        kind="not_the_same", about="party:x=watch/W-1", by="Somebody", on=date(2026, 11, 30)
    )
    signed = sign_statement(statement, bytes(32))
    forged = type(signed)(statement=statement, key=signed.key, signature="A" * 86)
    case = Case(filing=filing_of(party).filing, statements=(forged,))
    assert CHECK.run(look_at(case)).findings[0].severity == "high"


def test_names_an_sbom_credits_are_searched_without_any_filing(look_at: Callable[..., Look]):
    packages = (
        Package(name="a", supplier="Organization: Quilmere Data Service (info@example.org)"),
        Package(name="b", maker="Quilmere Data Service"),
        Package(name="c", supplier="Tanuki Soft"),
    )
    answer = CHECK.run(look_at(sbom_of(*packages)))
    assert answer.looked_at == 2
    (finding,) = answer.findings
    assert (finding.severity, finding.basis, finding.evidence) == ("medium", "observed", ("sbom",))


def test_the_sbom_of_what_runs_today_is_not_what_enters(look_at: Callable[..., Look]):
    case = sbom_of(Package(name="a", supplier="Quilmere Data Service"), kind="sbom_in_service")
    assert CHECK.run(look_at(case)).looked_at == 0


def test_a_miss_in_complete_lists_is_clear_as_declared(look_at: Callable[..., Look]):
    answer = CHECK.run(look_at(filing_of(CLEAN)))
    assert (answer.findings, answer.reason, answer.basis) == ((), None, "declared")
    assert "name:aoba micro" in answer.consulted


@pytest.mark.parametrize("how", [{"complete": False}, {"published_on": date(2026, 1, 1)}])
def test_a_miss_in_incomplete_or_stale_lists_is_not_checked(
    look_at: Callable[..., Look], library: Callable[..., Library], how: dict[str, Any]
):
    (finding,) = CHECK.run(look_at(filing_of(CLEAN), library(**how))).findings
    assert (finding.state, finding.cause) == ("not_checked", "screening:no_complete_list")


def test_hits_are_told_even_when_lists_are_incomplete(
    look_at: Callable[..., Look], library: Callable[..., Library]
):
    party = Party(id="x", name="Quilmere Data Service", law_country="HM")
    answer = CHECK.run(look_at(filing_of(CLEAN, party), library(complete=False)))
    assert [f.state for f in answer.findings] == ["found", "not_checked"]


def test_parties_without_a_name_are_one_question(look_at: Callable[..., Look]):
    case = filing_of(CLEAN, Party(id="x"), Party(id="y"))
    (finding,) = CHECK.run(look_at(case)).findings
    assert (finding.state, finding.message.params["n"]) == ("not_checked", 2)


def test_the_order_of_parties_changes_nothing_but_places(look_at: Callable[..., Look]):
    hit = Party(id="x", name="Quilmere Data Service", law_country="HM")
    one = CHECK.run(look_at(filing_of(CLEAN, hit)))
    two = CHECK.run(look_at(filing_of(hit, CLEAN)))
    assert [f.subject for f in one.findings] == [f.subject for f in two.findings]
    assert one.consulted == two.consulted


def test_far_too_many_credited_names_are_told_and_the_rest_is_searched(
    look_at: Callable[..., Look],
):
    packages = tuple(Package(name="p", supplier=f"Maker {n}x") for n in range(MOST_CREDITED + 5))
    answer = CHECK.run(look_at(sbom_of(*packages)))
    (finding,) = answer.findings
    assert (finding.cause, finding.message.params["n"]) == ("screening:too_many", 5)
    assert answer.looked_at == MOST_CREDITED


def test_a_case_that_names_nobody_says_so(look_at: Callable[..., Look]):
    assert CHECK.run(look_at(Case())).reason is not None
