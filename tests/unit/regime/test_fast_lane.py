"""The fast lane: off as shipped; on, it tells what an official may sign, and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from msgspec.structs import replace

from sekisho.library.snapshot import open_library
from sekisho.model.assessment import Assessment
from sekisho.model.case import Case, Event, PartyIdentity, Precedent
from sekisho.model.errors import DefectsError
from sekisho.model.filing import Entrustment
from sekisho.model.party import Party
from sekisho.read.case import open_filing
from sekisho.regime.fast_lane import offered
from sekisho.regime.fast_lane.precedents import is_same, precedent_facts, precedent_of
from sekisho.regime.loader import load_regime
from sekisho.regime.pack import Regime
from sekisho.report.html import render as html
from sekisho.report.terminal import render
from sekisho.vet import vet

EXAMPLES = Path(__file__).parents[3] / "examples"
ON = date(2026, 12, 8)
EVENTS = (
    Event(kind="submitted", on=date(2026, 11, 27)),
    Event(kind="accepted", on=date(2026, 12, 1)),
)
ALL = {
    "filing.authority": "meti",
    "precedent.same_product": True,
    "precedent.same_version": True,
    "precedent.same_supplier": True,
    "precedent.same_contractor": True,
    "precedent.new_findings": 0,
    "unanswered.required": [],
}


@pytest.fixture
def enabled(packs: Path) -> Regime:
    """The pack with its criteria in force, but for the one that every question be answered."""
    path = packs / "jp-espa" / "fast_lane.yaml"
    lines = path.read_text(encoding="utf-8").replace("enabled: false", "enabled: true")
    kept = [line for line in lines.splitlines() if "all_answered" not in line]
    path.write_text("\n".join(kept), encoding="utf-8")
    return load_regime("jp-espa", ON, folder=packs)


@pytest.fixture
def case() -> Case:
    """The fictional update of a grid control system, accepted a week ago."""
    opened = open_filing(EXAMPLES / "grid-control-update")
    assert opened.filing is not None
    parts = tuple(
        part if part.version else replace(part, models=("H-200",))
        for part in opened.filing.components
    )
    return replace(opened, filing=replace(opened.filing, components=parts), events=EVENTS)


def assess(case: Case, regime: Regime, on: date = ON) -> Assessment:
    return vet(case, regime, open_library(EXAMPLES / "library"), on)


def earlier(
    case: Case, regime: Regime, cleared_on: date = date(2026, 9, 1), on: date = ON
) -> Precedent:
    """The same plan cleared before, with everything that is known against it on a day."""
    assert case.filing is not None
    kept = precedent_of(case.filing, cleared_on, assess(case, regime, on).findings)
    return replace(kept, reference="earlier")


def test_as_shipped_the_criteria_are_off_and_nothing_is_said(espa: Regime, case: Case):
    assert not espa.fast_lane.enabled
    assert offered(espa, ALL) is None
    known = replace(case, precedents=(earlier(case, espa),))
    assert assess(known, espa).shortening is None


def test_where_all_hold_the_days_and_the_official_are_named(enabled: Regime, case: Case):
    known = replace(case, precedents=(earlier(case, enabled),))
    found = assess(known, enabled).shortening
    assert found is not None
    assert (found.act, found.precedent, found.days) == ("shorten", "earlier", 22)
    assert found.ends_on == date(2026, 12, 30)
    assert len(found.criteria) == len(enabled.fast_lane.criteria)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ("up to 22 days", "An official must decide and sign")), ("ja", ("最大22日", "担当官"))],
)
def test_both_reports_say_that_an_official_must_sign(
    enabled: Regime, case: Case, lang: str, words: tuple[str, ...]
):
    known = replace(case, precedents=(earlier(case, enabled),))
    assessment = assess(known, enabled)
    for page in (render(assessment, lang), html(assessment, lang)):
        told = " ".join(page.split())
        assert all(word in told or word in told.replace(" ", "") for word in words)


def test_precedents_are_named_by_their_digest(espa: Regime, case: Case):
    known = replace(case, precedents=(earlier(case, espa),))
    assert assess(case, espa).inputs.precedents_sha256 == ""
    assert len(assess(known, espa).inputs.precedents_sha256) == 64


def test_a_finding_that_was_not_there_then_closes_the_lane(enabled: Regime, case: Case):
    before = replace(earlier(case, enabled), findings=())
    assert assess(replace(case, precedents=(before,)), enabled).shortening is None


def test_a_plan_cleared_later_is_no_precedent(enabled: Regime, case: Case):
    later = earlier(case, enabled, date(2026, 12, 9))
    assert assess(replace(case, precedents=(later,)), enabled).shortening is None


def test_the_latest_precedent_that_allows_it_is_named(enabled: Regime, case: Case):
    one, two = earlier(case, enabled), earlier(case, enabled, date(2026, 10, 1))
    known = replace(case, precedents=(one, replace(two, reference="newer")))
    found = assess(known, enabled).shortening
    assert found is not None
    assert found.precedent == "newer"


@pytest.mark.parametrize(("on", "days"), [("2026-12-29", 1), ("2026-12-30", None)])
def test_on_the_last_day_nothing_is_left_to_save(
    enabled: Regime, case: Case, on: str, days: int | None
):
    day = date.fromisoformat(on)
    known = replace(case, precedents=(earlier(case, enabled, on=day),))
    found = assess(known, enabled, day).shortening
    assert (found and found.days) == days


def test_before_the_acceptance_the_whole_period_but_a_day_could_be_saved(
    enabled: Regime, case: Case
):
    known = replace(case, precedents=(earlier(case, enabled),), events=EVENTS[:1])
    found = assess(known, enabled, date(2026, 11, 30)).shortening
    assert found is not None
    assert (found.days, found.ends_on) == (29, None)


def test_every_criterion_is_needed(enabled: Regime):
    whole = offered(enabled, ALL)
    assert whole is not None
    assert whole.answer == "yes"
    for fact in (name for name in ALL if name.startswith("precedent.")):
        known = {name: value for name, value in ALL.items() if name != fact}
        open_one = offered(enabled, known)
        refused = offered(enabled, {**known, fact: 1 if fact.endswith("findings") else False})
        assert open_one is not None
        assert (open_one.answer, open_one.missing) == ("unknown", (fact,))
        assert refused is not None
        assert refused.answer == "no"


def test_criteria_of_another_authority_say_nothing(enabled: Regime):
    assert offered(enabled, {**ALL, "filing.authority": "moj"}) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (PartyIdentity(name="青葉 ", law_country="JP"), PartyIdentity(name="青葉", law_country="JP"), True),
        (PartyIdentity(name="Ａoba", law_country="JP"), PartyIdentity(name="aoba", law_country="JP"), True),
        (PartyIdentity(name="Aoba", law_country="JP"), PartyIdentity(name="Aoba", law_country="SG"), False),
        (PartyIdentity(name="Aoba"), PartyIdentity(name="Aoba", law_country="JP"), None),
        (PartyIdentity(name="Aoba", law_country="JP"), PartyIdentity(name="Aoba Micro", law_country="JP"), False),
        (PartyIdentity(), PartyIdentity(name="Aoba"), None),
        (PartyIdentity(name="Aoba", lei="X"), PartyIdentity(name="Renamed", lei="X"), True),
        (PartyIdentity(name="Aoba", law_country="JP", corporate_number="1"), PartyIdentity(name="Aoba", law_country="JP", corporate_number="2"), False),
    ],
)  # fmt: skip
def test_who_is_the_same_is_never_guessed(
    one: PartyIdentity,
    other: PartyIdentity,
    same: bool | None,  # noqa: FBT001  # one of three values
):
    assert is_same(one, other) is same
    assert is_same(other, one) is same


def test_a_new_contractor_is_not_the_same(espa: Regime, case: Case):
    before = earlier(case, espa)
    assert case.filing is not None
    assert precedent_facts(case, before, ())["precedent.same_contractor"] is True
    filing = replace(
        case.filing,
        entrustment=Entrustment(contractor="new"),
        parties=(*case.filing.parties, Party(id="new", name="Hibiki Systems", law_country="JP")),
    )
    changed = replace(case, filing=filing)
    assert precedent_facts(changed, before, ())["precedent.same_contractor"] is False


def test_another_version_is_not_the_same_and_an_unstated_one_is_not_known(espa: Regime, case: Case):
    assert case.filing is not None
    before = earlier(case, espa)
    first, *rest = case.filing.components
    for version, same in (("99.9", False), ("", None)):
        filing = replace(case.filing, components=(replace(first, version=version), *rest))
        facts = precedent_facts(replace(case, filing=filing), before, ())
        assert facts.get("precedent.same_version") is same


PRECEDENTS = """\
- reference: KG-2026-003
  authority: meti
  cleared_on: 2026-09-01
  supplier: {name: 青葉制御株式会社, law_country: JP}
  components:
    - {type: アプリケーション, name: Aoba EMS, version: 5.0.0, maker: {name: 青葉マイクロ株式会社, law_country: JP}}
  findings: [known_flaws.listed component:ems-app]
"""


def test_precedents_lie_beside_the_filing(tmp_path: Path):
    folder = copytree(EXAMPLES / "grid-control-update", tmp_path / "case")
    assert open_filing(folder).precedents == ()
    (folder / "precedents.yaml").write_text(PRECEDENTS, encoding="utf-8")
    (known,) = open_filing(folder).precedents
    assert (known.cleared_on, known.components[0].version) == (date(2026, 9, 1), "5.0.0")


def test_a_precedent_without_its_day_is_told_with_its_place(tmp_path: Path):
    folder = copytree(EXAMPLES / "grid-control-update", tmp_path / "case")
    lacking = PRECEDENTS.replace("  cleared_on: 2026-09-01\n", "")
    (folder / "precedents.yaml").write_text(lacking, encoding="utf-8")
    with pytest.raises(DefectsError) as raised:
        open_filing(folder)
    (defect,) = raised.value.defects
    assert (defect.message.params["field"], defect.place.pointer) == ("cleared_on", "/0")
