"""Plans handed in as cleared: what their events say counts, and nothing else."""

from __future__ import annotations

import shutil
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from sekisho.cli.main import run
from sekisho.cli.register.plans import open_plans
from sekisho.desk.plans import HandedIn, check_operator, one_each, sift_plans
from sekisho.model.case import Event
from sekisho.model.errors import UsageError
from sekisho.model.filing import Filing
from sekisho.model.party import Identifiers
from sekisho.read.filing import read_filing
from sekisho.read.filing.write import write_yaml
from tests.unit.triage.builders import EXAMPLES, MONTH, NOTHING, ON, REGISTER, row, sheet

Captured = pytest.CaptureFixture[str]

FILED = [("submitted", "2025-09-25"), ("accepted", "2025-09-29")]
LAPSED = date(2025, 11, 20)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_LANG", "en")


@cache
def filed(name: str) -> Filing:
    return read_filing((MONTH / name / "filing.yaml").read_bytes(), "filing.yaml")


def life(*events: tuple[str, str], **more: Any) -> tuple[Event, ...]:
    last = len(events) - 1
    return tuple(
        Event(kind=kind, on=date.fromisoformat(on), **(more if at == last else {}))  # type: ignore[arg-type]  # one of the kinds
        for at, (kind, on) in enumerate(events)
    )


def reason(events: tuple[Event, ...] | None, on: date = LAPSED, **more: Any) -> str:
    """Gives why a plan is left out, nothing where it is cleared."""
    plan = HandedIn(replace(filed("plan"), **more), "plan/filing.yaml", events)
    found = sift_plans([plan], on)
    assert len(found.cleared) + len(found.reasons) == 1
    return found.reasons[0].message.id if found.reasons else ""


@pytest.mark.parametrize(
    ("events", "on", "why"),
    [
        (life(*FILED), date(2025, 10, 10), "plans.not_free"),
        (life(*FILED), LAPSED, ""),
        (life(*FILED, ("cleared", "2025-10-20")), date(2025, 10, 21), "plans.not_free"),
        (life(*FILED, ("cleared", "2025-10-20")), LAPSED, ""),
        (life(*FILED, ("withdrawn", "2025-10-01")), LAPSED, "plans.not_free"),
        (life(FILED[0], ("returned", "2025-09-26")), LAPSED, "plans.not_free"),
        (life(FILED[0]), LAPSED, "plans.not_free"),
        (life(*FILED, ("introduced", "2025-11-15")), LAPSED, ""),
        (life(*FILED, ("introduced", "2025-10-01")), LAPSED, "plans.no_procedure"),
        (life(("introduced", "2025-09-20"), ("submitted", "2025-09-25")), LAPSED, "plans.not_free"),
        (life(*FILED, ("withdrawn", "2025-12-01")), LAPSED, ""),
        (life(), LAPSED, "plans.no_events"),
        (None, LAPSED, "plans.no_events"),
    ],
    ids=[
        "running",
        "lapsed",
        "ended early, the period runs",
        "ended",
        "withdrawn",
        "returned",
        "submitted alone",
        "carried out",
        "carried out too early",
        "an emergency",
        "withdrawn later than asked",
        "an empty list",
        "no list",
    ],
)
def test_the_events_say_whether_a_plan_was_cleared(
    events: tuple[Event, ...] | None, on: date, why: str
):
    assert reason(events, on) == why


def test_an_accepted_recommendation_leaves_the_old_plan_uncleared():
    events = life(*FILED, ("recommended", "2025-10-10"))
    answered = Event(kind="answered", on=date(2025, 10, 15), accepts=True)
    assert reason((*events, answered)) == "plans.not_free"
    changed = Event(kind="changed_plan_filed", on=date(2025, 10, 20))
    assert reason((*events, answered, changed)) == ""


