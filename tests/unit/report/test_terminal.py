"""The terminal report: what matters first, in 80 columns, without needing colour."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from sekisho.model.finding import CheckRun
from sekisho.report.columns import width_of
from sekisho.report.terminal import COLOUR, render
from tests.samples.assessments import GRID, HOSTILE, OPEN, SCREENED, SOFTWARE, finding, said

STATUTORY = {
    "en": ("fil(e|ing)", r"\blaw", r"Art\.", "plan", "statut", "authority", "ministr", r"\bAct\b"),
    "ja": ("届出", "法令", "条", "計画", "行政", "大臣", "省"),
}


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("width", [80, 60, 120])
def test_no_line_is_wider_than_the_page(lang: str, width: int):
    lines = render(GRID, lang, width).splitlines()
    assert max(width_of(line) for line in lines) <= max(width, 66)


def test_sections_come_in_the_order_of_what_matters():
    report = render(GRID, "en")
    wanted = [
        "A plan must be filed",
        "Must something be filed?",
        "Dates",
        "What was found (32)",
        "What was not checked (2)",
        "What is clear",
        "Sources used",
    ]
    assert sorted(wanted, key=report.index) == wanted


def test_the_gravest_finding_is_said_first_with_place_source_and_remedy():
    report = render(GRID, "en")
    assert report.index("[critical] Known flaws") < report.index("[high] Listed parties")
    assert "where: filing#/parties/1" in report
    assert "source: fictional-list entry 12 (of Fri 20 Nov 2026)" in report
    assert "to do: Ask the supplier for its corporate number" in report


def test_a_long_tail_is_folded_with_its_count():
    assert "… and 20 more: --json shows all" in render(GRID, "en")


def test_a_date_a_person_must_act_on_is_marked():
    line = next(line for line in render(GRID, "en").splitlines() if "last working day" in line)
    assert line.startswith("! Mon 28 Dec 2026")


def test_a_date_without_a_number_in_law_gets_none():
    line = next(line for line in render(GRID, "en").splitlines() if "without delay" in line)
    assert "no number in law" in line


def test_a_required_check_that_was_not_answered_is_named_in_the_first_lines():
    first = render(GRID, "en").split("\n\n")[0]
    assert "not answered though required: Malicious packages" in first


def test_a_clear_answer_over_what_was_declared_says_so():
    assert "clear as declared" in render(GRID, "en")
    assert "申告の限りで該当なし" in render(GRID, "ja")


def test_a_stale_source_is_named():
    assert "! too old: fictional-list" in render(GRID, "en")


def test_the_report_ends_with_what_it_is_worth_and_its_name():
    report = render(GRID, "en")
    assert GRID.sha256 in report
    assert "not a decision of an authority" in report
    assert "compared with the law up to Sun 14 Jun 2026" in report


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_software_alone_is_vetted_without_a_word_of_any_statute(lang: str):
    report = render(replace(SOFTWARE, findings=(finding(), OPEN)), lang)
    assert [word for word in STATUTORY[lang] if re.search(word, report)] == []


def test_nothing_found_and_nothing_open_is_said_plainly():
    report = render(SOFTWARE, "en")
    assert "Nothing was found." in report
    assert "Every check was answered in full." in report


def test_colour_adds_escape_sequences_and_nothing_else():
    coloured = render(GRID, "en", ink=COLOUR)
    for sequence in {COLOUR.strong, COLOUR.grave, COLOUR.faint, COLOUR.end}:
        coloured = coloured.replace(sequence, "")
    assert coloured == render(GRID, "en")


def test_hostile_text_cannot_steer_the_terminal():
    hostile = finding(
        message=said(HOSTILE), details=(said(HOSTILE),), place=HOSTILE, subject=HOSTILE
    )
    report = render(replace(SOFTWARE, findings=(hostile,)), "en")
    assert "\x1b" not in report
    assert "\u202e" not in report


def test_a_check_that_gave_a_reason_and_findings_says_each():
    run = CheckRun(check="screening", version="1", state="not_checked", reason=said("no list"))
    report = render(replace(SOFTWARE, checks=(run,), findings=(OPEN, SCREENED)), "en")
    assert "? Listed parties: no list" in report
    assert "? Integrity and source: no signature is among the evidence" in report


def test_one_reason_that_holds_for_several_checks_is_said_once():
    runs = tuple(
        CheckRun(check=check, version="1", state="not_checked", reason=said("no SBOM"))
        for check in ("known_flaws", "malicious", "quality")
    )
    report = render(replace(SOFTWARE, checks=runs), "en")
    assert "What was not checked (1)" in report
    assert "? Known flaws, Malicious packages, Quality of the SBOM: no SBOM" in report


def test_a_check_with_nothing_to_look_at_is_not_called_clear():
    run = CheckRun(check="completeness", version="1", state="clear", basis="declared")
    assert "Completeness" not in render(replace(SOFTWARE, checks=(run,)), "en")


def test_duties_that_say_the_same_are_one_with_every_reason():
    duty = GRID.duties[1]
    reason = GRID.duties[0].reasons[0]
    twice = (replace(duty, reasons=(reason,)), replace(duty, id="other", reasons=(reason,)))
    report = render(replace(GRID, duties=twice), "en")
    assert report.count("No: emergency notification") == 1
    assert report.count("introduces a critical facility") == 1
