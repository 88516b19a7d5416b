"""What a statement changes: it stands beside what is found, and lowers nothing by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sekisho.check.known_flaws import look_for_known_flaws
from sekisho.check.look import Look
from sekisho.check.vex.answer import is_stated, look_at_vex
from sekisho.keys.signing import sign_statement
from sekisho.model.case import Case, SignedStatement, Statement
from sekisho.model.evidence import Evidence, EvidenceItem
from sekisho.model.finding import Finding
from sekisho.model.inventory import Package
from sekisho.model.vex.document import VexDocument, VexFailure, VexProduct, VexStatement
from sekisho.regime.loader import load_regime
from tests.samples.software import TODAY, advisory, library, package, sbom

CVE = "CVE-2099-10001"
DIGEST = "d" * 64
FLAW = advisory("A-1", "core", ("introduced", "0"), aliases=(CVE,), severity_word="high")
SEED = bytes(range(32))


def stated(status: Any = "not_affected", **more: Any) -> VexStatement:
    given = {
        "vulnerabilities": (CVE,),
        "products": (VexProduct(purls=("pkg:npm/core@1.0.0",)),),
        "justification": "vulnerable_code_not_present" if status == "not_affected" else "",
        "place": "/statements/0",
    }
    return VexStatement(status=status, **(given | more))


def vex(*statements: VexStatement, id: str = "vex-1", **more: Any) -> EvidenceItem:
    given = {
        "format": "OpenVEX",
        "spec_version": "0.2.0",
        "id": f"doc-{id}",
        "version": "1",
        "author": "Aoba Micro",
        "issued_at": "2026-11-10T00:00:00Z",
    }
    digest = more.pop("digest", DIGEST if id == "vex-1" else id.ljust(64, "e"))
    document = VexDocument(statements=statements, **(given | more))
    evidence = Evidence(id=id, kind="vex")
    return EvidenceItem(evidence=evidence, observed_sha256=digest, vex=document)


def trust(by: str = "Hikari Shirase", author: str = "Aoba Micro", **more: Any) -> SignedStatement:
    given = {"about": f"vex:{DIGEST}", "on": date(2026, 11, 20), "reason": "Read the build list."}
    said = Statement(kind="vex_trust", value=author, by=by, **(given | more))
    return sign_statement(said, SEED)


def looking(
    *items: EvidenceItem,
    signed: tuple[SignedStatement, ...] = (),
    regime: str = "baseline",
    held: Any = None,
) -> Look:
    case = Case(evidence=items, statements=signed)
    return Look(
        case=case,
        regime=load_regime(regime, TODAY),
        library=held or library(FLAW),
        on=TODAY,
    )


def flaw(*items: EvidenceItem, **more: Any) -> Finding:
    """The finding about the one published flaw of `core`."""
    answer = look_for_known_flaws(looking(*items, **more))
    (found,) = [each for each in answer.findings if each.rule.startswith("known_flaws.p")]
    return found


def told(*items: EvidenceItem, **more: Any) -> dict[str, Finding]:
    return {found.rule: found for found in look_at_vex(looking(*items, **more)).findings}


def ids(finding: Finding) -> list[str]:
    return [said.id for said in finding.details]


CORE = sbom(package("core"))


def test_a_suppliers_word_stands_beside_the_finding_and_lowers_nothing():
    found = flaw(CORE, vex(stated()))

    (claim,) = found.claims
    assert (found.state, found.severity) == ("found", "high")
    assert (claim.author, claim.status, claim.signature, claim.on) == (
        "Aoba Micro",
        "not_affected",
        "not_verified",
        date(2026, 11, 10),
    )
    assert (claim.place, claim.document_sha256) == ("vex-1#/statements/0", DIGEST)
    assert ids(found)[:2] == ["vex.claim.because", "vex.kept.uncorroborated"]
    assert "vex-1" in found.evidence


def test_vouched_for_by_another_it_lowers_by_the_rule_and_stays_found():
    found = flaw(CORE, vex(stated()), signed=(trust(),))

    lowered = next(said for said in found.details if said.id == "vex.lowered")
    assert (found.state, found.severity) == ("found", "low")
    assert lowered.params == {
        "before": "high",
        "after": "low",
        "rule": "baseline: vouched_not_affected",
        "author": "Aoba Micro",
        "by": "Hikari Shirase",
    }


def test_the_authors_own_signature_is_a_signature_and_no_corroboration():
    found = flaw(CORE, vex(stated()), signed=(trust(by="aoba  MICRO"),))

    assert (found.severity, found.claims[0].signature) == ("high", "verified")
    assert "vex.kept.uncorroborated" in ids(found)


@pytest.mark.parametrize(
    ("signed", "why"),
    [
        (trust(about="vex:" + "f" * 64), "another document"),
        (trust(author="Minato Systems"), "another author"),
        (trust(on=date(2027, 1, 1)), "a later day"),
        (
            SignedStatement(statement=trust().statement, key=trust().key, signature="A" * 86),
            "a false signature",
        ),
    ],
)
def test_trust_that_is_not_about_this_document_lowers_nothing(signed: SignedStatement, why: str):
    assert flaw(CORE, vex(stated()), signed=(signed,)).severity == "high", why


@pytest.mark.parametrize(
    ("item", "more", "reason"),
    [
        (vex(stated(justification="inline_mitigations_already_exist")), {}, "mitigated"),
        (vex(stated(justification="vulnerable_code_cannot_be_controlled_by_adversary")), {}, "no_rule"),
        (vex(stated("fixed")), {}, "no_rule"),
        (vex(stated()), {"regime": "jp-espa"}, "no_rule"),
        (vex(stated()), {"held": library(FLAW, exploited=(CVE,))}, "exploited"),
        (vex(stated(), issued_at=""), {}, "undated"),
        (vex(stated(stated_at="9999-99-99T00:00:00Z")), {}, "undated"),
        (vex(stated(), issued_at="2027-01-01T00:00:00Z"), {}, "later"),
        (vex(stated(), failures=(VexFailure(test="6.1.1"),)), {}, "fails_tests"),
        (vex(stated(products=(VexProduct(name="core", version="1.0.0"),))), {}, "by_name"),
    ],
)  # fmt: skip
def test_each_reason_why_even_a_vouched_statement_lowers_nothing(
    item: EvidenceItem, more: dict[str, Any], reason: str
):
    answer = look_for_known_flaws(looking(CORE, item, signed=(trust(),), **more))
    (found,) = [each for each in answer.findings if each.state == "found"]

    assert found.severity == ("critical" if reason == "exploited" else "high")
    assert f"vex.kept.{reason}" in ids(found)


def test_two_authors_who_disagree_are_a_finding_and_lower_nothing():
    other = vex(stated("affected"), id="vex-2", author="Minato Office")
    found = flaw(CORE, vex(stated()), other, signed=(trust(),))
    rules = told(CORE, vex(stated()), other)

    assert found.severity == "high"
    assert {claim.standing for claim in found.claims} == {"contradicted"}
    assert rules["vex.contradiction"].severity == "medium"
    assert rules["vex.contradiction"].message.params["authors"] == ("Aoba Micro", "Minato Office")


def test_of_two_versions_of_one_document_the_newer_counts_and_both_are_told():
    old = vex(stated("affected"), id="vex-0", version="1")
    new = vex(stated(), version="2")
    old, new = (
        EvidenceItem(
            evidence=item.evidence,
            observed_sha256=item.observed_sha256,
            vex=VexDocument(
                format="OpenVEX",
                id="doc",
                version=item.vex.version,
                author="Aoba Micro",
                issued_at="2026-11-10T00:00:00Z",
                statements=item.vex.statements,
            ),
        )
        for item in (old, new)
        if item.vex
    )
    found = flaw(CORE, old, new, signed=(trust(),))

    assert [claim.standing for claim in found.claims] == ["superseded", "counts"]
    assert found.severity == "low"
    assert "vex.contradiction" not in told(CORE, old, new)


def test_within_one_document_the_later_statement_counts():
    early = stated("under_investigation", stated_at="2026-11-01T00:00:00Z")
    late = stated(stated_at="2026-11-05T00:00:00Z", place="/statements/1")

    found = flaw(CORE, vex(early, late))

    assert [claim.standing for claim in found.claims] == ["superseded", "counts"]


@pytest.mark.parametrize(
    ("product", "rule"),
    [
        (VexProduct(purls=("pkg:npm/core",)), "vex.ignored.no_version"),
        (VexProduct(purls=("pkg:npm/core",), version_range="vers:npm/<2"), "vex.ignored.range"),
        (VexProduct(name="core", version_range="<2"), "vex.ignored.range"),
        (VexProduct(cpes=("cpe:2.3:a:aoba:core:*:*:*:*:*:*:*:*",)), "vex.ignored.no_version"),
        (
            VexProduct(purls=("pkg:npm/core@1.0.0",), hashes=(("sha256", "b" * 64),)),
            "vex.ignored.other_build",
        ),
    ],
)
def test_without_exact_version_or_digest_it_is_ignored_and_says_what_to_ask(
    product: VexProduct, rule: str
):
    held = sbom(
        package(
            "core", cpe="cpe:2.3:a:aoba:core:1.0.0:*:*:*:*:*:*:*", hashes=(("sha256", "a" * 64),)
        )
    )
    item = vex(stated(products=(product,)))
    found = told(held, item)[rule]

    assert not flaw(held, item, signed=(trust(),)).claims
    assert (found.state, found.severity) == ("found", "low")
    assert found.remedy is not None
    assert found.remedy.id == f"{rule}.remedy"
    assert found.details[0].params["names"] == ("core 1.0.0",)


def test_a_digest_identifies_whatever_the_name():
    held = sbom(package("core", hashes=(("sha256", "a" * 64),)))
    found = flaw(held, vex(stated(products=(VexProduct(hashes=(("sha256", "a" * 64),)),))))

    assert found.claims[0].match == "hash"


def test_a_statement_on_another_version_or_product_is_not_about_this_software():
    others = (VexProduct(purls=("pkg:npm/core@1.0.1",)), VexProduct(purls=("pkg:npm/other@1.0.0",)))
    item = vex(stated(products=others))

    assert not flaw(CORE, item).claims
    assert told(CORE, item)["vex.document"].message.params["here"] == 0


def test_qualifiers_that_a_statement_names_must_be_those_of_the_package():
    held = sbom(package("core", purl="pkg:npm/core@1.0.0?arch=x86"))

    assert flaw(
        held, vex(stated(products=(VexProduct(purls=("pkg:npm/core@1.0.0?arch=x86",)),)))
    ).claims
    assert not flaw(
        held, vex(stated(products=(VexProduct(purls=("pkg:npm/core@1.0.0?arch=arm",)),)))
    ).claims


def primary(*packages: Package, **fields: Any) -> EvidenceItem:
    about = Package(name="Gateway", version="2.4.0", kind="application", ref="root")
    return sbom(*packages, primary=about, serial="urn:uuid:1", document_version="1", **fields)


def test_a_statement_about_the_product_holds_for_what_is_in_it():
    whole = VexProduct(ref="root", bom="urn:uuid:1/1")
    found = flaw(primary(package("core")), vex(stated(products=(whole,))), signed=(trust(),))

    assert (found.claims[0].match, found.severity) == ("reference", "low")


def test_a_statement_about_a_part_of_the_product_holds_for_that_part():
    part = VexProduct(purls=("pkg:npm/core",))
    whole = VexProduct(ref="root", bom="urn:uuid:1/1", within=(part,))
    part_version = VexProduct(
        ref="root", bom="urn:uuid:1/1", within=(VexProduct(purls=("pkg:npm/core@1.0.0",)),)
    )

    assert flaw(primary(package("core")), vex(stated(products=(part_version,)))).claims
    assert not flaw(primary(package("core")), vex(stated(products=(whole,)))).claims
    assert "vex.ignored.no_version" in told(
        primary(package("core")), vex(stated(products=(whole,)))
    )


def test_a_link_to_another_version_of_the_sbom_is_not_applied():
    linked = VexProduct(ref="core", bom="urn:uuid:1/7")
    item = vex(stated(products=(linked,)))

    assert "vex.ignored.other_revision" in told(primary(package("core")), item)


def test_a_statement_about_one_product_lowers_nothing_in_another():
    first = primary(package("core"))
    second = EvidenceItem(
        evidence=Evidence(id="sbom-2", kind="sbom"),
        observed_sha256="1" * 64,
        inventory=sbom(package("core")).inventory,
    )
    whole = vex(stated(products=(VexProduct(ref="root", bom="urn:uuid:1/1"),)))
    found = flaw(first, second, whole, signed=(trust(),))

    assert found.severity == "high"
    assert "vex.kept.elsewhere" in ids(found)


@pytest.mark.parametrize(
    ("status", "rule", "severity"),
    [
        ("affected", "vex.affected", "medium"),
        ("unknown", "vex.listed", "medium"),
        ("under_investigation", "vex.under_investigation", "low"),
        ("fixed", "vex.fixed", "info"),
    ],
)
def test_what_no_advisory_says_is_found_by_the_suppliers_own_word(
    status: str, rule: str, severity: str
):
    found = told(CORE, vex(stated(status)), held=library())[rule]

    assert (found.state, found.severity, found.basis) == ("found", severity, "declared")
    assert found.subject == "package:pkg:npm/core@1.0.0"


def test_what_an_advisory_says_too_is_told_once():
    assert "vex.affected" not in told(CORE, vex(stated("affected")))
    assert "vex.affected" not in told(CORE, vex(stated("affected", vulnerabilities=("a-1",))))


def test_an_investigation_is_told_with_its_age():
    found = flaw(CORE, vex(stated("under_investigation")))

    said = next(each for each in found.details if each.id == "vex.investigated_for")
    assert said.params == {"author": "Aoba Micro", "n": 13}


def test_what_an_sbom_states_itself_is_its_authors_word():
    own = VexDocument(
        format="CycloneDX",
        author="Aoba Micro",
        issued_at="2026-11-10T00:00:00Z",
        statements=(stated(products=(VexProduct(ref="core"),), place="/vulnerabilities/0"),),
    )
    held = sbom(package("core"), vex=own)
    found = flaw(held)

    assert (found.severity, found.claims[0].match) == ("high", "reference")
    assert found.claims[0].place == "sbom#/vulnerabilities/0"
    assert told(held)["vex.document"].message.id == "vex.embedded"


def test_without_any_statement_the_check_does_not_apply():
    assert not is_stated(looking(CORE))
    assert look_at_vex(looking(CORE)).reason is not None


def test_a_document_that_could_not_be_read_is_not_checked():
    broken = EvidenceItem(evidence=Evidence(id="vex-1", kind="vex"), observed_sha256=DIGEST)

    assert told(CORE, broken)["vex.not_checked"].cause == "vex:unread"


def test_trust_in_a_document_that_is_not_there_is_told():
    found = told(CORE, vex(stated()), signed=(trust(about="vex:" + "f" * 64),))

    assert found["vex.trust_unused"].message.params["by"] == "Hikari Shirase"


def test_the_order_in_which_documents_are_handed_in_changes_nothing():
    items = (vex(stated()), vex(stated("affected"), id="vex-2", author="Minato Office"))

    assert flaw(CORE, *items) == flaw(CORE, *reversed(items))
    assert told(CORE, *items) == told(CORE, *reversed(items))