@pytest.mark.parametrize("kind", ["emergency", "component_change", "change_report"])
def test_what_is_told_afterwards_is_no_plan_that_was_cleared(kind: str):
    assert reason(life(*FILED), kind=kind) == "plans.no_plan"


def test_two_operators_are_told_and_never_mixed():
    other = replace(
        filed("care"),
        parties=(replace(filed("care").parties[0], name="霧送配電株式会社", other_names=()),),
    )
    plans = [HandedIn(filed("plan"), "a.yaml"), HandedIn(other, "b.yaml")]
    with pytest.raises(UsageError) as raised:
        check_operator(plans)
    assert raised.value.message.params == {
        "operators": ("霞送配電株式会社", "霧送配電株式会社"),
        "files": ("a.yaml", "b.yaml"),
    }
    with pytest.raises(UsageError):
        check_operator(plans[:1], "霧送配電株式会社", "register.yaml")


def test_one_operator_under_two_names_is_one():
    first, second = (replace(filed("plan").parties[0]), replace(filed("plan").parties[0]))
    renamed = replace(second, name="霞グリッド株式会社", other_names=(first.name,))
    numbered = replace(
        second,
        name="霞グリッド株式会社",
        other_names=(),
        identifiers=Identifiers(corporate_number="1234567890123"),
    )
    known = replace(first, identifiers=Identifiers(corporate_number="1234567890123"))
    for left, right in ((first, renamed), (known, numbered)):
        check_operator(
            HandedIn(replace(filed("plan"), parties=(party,)), "x") for party in (left, right)
        )


def test_the_same_plan_twice_is_taken_once_and_said():
    bare = HandedIn(filed("plan"), "a.yaml")
    told = HandedIn(filed("plan"), "b.yaml", life(*FILED))
    kept, notes = one_each([bare, told])
    assert kept == (told,)
    assert [note.id for note in notes] == ["plans.twice"]


def test_one_reference_for_two_plans_is_refused():
    other = replace(filed("plan"), notes="another")
    for second in (
        HandedIn(other, "b.yaml", life(*FILED)),
        HandedIn(filed("plan"), "b.yaml", life(FILED[0])),
    ):
        with pytest.raises(UsageError) as raised:
            one_each([HandedIn(filed("plan"), "a.yaml", life(*FILED)), second])
        assert raised.value.message.params["files"] == ("a.yaml", "b.yaml")


def write(folder: Path, filing: Filing, events: tuple[Event, ...] | None) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "filing.yaml").write_text(write_yaml(filing), encoding="utf-8")
    if events is not None:
        lines = [f"- {{kind: {event.kind}, on: {event.on.isoformat()}}}\n" for event in events]
        (folder / "events.yaml").write_text("".join(lines), encoding="utf-8")
    return str(folder)


def registered(path: Path) -> Any:
    return msgspec.yaml.decode(path.read_bytes())


def test_the_command_leaves_out_what_was_withdrawn_and_counts_it(tmp_path: Path, capsys: Captured):
    plan = write(tmp_path / "plan", filed("plan"), life(*FILED))
    care = write(tmp_path / "care", filed("care"), life(*FILED, ("withdrawn", "2025-10-01")))
    made = tmp_path / "r.yaml"
    assert run(["register", "from", plan, care, "--on", "2026-12-01", "-o", str(made)]) == 1
    err = " ".join(capsys.readouterr().err.split())
    assert 'KG-2025-022 is left out: on Tue 1 Dec 2026 its case stands at "withdrawn"' in err
    assert "1 plan taken, 1 left out." in err
    assert "entrustment" not in registered(made)["entries"][0]


