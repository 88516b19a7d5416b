"""A draft with mistakes: each is reported, with its place and what to do, all in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho.regime.authoring.checks.remarks import Remark
from sekisho.regime.authoring.checks.whole import look_at_pack
from sekisho.regime.loader import PACKS, list_packs
from sekisho.report.catalogue import catalogue
from tests.unit.regime.test_packs import spoil

WORDS = frozenset(catalogue("en"))


def seen(packs: Path) -> tuple[Remark, ...]:
    return look_at_pack(packs / "jp-espa", WORDS)


def said(remark: Remark) -> tuple[str, str]:
    return remark.level, remark.defect.message.id


def column_of(packs: Path, file: str, line: int, text: str) -> int:
    lines = (packs / "jp-espa" / file).read_text(encoding="utf-8").splitlines()
    return lines[line - 1].index(text) + 1


@pytest.mark.parametrize("id", list_packs())
def test_the_packs_of_sekisho_hold_together(id: str):
    assert look_at_pack(PACKS / id, WORDS) == ()


def test_an_unknown_fact_is_shown_where_it_stands_with_the_nearest_ones(packs: Path):
    spoil(packs, "jp-espa/duties.yaml", "|| change.phase == 'before", "|| change.phas == 'before")
    (wrong,) = seen(packs)
    assert said(wrong) == ("error", "pack.unknown_fact")
    place = wrong.defect.place
    assert place.column == column_of(packs, "duties.yaml", place.line, "change.phas ")
    assert wrong.defect.remedy is not None
    assert "change.phase" in wrong.defect.remedy.params["near"]


def test_a_type_error_is_said_in_words(packs: Path):
    spoil(packs, "jp-espa/duties.yaml", "change.fields.report > 0", "change.fields.report > 'none'")
    (wrong,) = seen(packs)
    assert said(wrong) == ("error", "pack.wrong_types")
    assert wrong.defect.message.params["types"] == ("type.int", "type.text")
    place = wrong.defect.place
    assert place.column == column_of(packs, "duties.yaml", place.line, "> 'none'")


@pytest.mark.parametrize(
    ("wrong", "id"),
    [
        ("act.introduction and facility.critical", "pack.condition_syntax.word"),
        ("filing.kind = 'plan'", "pack.condition_syntax.word"),
        ("act.introduction &&", "pack.condition_ends"),
        ("act.introduction && )", "pack.condition_syntax"),
        ("known(act.on)", "pack.unknown_function"),
        ("components.count", "pack.condition_not_bool"),
        ("components.count > 2.5", "pack.wrong_types"),
        ("act.introduction && components.count", "pack.wrong_types"),
    ],
)
def test_slips_are_named_for_what_they_are(wrong: str, id: str, packs: Path):
    spoil(packs, "jp-espa/duties.yaml", "when: act.introduction", f'when: "{wrong}"')
    assert [said(each)[1] for each in seen(packs)] == [id]


def test_every_mistake_is_told_in_one_run(packs: Path):
    spoil(packs, "jp-espa/duties.yaml", "when: act.introduction", "when: act.introductoin")
    spoil(packs, "jp-espa/routes.yaml", "case.state == 'cleared'", "case.stat == 'cleared'")
    spoil(packs, "jp-espa/clocks.yaml", "length: 30", "length: thirty")
    spoil(packs, "jp-espa/clocks.yaml", "roll: next_open", "rol: next_open")
    spoil(packs, "jp-espa/sectors.yaml", "item: 2, ", "")
    found = [(each.defect.place.file, said(each)[1]) for each in seen(packs)]
    assert found == [
        ("clocks.yaml", "check.bad_value"),
        ("clocks.yaml", "check.unknown_field"),
        ("duties.yaml", "pack.unknown_fact"),
        ("routes.yaml", "pack.unknown_fact"),
        ("sectors.yaml", "check.missing_field"),
    ]


def test_a_fact_its_table_never_knows_is_a_missing_fact(packs: Path):
    spoil(packs, "jp-espa/changes.yaml", "when: field.is_earlier", "when: facility.critical")
    (wrong,) = [each for each in seen(packs) if said(each)[1] == "check.missing_fact"]
    assert wrong.level == "found"
    assert wrong.defect.message.params == {"fact": "facility.critical", "table": "table.changes"}
    assert wrong.defect.place.file == "changes.yaml"


def test_a_content_rule_knows_the_facts_of_its_own_scope_only(packs: Path):
    spoil(packs, "jp-espa/contents.yaml", "when: subject.applied", "when: subject.has_term")
    assert ("found", "check.missing_fact") in [said(each) for each in seen(packs)]


def test_versions_that_overlap_are_told_with_the_days(packs: Path):
    spoil(packs, "jp-espa/pack.yaml", "valid_to: 2025-03-31", "valid_to: 2025-04-10")
    (wrong,) = seen(packs)
    assert said(wrong) == ("error", "check.versions_overlap")
    params = wrong.defect.message.params
    assert (params["first"], params["last"]) == ("2025-04-01", "2025-04-10")
    assert wrong.defect.place.line > 1


def test_versions_that_leave_a_gap_are_told_with_the_days(packs: Path):
    spoil(packs, "jp-espa/pack.yaml", "valid_to: 2025-03-31", "valid_to: 2025-03-20")
    (wrong,) = seen(packs)
    assert said(wrong) == ("error", "check.versions_gap")
    assert wrong.defect.message.params["last"] == "2025-03-31"


@pytest.mark.parametrize(
    ("old", "new", "id"),
    [
        ("authority: mhlw, valid_to: 2024-03-31", "authority: mhlw", "check.rows_overlap.open"),
        ("valid_to: 2024-03-31", "valid_to: 2024-03-01", "check.rows_gap"),
        ("mlit, valid_from: 2024-04-01", "mlit, valid_from: 2024-06-01", "check.rows_gap"),
    ],
)
def test_dated_rows_of_one_id_must_meet(old: str, new: str, id: str, packs: Path):
    spoil(packs, "jp-espa/sectors.yaml", old, new)
    assert [said(each) for each in seen(packs)] == [("found", id)]


def test_a_row_that_ends_before_it_begins_never_holds(packs: Path):
    spoil(
        packs,
        "jp-espa/sectors.yaml",
        "valid_from: 2025-04-01",
        "valid_from: 2025-04-01, valid_to: 2024-04-01",
    )
    assert [said(each) for each in seen(packs)] == [("found", "check.ends_first")]


def test_an_unreachable_class_of_change_names_the_row_that_wins(packs: Path):
    spoil(
        packs,
        "jp-espa/changes.yaml",
        "paths: [supplier.place_of_manufacture, supplier.address]\n    when: field.country_changed",
        "paths: [supplier.place_of_manufacture, supplier.address]",
    )
    (wrong,) = seen(packs)
    assert said(wrong) == ("found", "check.beaten")
    lines = wrong.defect.message.params["lines"]
    assert isinstance(lines, tuple)
    text = (packs / "jp-espa" / "changes.yaml").read_text(encoding="utf-8")
    winner = text.partition("paths: [supplier.place_of_manufacture, supplier.address]")[0]
    assert str(winner.count("\n") + 1) in lines


def test_an_unreachable_route_names_the_row_that_wins(packs: Path):
    spoil(
        packs,
        "jp-espa/routes.yaml",
        "  - {id: cleared,",
        "  - {id: notified, when: case.state != 'draft', message: route.notified}\n  - {id: cleared,",
    )
    unreachable = [each for each in seen(packs) if said(each) == ("found", "check.beaten")]
    names = [each.defect.message.params["name"] for each in unreachable]
    assert names[:3] == ["cleared", "lapsed", "lapsed"]
    assert "ordered" not in names


def test_a_condition_nothing_fulfils_and_one_nothing_breaks(packs: Path):
    spoil(
        packs,
        "jp-espa/designation.yaml",
        "when: port.enough_containers",
        "when: port.enough_containers && !port.enough_containers",
    )
    spoil(
        packs,
        "jp-espa/routes.yaml",
        "when: case.state == 'cleared'",
        "when: \"case.state == 'cleared' || case.state != 'cleared'\"",
    )
    found = {said(each) for each in seen(packs)}
    assert {("found", "check.never"), ("found", "check.always")} <= found


def test_numbers_that_exclude_each_other_are_seen(packs: Path):
    spoil(
        packs,
        "jp-espa/duties.yaml",
        "change.fields.report > 0",
        "change.fields.report > 5 && change.fields.report < 3",
    )
    assert ("found", "check.never") in [said(each) for each in seen(packs)]


def test_shares_that_exclude_each_other_are_seen(packs: Path):
    spoil(
        packs,
        "jp-espa/duties.yaml",
        "    when: &within act.on <= grace.last_on",
        "    when: &within supplier.control.votes.num * 2 > supplier.control.votes.den"
        " && supplier.control.votes.num * 5 < supplier.control.votes.den * 2",
    )
    assert ("found", "check.never") in [said(each) for each in seen(packs)]


def test_a_duty_that_cannot_be_needed_where_it_arises(packs: Path):
    spoil(packs, "jp-espa/duties.yaml", "when: act.introduction", "when: change.stated")
    assert ("found", "check.duty_never") in [said(each) for each in seen(packs)]


def test_what_is_more_than_a_comparison_is_only_suspected(packs: Path):
    spoil(
        packs,
        "jp-espa/duties.yaml",
        "change.fields.report > 0",
        "change.fields.report + 1 < change.fields.report",
    )
    assert ("suspected", "check.never") in [said(each) for each in seen(packs)]


def test_an_undefined_word_is_shown_at_each_place_with_the_nearest(packs: Path):
    spoil(packs, "jp-espa/sectors.yaml", "authority: meti}", "authority: met}")
    spoil(packs, "jp-espa/sectors.yaml", "authority: meti}", "authority: met}")
    wrong = seen(packs)
    assert [said(each) for each in wrong] == [("error", "check.undefined")] * 2
    assert [each.defect.place.line for each in wrong] == [3, 4]
    assert all("meti" in each.defect.remedy.params["known"] for each in wrong if each.defect.remedy)


def test_a_message_without_words_and_an_id_used_twice(packs: Path):
    spoil(packs, "jp-espa/duties.yaml", "message: duty.plan_renewal", "message: duty.plan_renewl")
    spoil(packs, "jp-espa/clocks.yaml", "{id: grace_last,", "{id: duty_from,")
    found = [said(each) for each in seen(packs)]
    assert ("found", "check.no_wording") in found
    assert ("found", "check.id_twice") in found


def test_an_event_no_transition_lets_happen(packs: Path):
    spoil(packs, "jp-espa/procedure.yaml", "{event: shortened, after:", "{event: replied, after:")
    found = [each for each in seen(packs) if said(each)[1] == "check.idle_event"]
    assert {each.defect.message.params["event"] for each in found} == {"shortened"}


def test_a_state_no_path_leads_to(packs: Path):
    file = "jp-espa/procedure.yaml"
    spoil(packs, file, "submitted, after: [introduced_unfiled]", "submitted, after: [notified]")
    spoil(packs, file, "accepted, after: [introduced_unfiled, ", "accepted, after: [")
    found = [each for each in seen(packs) if said(each) == ("found", "check.unreached_state")]
    assert [each.defect.message.params["states"] for each in found] == [("notified",)] * 3


def test_a_second_form_for_the_same_filing_is_never_given(packs: Path):
    path = packs / "jp-espa" / "forms.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    row = next(line for line in lines if line.startswith("  - {"))
    path.write_text("".join([*lines, row.replace("number: ", "number: X")]), encoding="utf-8")
    assert ("found", "check.beaten") in [said(each) for each in seen(packs)]


def test_a_misspelt_file_is_told(packs: Path):
    (packs / "jp-espa" / "clocks.yaml").rename(packs / "jp-espa" / "clock.yaml")
    (wrong,) = [each for each in seen(packs) if said(each)[1] == "check.unknown_file"]
    assert wrong.defect.remedy is not None
    assert "clocks.yaml" in wrong.defect.remedy.params["known"]
