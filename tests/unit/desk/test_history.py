from datetime import date
from pathlib import Path

import pytest

from sekisho.cli.main import run
from sekisho.desk.package.history import History, add_event, append_events, find_status
from sekisho.model.case import Event
from sekisho.model.errors import InputError, UsageError
from sekisho.model.filing import Filing
from sekisho.read.beside.events import own_events, parse_events
from sekisho.read.case import open_filing
from sekisho.regime.loader import load_regime

ON = date(2026, 12, 11)
REGIME = load_regime("jp-espa", ON)
FILING = Filing(sector="electricity", authority="meti")
ACCEPTED = Event(kind="accepted", on=date(2026, 12, 1))


def history(*events: Event, filing: Filing = FILING) -> History:
    return History(REGIME, filing, events)


def test_an_acceptance_after_an_acceptance_is_refused_with_what_would_fit():
    again = Event(kind="accepted", on=date(2026, 12, 2))
    with pytest.raises(UsageError) as refused:
        add_event(history(ACCEPTED), again, "meti")
    assert refused.value.message.id == "procedure.impossible"
    assert refused.value.hint is not None
    assert "recommended" in refused.value.hint.params["events"]
    assert "accepted" not in refused.value.hint.params["events"]


def test_a_submission_recorded_late_takes_its_place_before_the_acceptance():
    late = Event(kind="submitted", on=date(2026, 11, 27))
    made, _ = add_event(history(ACCEPTED), late, "meti")
    (stand,) = find_status(history(ACCEPTED, made), ON).stands
    assert [event.kind for event in stand.events] == ["submitted", "accepted"]
    assert stand.state == "accepted"


def test_a_submission_that_would_come_after_the_acceptance_is_refused():
    with pytest.raises(UsageError):
        add_event(history(ACCEPTED), Event(kind="submitted", on=date(2026, 12, 3)), "meti")


def test_an_answer_without_yes_or_no_is_refused_as_incomplete():
    events = (ACCEPTED, Event(kind="recommended", on=date(2026, 12, 5)))
    with pytest.raises(UsageError) as refused:
        add_event(history(*events), Event(kind="answered", on=date(2026, 12, 8)), "meti")
    assert refused.value.message.id == "procedure.incomplete"


def test_an_extension_needs_its_new_last_day_and_is_held_to_the_limit_of_the_law():
    bare = Event(kind="extended", on=date(2026, 12, 5))
    with pytest.raises(UsageError) as refused:
        add_event(history(ACCEPTED), bare, "meti")
    assert refused.value.message.id == "history.no_end"
    far = Event(kind="extended", on=date(2026, 12, 5), until=date(2027, 6, 1))
    _, warnings = add_event(history(ACCEPTED), far, "meti")
    assert "clock.moved_too_far" in {warning.id for warning in warnings}


def test_each_authority_has_a_history_and_a_clock_of_its_own():
    at_fsa = Event(kind="submitted", on=date(2026, 11, 30), authority="fsa")
    status = find_status(history(ACCEPTED, at_fsa), ON)
    assert [(stand.authority, stand.state) for stand in status.stands] == [
        ("meti", "accepted"),
        ("fsa", "submitted"),
    ]


def test_a_vetting_looks_at_the_history_of_the_filings_own_authority_alone():
    at_fsa = Event(kind="accepted", on=date(2026, 12, 8), authority="fsa")
    named = Event(kind="asked", on=date(2026, 12, 4), authority="meti")
    assert own_events((ACCEPTED, at_fsa, named), FILING) == (ACCEPTED, named)


def test_the_filings_own_authority_is_not_named_in_the_file():
    made, _ = add_event(history(), ACCEPTED, "meti")
    assert made.authority == ""
    made, _ = add_event(history(), ACCEPTED, "fsa")
    assert made.authority == "fsa"


def test_a_history_that_is_broken_already_takes_nothing_more():
    broken = (ACCEPTED, Event(kind="ordered", on=date(2026, 12, 2)))
    with pytest.raises(UsageError) as refused:
        add_event(history(*broken), Event(kind="asked", on=date(2026, 12, 3)), "meti")
    assert refused.value.hint is not None
    assert refused.value.hint.id == "history.mend"


@pytest.mark.parametrize(
    "note",
    [
        "FICT, {x}: #1 'quoted' \"twice\"",
        "- {kind: ordered, on: 2026-12-02}\n- {kind: cleared}",
        "null",
        "はい: 備考 # 注",
    ],
)
def test_whatever_a_note_holds_it_comes_back_as_one_event(note: str):
    event = Event(kind="accepted", on=date(2026, 12, 1), note=note)
    old = "# 注記\n- {kind: submitted, on: 2026-11-27}".encode()
    added = append_events(old, [event], "events.yaml")
    assert parse_events(old + added, "events.yaml")[-1] == event