def test_without_events_a_person_must_say_so_and_the_register_keeps_that(
    tmp_path: Path, capsys: Captured
):
    plan = write(tmp_path / "plan", filed("plan"), None)
    care = write(tmp_path / "care", filed("care"), None)
    made = tmp_path / "r.yaml"
    given = ["register", "from", plan, care, "--on", "2026-12-01", "-o", str(made)]
    assert run(given) == 3
    assert not made.exists()
    assert "--cleared-on KG-2025-021=YYYY-MM-DD" in capsys.readouterr().err
    stated = ["--cleared-on", "2025-10-30", "--cleared-on", "KG-2025-022=2025-11-04"]
    assert run([*given, *stated]) == 0
    assert "Cleared as stated" in capsys.readouterr().err
    first = registered(made)["entries"][0]
    assert str(first["plan_stated_on"]) == "2025-10-30"
    assert str(first["entrustment_stated_on"]) == "2025-11-04"


@pytest.mark.parametrize("stated", ["soon", "2026-12-02", "KG-1=2025-10-30"])
def test_a_day_that_cannot_be_stated_is_usage(stated: str, tmp_path: Path):
    plan = write(tmp_path / "plan", filed("plan"), None)
    given = ["register", "from", plan, "--on", "2026-12-01", "--cleared-on", stated]
    assert run(given) == 2


def test_a_word_stands_against_no_event(tmp_path: Path):
    plan = write(tmp_path / "plan", filed("plan"), life(*FILED, ("withdrawn", "2025-10-01")))
    given = ["register", "from", plan, "--on", "2026-12-01", "--cleared-on", "2025-10-30"]
    assert run(given) == 1


def test_events_beside_two_plans_are_those_of_none(tmp_path: Path):
    folder = Path(write(tmp_path, filed("plan"), life(*FILED)))
    shutil.copy(MONTH / "care" / "filing.yaml", folder / "care.yaml")
    plans = open_plans([folder / "filing.yaml", folder / "care.yaml"])
    found = sift_plans(plans, ON)
    assert [each.message.id for each in found.reasons] == ["plans.shared_events"] * 2
    assert sift_plans(open_plans([folder / "filing.yaml"]), ON).cleared


@pytest.mark.parametrize(
    ("events", "becomes"),
    [
        (life(*FILED), "Nothing to file: 1"),
        (life(*FILED, ("withdrawn", "2025-10-01")), "Entrustment not covered: 1"),
        (None, "Not checked: 1"),
    ],
)
def test_a_plan_handed_in_covers_work_only_where_its_events_say_so(
    events: tuple[Event, ...] | None, becomes: str, tmp_path: Path, capsys: Captured
):
    care = write(tmp_path / "care", replace(filed("care"), reference="KG-2026-001"), events)
    (tmp_path / "r.yaml").write_text(write_yaml(REGISTER), encoding="utf-8")
    said = row("ems", applied_by="有限会社ほたる技研", entrustment="KG-2026-001", **NOTHING)
    (tmp_path / "u.csv").write_bytes(sheet(said))
    run(
        [
            *("triage", str(tmp_path / "u.csv"), "--register", str(tmp_path / "r.yaml")),
            *("--cleared", care, "--on", "2026-12-01", "--library", str(EXAMPLES / "library")),
        ]
    )
    assert becomes in capsys.readouterr().out


def test_a_registered_entrustment_that_was_withdrawn_covers_nothing(
    tmp_path: Path, capsys: Captured
):
    care = write(tmp_path / "care", filed("care"), life(*FILED, ("withdrawn", "2025-10-01")))
    (tmp_path / "r.yaml").write_text(write_yaml(REGISTER), encoding="utf-8")
    (tmp_path / "u.csv").write_bytes(sheet(row("ems", **NOTHING)))
    given = ["triage", str(tmp_path / "u.csv"), "--register", str(tmp_path / "r.yaml")]
    library = ["--on", "2026-12-01", "--library", str(EXAMPLES / "library")]
    assert run([*given, *library]) == 0
    assert run([*given, *library, "--cleared", care]) == 1
    out, err = capsys.readouterr()
    assert "Entrustment not covered: 1" in out
    assert "KG-2025-022 is not taken for cleared" in " ".join(err.split())
