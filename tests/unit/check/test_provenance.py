"""Is the evidence what was stated of it, and who made it?"""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from sekisho.check.look import Look
from sekisho.check.provenance import CHECK
from sekisho.model.case import Case
from sekisho.model.errors import Defect, Place
from sekisho.model.evidence import Evidence, EvidenceItem, EvidenceKind
from sekisho.model.filing import Filing
from sekisho.model.finding import Finding
from sekisho.model.inventory import Inventory
from sekisho.model.values.message import message

DIGEST, OTHER = "a" * 64, "b" * 64
NONE: tuple[Defect, ...] = ()
READ = Inventory(format="CycloneDX", spec_version="1.6")


def item(
    kind: EvidenceKind = "document",
    stated: str = DIGEST,
    observed: str = DIGEST,
    inventory: Inventory | None = None,
    defects: tuple[Defect, ...] = NONE,
):
    evidence = Evidence(id="e", kind=kind, path="e.json", sha256=stated)
    return EvidenceItem(
        evidence=evidence, observed_sha256=observed, inventory=inventory, defects=defects
    )


def answers(look_at: Callable[..., Look], *items: EvidenceItem):
    answer = CHECK.run(look_at(Case(filing=Filing(), evidence=items)))
    return [(f.rule.removeprefix("provenance."), f.state, f.severity) for f in answer.findings]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (item(), []),
        (item(stated=DIGEST.upper()), []),
        (item(stated=OTHER), [("other_digest", "found", "critical")]),
        (item(observed=""), [("missing", "found", "high")]),
        (item(stated=""), [("no_digest", "found", "info")]),
    ],
)
def test_what_was_handed_in_is_compared_with_what_was_stated(
    look_at: Callable[..., Look], given: EvidenceItem, expected: list[tuple[str, str, str]]
):
    assert answers(look_at, given) == expected


def test_an_sbom_that_could_not_be_read_is_not_checked(look_at: Callable[..., Look]):
    reason = Defect(message=message("error.not_json", reason="x"))
    rules = answers(look_at, item("sbom", defects=(reason,)))
    assert ("unreadable", "not_checked", "medium") in rules


def test_bad_records_are_grouped_by_kind_with_their_first_places(look_at: Callable[..., Look]):
    defects = tuple(
        Defect(message=message("sbom.bad", n=n), place=Place(pointer=f"/components/{n}"))
        for n in range(600)
    )
    case = Case(evidence=(item("sbom", inventory=READ, defects=defects),))
    finding = next(f for f in CHECK.run(look_at(case)).findings if "bad_records" in f.rule)
    assert (finding.severity, finding.message.params["n"]) == ("low", 600)
    assert len(finding.details) == 6
    assert finding.place.split()[0] == "e#/components/0"


def test_the_order_of_bad_records_changes_only_their_places(look_at: Callable[..., Look]):
    def told(order: range) -> list[Finding]:
        defects = tuple(
            Defect(message=message("sbom.bad", n=n), place=Place(pointer=f"/components/{at}"))
            for at, n in enumerate(order)
        )
        case = Case(evidence=(item("sbom", inventory=READ, defects=defects),))
        return [replace(f, place="") for f in CHECK.run(look_at(case)).findings]

    assert told(range(40)) == told(range(39, -1, -1))


def test_software_given_without_a_filing_has_no_stated_digest_to_miss(
    look_at: Callable[..., Look],
):
    answer = CHECK.run(look_at(Case(evidence=(item("sbom", stated="", inventory=READ),))))
    assert not [f for f in answer.findings if f.rule == "provenance.no_digest"]


@pytest.mark.parametrize(
    ("kinds", "rule"),
    [
        (["sbom"], "unsigned"),
        (["sbom", "signature"], "not_verified"),
        (["attestation"], "not_verified"),
    ],
)
def test_who_made_the_software_evidence_stays_not_checked(
    look_at: Callable[..., Look], kinds: list[EvidenceKind], rule: str
):
    items = [item(kind, inventory=READ if kind == "sbom" else None) for kind in kinds]
    assert answers(look_at, *items) == [(rule, "not_checked", "low")]


def test_without_evidence_there_is_nothing_to_compare(look_at: Callable[..., Look]):
    answer = CHECK.run(look_at(Case()))
    assert answer.findings == ()
    assert answer.reason is not None