@pytest.mark.parametrize(
    "old", [b"[{kind: submitted, on: 2026-11-27}]\n", b"[]\n", b"--- []\n...\n"]
)
def test_a_file_to_which_nothing_can_be_appended_is_left_alone(old: bytes):
    with pytest.raises(InputError) as refused:
        append_events(old, [ACCEPTED], "events.yaml")
    assert refused.value.message.id == "history.closed"


def test_recording_appends_and_never_rewrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "filing.yaml").write_text(
        "schema: sekisho/filing/1\nfictional: true\nauthority: 経済産業大臣\nsector: electricity\n",
        encoding="utf-8",
    )
    events = tmp_path / "events.yaml"
    events.write_bytes("# 霞送配電\n- {kind: submitted,   on: 2026-11-27}".encode())
    before = events.read_bytes()
    folder = str(tmp_path)
    assert run(["filing", "record", folder, "accepted", "--on", "2026-12-01", "--by", "meti"]) == 0
    after = events.read_bytes()
    assert after.startswith(before)
    assert run(["filing", "record", folder, "accepted", "--on", "2026-12-02"]) == 2
    assert run(["filing", "record", folder, "asked", "--on", "2026-12-02", "--authority", "x"]) == 2
    assert events.read_bytes() == after
    assert [event.kind for event in open_filing(tmp_path).events] == ["submitted", "accepted"]
    assert run(["--lang", "ja", "filing", "status", folder, "--on", "2026-12-11"]) == 0
    assert "経済産業大臣" in capsys.readouterr().out


def test_two_authorities_are_recorded_together_or_not_at_all(tmp_path: Path):
    fictional = "schema: sekisho/filing/1\nfictional: true\nauthority: meti\n"
    (tmp_path / "filing.yaml").write_text(fictional)
    ask = ["filing", "record", str(tmp_path)]
    assert run([*ask, "accepted", "--on", "2026-12-01", "--authority", "meti"]) == 0
    both = ["--authority", "fsa", "--authority", "meti"]
    before = (tmp_path / "events.yaml").read_bytes()
    assert run([*ask, "submitted", "--on", "2026-12-02", *both]) == 2
    assert (tmp_path / "events.yaml").read_bytes() == before
    assert run([*ask, "asked", "--on", "2026-12-02", "--authority", "meti"]) == 0


def test_a_status_whose_events_do_not_fit_ends_with_one(tmp_path: Path):
    (tmp_path / "filing.yaml").write_text("schema: sekisho/filing/1\nauthority: meti\n")
    (tmp_path / "events.yaml").write_text("- {kind: ordered, on: 2026-12-01}\n")
    assert run(["filing", "status", str(tmp_path), "--on", "2026-12-11"]) == 1


def test_only_what_has_happened_is_recorded_but_of_a_fictional_filing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    stated = "schema: sekisho/filing/1\nauthority: meti\n"
    (tmp_path / "filing.yaml").write_text(stated)
    ask = ["filing", "record", str(tmp_path), "submitted", "--on", "2999-01-04"]
    assert run(ask) == 2
    assert "lies ahead" in capsys.readouterr().err
    assert not (tmp_path / "events.yaml").exists()
    ahead = ["filing", "record", str(tmp_path), "renamed", "--on", "2999-04-01"]
    assert run(ahead) == 0
    (tmp_path / "filing.yaml").write_text(f"{stated}fictional: true\n")
    assert run(ask) == 0


def test_a_link_in_place_of_the_events_is_not_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder, other = tmp_path / "case", tmp_path / "other.yaml"
    folder.mkdir()
    (folder / "filing.yaml").write_text("schema: sekisho/filing/1\nauthority: meti\n")
    (folder / "events.yaml").symlink_to(other)
    assert run(["filing", "record", str(folder), "submitted", "--on", "2026-11-02"]) == 2
    assert "symbolic link" in capsys.readouterr().err
    assert not other.exists()


def test_a_period_that_was_agreed_is_recorded_with_its_length():
    nsi = load_regime("uk-nsi", ON)
    past = (
        Event(kind="submitted", on=date(2026, 1, 5)),
        Event(kind="accepted", on=date(2026, 1, 6)),
        Event(kind="called_in", on=date(2026, 1, 20)),
        Event(kind="extended", on=date(2026, 2, 20)),
    )
    before = History(nsi, Filing(), past)
    agreed = Event(kind="length_agreed", on=date(2026, 4, 1), days=20)
    with pytest.raises(UsageError) as refused:
        add_event(before, Event(kind="length_agreed", on=agreed.on), "")
    assert refused.value.message.id == "history.no_days"
    made, _ = add_event(before, agreed, "")
    assert made.days == 20
    assert parse_events(append_events(b"", [made], "events.yaml"), "events.yaml") == (made,)
    with pytest.raises(UsageError) as refused:
        add_event(history(), Event(kind="submitted", on=agreed.on, days=3), "meti")
    assert refused.value.message.id == "history.days_unasked"
