"""Words of a pack: what a person writes is found when it is exactly an id or a title."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sekisho.check.completeness import look_at_completeness
from sekisho.check.look import Look
from sekisho.cli.main import run
from sekisho.library.snapshot import starter_library
from sekisho.model.case import Case
from sekisho.model.filing import Change, Component, Facility, FieldChange, Filing
from sekisho.model.finding import Finding
from sekisho.regime.pack import Regime
from sekisho.regime.tables.law import Authority, Title
from sekisho.regime.words import find_id, name_rows, near_ids
from sekisho.report.catalogue import say

PLAN = Filing(act="introduction", sector="electricity")


def told(regime: Regime, filing: Filing) -> list[Finding]:
    look = Look(Case(filing=filing), regime, starter_library(), regime.edition.valid_from)
    findings = look_at_completeness(look).findings
    return [finding for finding in findings if finding.rule == "completeness.unknown_word"]


@pytest.mark.parametrize(
    ("filing", "place", "word", "near"),
    [
        (replace(PLAN, sector="電気"), "/sector", "電気", "electricity (電気事業 / Electricity)"),
        (
            replace(PLAN, authority="METI"),
            "/authority",
            "METI",
            "meti (経済産業大臣 / Minister of Economy, Trade and Industry)",
        ),
        (
            replace(PLAN, facility=Facility(kind="grid contrl")),
            "/facility/kind",
            "grid contrl",
            "electricity.grid_control (系統監視・制御システム / Grid monitoring and control system)",
        ),
        (
            replace(PLAN, change=Change(fields=(FieldChange(path="supplier.nam"),))),
            "/change/fields/0/path",
            "supplier.nam",
            "supplier.name",
        ),
    ],
)
def test_a_word_the_pack_does_not_know_is_told_with_its_place_and_the_nearest_words(
    espa: Regime, filing: Filing, place: str, word: str, near: str
):
    (finding,) = told(espa, filing)
    assert (finding.place, finding.severity, finding.state) == (
        f"filing#{place}",
        "medium",
        "found",
    )
    assert finding.message.params["word"] == word
    assert finding.remedy is not None
    assert finding.remedy.params["words"][0] == near  # type: ignore[index]  # a list


def test_a_word_near_to_none_is_answered_with_all_that_may_be_stated(espa: Regime):
    (finding,) = told(espa, replace(PLAN, authority="龍"))
    assert finding.remedy is not None
    assert finding.remedy.id == "completeness.unknown_word.remedy"
    assert len(finding.remedy.params["words"]) == len(espa.authorities)  # type: ignore[arg-type]  # a list


def test_the_kinds_offered_are_those_of_the_stated_sector(espa: Regime):
    (finding,) = told(espa, replace(PLAN, facility=Facility(kind="龍")))
    assert finding.remedy is not None
    words = [word.partition(" ")[0] for word in finding.remedy.params["words"]]  # type: ignore[union-attr]  # a list
    assert words == [
        "not_critical",
        *(
            f"electricity.{what}"
            for what in ("balancing", "grid_control", "plant_control", "aggregation_control")
        ),
    ]


def test_an_unknown_word_is_told_even_where_nothing_is_to_be_filed(espa: Regime):
    filing = Filing(
        act="introduction", sector="電気", facility=Facility(kind="特定重要設備に当たらない設備")
    )
    assert [finding.place for finding in told(espa, filing)] == ["filing#/sector"]


def test_ids_and_exact_titles_are_told_by_nothing(espa: Regime):
    kinds = (PLAN.facility.kind, "electricity.grid_control", "系統監視・制御システム")
    for kind in kinds:
        filing = Filing(
            act="introduction",
            sector="電気事業",
            authority="経済産業大臣",
            facility=Facility(kind=kind),
        )
        assert told(espa, filing) == []


def test_the_same_unknown_field_of_a_change_is_told_once(espa: Regime):
    fields = tuple(FieldChange(path=path) for path in ("colour", "supplier.name", "colour"))
    (finding,) = told(espa, replace(PLAN, change=Change(fields=fields)))
    assert finding.place == "filing#/change/fields/0/path"


def test_a_title_of_two_ids_means_neither_and_an_id_goes_first():
    rows = (
        Authority(id="one", title=Title(ja="大臣", en="Minister")),
        Authority(id="two", title=Title(ja="大臣", en="one")),
    )
    assert [find_id(rows, word) for word in ("大臣", "Minister", "one", "")] == [
        "",
        "one",
        "one",
        "",
    ]


@pytest.mark.parametrize("word", ["", "x", "電" * 100_000, "\x00" * 50])
def test_words_like_nothing_have_no_near_ones(espa: Regime, word: str):
    assert near_ids(name_rows(espa.facilities), word) == ()


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_finding_reads_as_a_sentence_with_its_remedy(espa: Regime, lang: str):
    (finding,) = told(espa, replace(PLAN, sector="電気"))
    assert finding.remedy is not None
    said = say(finding.message, lang) + say(finding.remedy, lang)
    assert "電気" in said
    assert "electricity (電気事業 / Electricity)" in said
    assert "sekisho regime show jp-espa" in said
    assert "word.sector" not in said


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("ja", ["  electricity     電気事業 (meti)", "  meti          経済産業大臣"]),
        ("en", ["  electricity     Electricity (meti)", "  airport.airfield_lights          Intensity control of airfield lights"]),
    ],
)  # fmt: skip
def test_the_pack_lists_its_words_with_titles_in_the_language_of_the_reader(
    lang: str, lines: list[str], capsys: pytest.CaptureFixture[str]
):
    assert run(["regime", "show", "jp-espa", "--on", "2026-12-01", "--lang", lang]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert set(lines) <= set(shown)


def test_every_amendment_a_caveat_names_is_found_in_what_the_pack_shows(
    espa: Regime, capsys: pytest.CaptureFixture[str]
):
    (caveat,) = espa.caveats(espa.edition.valid_from.replace(month=12))
    assert "sekisho regime show jp-espa" in say(caveat, "en")
    assert run(["regime", "show", "jp-espa", "--on", "2026-12-01"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {id}  " in shown for id in caveat.params["amendments"])  # type: ignore[union-attr]  # a list


def test_the_clock_takes_an_authority_by_its_title(capsys: pytest.CaptureFixture[str]):
    arguments = ["clock", "show", "--accepted", "2026-12-01", "--lang", "en"]
    assert run([*arguments, "--authority", "経済産業大臣"]) == 0
    assert "METI order" in capsys.readouterr().out


def test_a_component_without_a_name_is_told_even_where_nothing_is_to_be_filed(espa: Regime):
    patch = Change(
        phase="in_service",
        facility_replaced=False,
        type_changed=False,
        name_changed=False,
        function_changed=False,
        confirmed_by="北野 さくら",
    )
    filing = Filing(sector="electricity", components=(Component(id="gateway"),), change=patch)
    look = Look(Case(filing=filing), espa, starter_library(), espa.edition.valid_from)
    (finding,) = look_at_completeness(look).findings
    assert (finding.rule, finding.severity) == ("completeness.unnamed_component", "medium")
    assert finding.place == "filing#/components/0/name"
