"""Changed plans: a change is asked what its plan must state after it, and no more."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from sekisho.check.completeness import look_at_completeness
from sekisho.check.look import Answer, Look
from sekisho.library.snapshot import starter_library
from sekisho.model.case import Case
from sekisho.model.filing import Change, Component, FieldChange, Filing, Reentrustment, Shortcut
from sekisho.model.party import Location, Party, VoteHolder
from sekisho.model.values.ratio import Ratio
from sekisho.read.case import open_filing
from sekisho.regime.loader import load_regime
from sekisho.regime.plans.judged import lay_over
from sekisho.vet import vet

ON = date(2026, 12, 20)
EXAMPLES = Path(__file__).parents[3] / "examples"
REGIME = load_regime("jp-espa", ON)


def cleared() -> Filing:
    filing = open_filing(EXAMPLES / "grid-control-update").filing
    assert filing is not None
    return replace(filing, components=filing.components[:1])


CLEARED = cleared()
SUPPLIER = CLEARED.components[0].supplier
CHANGE = Change(
    of="KG-2026-014",
    phase="before_introduction",
    facility_replaced=False,
    type_changed=False,
    name_changed=False,
    function_changed=True,
    confirmed_by="霞 花子",
    reason="機能の追加",
)
FILED = Filing(
    kind="change",
    act="introduction",
    filed_on=ON,
    components=(Component(id=CLEARED.components[0].id, function="監視と遠隔操作"),),
    change=CHANGE,
)


def looked(filing: Filing, before: Filing | None = CLEARED) -> Answer:
    case = Case(filing=filing, cleared=before)
    return look_at_completeness(Look(case, REGIME, starter_library(), ON))


def told(filing: Filing, before: Filing | None = CLEARED) -> list[str]:
    return [
        finding.rule.removeprefix("completeness.") for finding in looked(filing, before).findings
    ]


def test_a_filing_that_states_nothing_is_laid_over_without_a_trace():
    laid = lay_over(Filing(), CLEARED)
    own = {"reference", "kind", "regime", "filed_on", "evidence", "fictional"}
    for field in Filing.__struct_fields__:
        expected = Filing() if field in own else CLEARED
        assert getattr(laid, field) == getattr(expected, field), field


def test_a_plan_laid_over_itself_stays_as_it_is():
    assert lay_over(CLEARED, CLEARED) == CLEARED


def test_what_is_stated_counts_and_what_is_left_empty_is_the_cleared_plans():
    before = Filing(
        parties=(
            Party(id="a", name="古い名", address=Location(address="架空市", country="JP")),
            Party(id="b", vote_holders=(VoteHolder(name="親", votes=Ratio(1)),)),
        )
    )
    after = lay_over(
        Filing(
            parties=(
                Party(id="c", name="新顔"),
                Party(id="a", name="新しい名"),
                Party(id="b", no_vote_holders=True),
            )
        ),
        before,
    )
    assert [party.id for party in after.parties] == ["c", "a", "b"]
    assert after.parties[1] == replace(before.parties[0], name="新しい名")
    assert (after.parties[2].vote_holders, after.parties[2].no_vote_holders) == ((), True)


def test_a_shortcut_is_inherited_by_the_same_re_contractor_only():
    shortcut = Shortcut(content_known=True, proof="p")
    before = Filing(reentrustments=(Reentrustment(id="r", contractor="a", shortcut=shortcut),))
    same = Filing(reentrustments=(Reentrustment(id="r", content="夜間"),))
    other = Filing(reentrustments=(Reentrustment(id="r", contractor="b"),))
    assert lay_over(same, before).reentrustments[0].shortcut == shortcut
    assert lay_over(other, before).reentrustments[0].shortcut is None


def test_of_a_change_that_leaves_the_rest_as_cleared_nothing_is_asked():
    assert told(FILED) == []


def test_what_the_changed_plan_lacks_is_told_with_its_place_in_the_filing():
    parties = (Party(id=SUPPLIER, name="合同会社ニューたぬき"),)
    broken = replace(CLEARED, risk_measures=(replace(CLEARED.risk_measures[0], means=""),))
    answer = looked(replace(FILED, parties=parties), broken)
    places = {finding.rule: finding.place for finding in answer.findings}
    assert places["completeness.measure.means"] == "filing#/risk_measures/0/means"
    assert places["completeness.registry_certificate"] == "filing#/parties/0"


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("component_supplier.officer", ["officer_documents"]),
        ("component_supplier.name", ["registry_certificate"]),
        ("component_supplier.foreign_government_sales", []),
        ("contractor.officer", []),
    ],
)
def test_a_field_listed_as_changed_asks_for_its_document_though_the_party_is_not_stated_anew(
    path: str, asked: list[str]
):
    listed = replace(CHANGE, fields=(FieldChange(path=path, subject=SUPPLIER),))
    assert told(replace(FILED, change=listed)) == asked


def test_without_the_cleared_plan_completeness_is_not_checked_and_says_why():
    (one,) = looked(FILED, None).findings
    assert (one.rule, one.state) == ("completeness.no_cleared_plan", "not_checked")
    assert one.remedy is not None
    assert one.cause == "contents:change"


def test_a_change_of_which_nothing_is_said_is_asked_what_changes():
    silent = Change(of="KG-2026-014", phase="before_introduction", facility_replaced=False)
    answer = looked(replace(FILED, change=silent))
    assert [finding.rule for finding in answer.findings] == ["completeness.change.what"]
    assert answer.reason is not None


def test_a_reference_to_a_party_of_neither_plan_is_told():
    lost = replace(FILED, components=(replace(FILED.components[0], supplier="nobody"),))
    assert told(lost) == ["reference"]


def test_what_a_change_takes_from_the_cleared_plan_counts_as_reused():
    case = Case(filing=FILED, cleared=CLEARED)
    burden = vet(case, REGIME, starter_library(), ON).burden
    assert burden.fields > 30
    assert burden.reused > burden.typed
    assert burden.documents == 0
    alone = vet(Case(filing=FILED), REGIME, starter_library(), ON).burden
    assert alone.open > alone.fields
