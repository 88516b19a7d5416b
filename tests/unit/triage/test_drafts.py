"""Drafts are filled from what is known, and the engine says the same of them as the memo does."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from sekisho.cli.main import run
from sekisho.desk.triage.drafts import Draft, drafts_of
from sekisho.desk.triage.effort import Counted, count_effort
from sekisho.model.case import Case
from sekisho.model.filing import Filing
from sekisho.model.operator.update import Answer
from sekisho.read.filing import read_filing
from sekisho.vet import vet
from tests.unit.triage.builders import (
    MONTH,
    NAME,
    NO,
    NOTHING,
    ON,
    REGISTER,
    judge,
    library,
    month,
    questions,
    read,
    row,
)

OUTSIDER = {"applied_by": "有限会社ほたる技研"}
EMERGENCY = {
    "emergency": "yes",
    "service_hindered": "yes",
    "no_other_means": "yes",
    "caused_to_escape_duty": "no",
}


@cache
def plan() -> Filing:
    return read_filing((MONTH / "plan" / "filing.yaml").read_bytes(), "filing.yaml")


def drafts(*rows: dict[str, str]) -> tuple[Draft, ...]:
    return drafts_of(month(REGISTER, plan()), judge(*rows))


def route_of(draft: Draft) -> str:
    case = Case(filing=draft.filing, cleared=draft.plan)
    it = month()
    return vet(case, it.regime, library(), ON).route.id


def test_nothing_to_file_makes_no_draft():
    assert drafts(row("ems", **NOTHING)) == ()


@pytest.mark.parametrize(
    ("said", "kind", "act", "route"),
    [
        (
            NO | {"function_changed": "yes", "new_function": "遠隔操作"},
            "component_change",
            "introduction",
            "report",
        ),
        (NO | {"facility_replaced": "yes"}, "plan", "introduction", "file_plan"),
        (NOTHING | OUTSIDER, "plan", "entrustment", "file_plan"),
        (NOTHING | OUTSIDER | EMERGENCY, "emergency", "entrustment", "emergency_notice"),
        (
            NO | {"facility_replaced": "yes"} | EMERGENCY,
            "emergency",
            "introduction",
            "emergency_notice",
        ),
        (
            NO | {"function_changed": "yes", "component": "backup"},
            "change",
            "introduction",
            "change_filing",
        ),
    ],
)
def test_a_draft_takes_the_route_of_its_memo(said: dict[str, str], kind: str, act: str, route: str):
    (draft,) = drafts(row(**({"component": "ems"} | said)))
    assert (draft.filing.kind, draft.filing.act) == (kind, act)
    assert route_of(draft) == route
    assert draft.filing.fictional


def test_a_draft_holds_the_whole_plan_with_the_one_component_as_it_becomes():
    said = NO | {"function_changed": "yes", "new_function": "遠隔操作"}
    (draft,) = drafts(row("ems", **said))
    assert draft.plan == plan()
    assert {party.id for party in plan().parties} <= {party.id for party in draft.filing.parties}
    assert draft.filing.risk_measures == plan().risk_measures
    changed = draft.filing.component("ems")
    assert changed is not None
    assert (changed.version, changed.function) == ("1.1", "遠隔操作")
    assert draft.filing.components[:-1] == plan().components
    assert draft.filing.change is not None
    assert [(field.path, field.after) for field in draft.filing.change.fields] == [
        ("component.function", "遠隔操作")
    ]


def test_updates_that_need_the_same_entrustment_share_one_plan():
    found = drafts(row("ems", **NOTHING, **OUTSIDER), row("hmi", **NOTHING, **OUTSIDER))
    assert [draft.updates for draft in found] == [("ems@1.1", "hmi@1.1")]
    (draft,) = found
    assert draft.filing.entrustment is not None
    assert draft.filing.entrustment.starts_on is not None
    assert [party.name for party in draft.filing.parties] == [
        "霞送配電株式会社",
        "有限会社ほたる技研",
    ]
    assert {measure.id for measure in draft.filing.risk_measures} == {"G-1", "G-2", "G-3"}


def test_a_row_may_need_two_filings():
    said = NO | {"function_changed": "yes"} | OUTSIDER
    assert sorted(draft.filing.kind or "" for draft in drafts(row("ems", **said))) == [
        "component_change",
        "plan",
    ]


def test_a_draft_says_what_nobody_stated_of_the_change():
    (draft,) = drafts(row("ems", **(NO | {"function_changed": "yes", "name_changed": "yes"})))
    assert draft.lacks == ("new_name", "new_function")
    (draft,) = drafts(row("ems", **(NO | {"function_changed": "yes", "new_function": "遠隔操作"})))
    assert draft.lacks == ()


def test_a_draft_says_how_much_completeness_misses():
    (whole,) = drafts(row("ems", **(NO | {"function_changed": "yes"})))
    (other,) = drafts(row("ems", **NOTHING, **OUTSIDER))
    assert (whole.missing, whole.wanted) == (0, "")
    bare = drafts_of(month(), judge(row("ems", **(NO | {"function_changed": "yes"}))))
    assert [draft.wanted for draft in bare] == ["KG-2025-021"]
    assert other.missing > 5


def test_drafts_whose_names_would_be_the_same_have_folders_of_their_own():
    said = NO | {"function_changed": "yes"}
    found = drafts(row("ems", id="a/b", **said), row("hmi", id="A?b", **said))
    assert [draft.name for draft in found] == ["component-change-a-b", "component-change-A-b-2"]


def test_what_is_typed_prefilled_reused_and_typed_twice_is_counted():
    rows = (
        row("ems", id="U-01", nature="bug_fix", function_changed="no"),
        row(
            "hmi",
            id="U-02",
            applied_by="株式会社ほしかわ保守",
            **(NO | {"function_changed": "yes"}),
        ),
    )
    found = read(*({"nature": ""} | each for each in rows))
    asked = questions(*rows)
    signed = Answer(
        question=asked[0].id, function_changed="no", type_changed="no", confirmed_by=NAME
    )
    it = Counted(REGISTER, found.rows, found.planned, asked, (signed,), drafts(*rows))
    effort = count_effort(it)
    # Row 1: version, day, nature, function. Row 2: version, day, four answers, name, day.
    assert effort.typed == 4 + 8 + 3
    # The id and the component of both rows, and who applies the second.
    assert effort.prefilled == 2 + 3
    assert effort.reused > 200
    assert effort.twice == 1
    assert (effort.questions, effort.answers) == (1, 1)


def test_the_drafts_of_the_example_vet_as_their_memos_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "out"
    files = [str(MONTH / "updates-corrected.xlsx"), "--register", str(MONTH / "register.xlsx")]
    files += ["--cleared", str(MONTH / "plan"), "--answers", str(MONTH / "answers.xlsx")]
    assert run(["triage", *files, "--on", "2026-12-01", "-o", str(folder)]) == 1
    capsys.readouterr()
    routes = {}
    for draft in sorted((folder / "drafts").iterdir()):
        run(
            [
                "vet",
                str(draft),
                "--library",
                str(MONTH.parent / "library"),
                "--on",
                "2026-12-01",
                "--json",
            ]
        )
        routes[draft.name] = json.loads(capsys.readouterr().out)["route"]["id"]
    assert routes == {
        "change-U-25": "change_filing",
        "component-change-U-01": "report",
        "emergency-U-39": "emergency_notice",
        "plan-U-35": "file_plan",
        "plan-U-36-etc": "file_plan",
    }
