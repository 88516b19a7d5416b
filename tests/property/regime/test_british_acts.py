"""Lawful acts in Britain against a slow reading of ss. 13 to 26 that knows no states."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.model.case import Event, EventKind
from sekisho.regime.loader import load_regime
from sekisho.regime.procedure import lawful_acts
from tests.property.regime.slowly import DAY, Assessment, assess, working_days_from

NSI = load_regime("uk-nsi", date(2026, 1, 5))
START = date(2025, 10, 1)
KINDS: tuple[EventKind, ...] = (
    "submitted", "volunteered", "returned", "accepted", "called_in", "extended", "length_agreed",
    "stopped", "resumed", "held", "ordered", "cleared", "completed",
)  # fmt: skip


@dataclass
class Reading:
    """What the sections look at, gathered event by event.

    `bound` says that a mandatory notice was given, or that it was called in without any; `free`
    that the notice was voluntary.
    """

    bound: bool = False
    free: bool = False
    waiting: bool = False
    rejected: bool = False
    accepted: date | None = None
    called_in: date | None = None
    rows: list[tuple[str, date, int]] = field(default_factory=list)
    held: bool = False
    decided: str = ""
    completed: bool = False

    def review_runs(self, on: date) -> bool:
        """S. 14(9), s. 18(9): thirty working days with the day of the notification."""
        return (
            self.accepted is not None
            and not self.called_in
            and not self.decided
            and on <= working_days_from(self.accepted, 30)
        )

    def assessment(self, on: date) -> Assessment | None:
        """Ss. 23, 24: as it stands in the morning of a day; nothing where it is over."""
        if self.called_in is None or self.decided:
            return None
        found = assess(self.called_in, self.rows, on - DAY)
        for kind, day, days in self.rows:
            if day == on:
                found.live_notice(kind, days)
        return None if found.phase == "over" else found

    def lawful(self, on: date) -> dict[str, bool]:
        running = self.assessment(on)
        started = self.bound or self.free
        in_review = self.accepted is not None and not self.called_in and not self.decided
        undecided = in_review or (self.called_in is not None and not self.decided)
        void = self.bound and self.completed and self.decided not in {"approved", "ordered"}
        return {
            "submit": (not started or (self.bound and self.rejected)) and not self.called_in,
            "volunteer": (not started or (self.free and self.rejected)) and not self.called_in,
            "complete": not self.completed
            and (
                self.decided in {"approved", "ordered"}
                or (self.free and not void and not (self.held and running is not None))
            ),
            "accept": self.waiting and not self.called_in,
            "return": self.waiting and not self.called_in,
            "call_in": not self.called_in
            and not self.decided
            and (self.accepted is None or self.review_runs(on)),
            "extend": running is not None and running.phase == "initial" and not running.extended,
            "agree_length": running is not None and running.extended,
            "stop": running is not None,
            "resume": running is not None and running.outstanding > 0,
            "hold": running is not None,
            "order": running is not None,
            "clear": undecided,
        }

    def may_happen(self, kind: EventKind, on: date) -> bool:
        acts = self.lawful(on)
        by = {
            "submitted": "submit", "volunteered": "volunteer", "returned": "return",
            "accepted": "accept", "called_in": "call_in", "extended": "extend",
            "length_agreed": "agree_length", "stopped": "stop", "resumed": "resume",
            "held": "hold", "ordered": "order", "cleared": "clear", "completed": "complete",
        }  # fmt: skip
        return acts[by[kind]]

    def take(self, event: Event) -> None:
        """Follows an event that may happen."""
        if event.kind in {"submitted", "volunteered"}:
            self.bound, self.free = event.kind == "submitted", event.kind == "volunteered"
            self.waiting, self.rejected = True, False
        elif event.kind == "returned":
            self.waiting, self.rejected = False, True
        elif event.kind == "accepted":
            self.waiting, self.accepted = False, event.on
        elif event.kind == "called_in":
            self.called_in, self.bound = event.on, not self.free
        elif event.kind in {"extended", "length_agreed", "stopped", "resumed"}:
            self.rows.append((event.kind, event.on, event.days or 1))
        elif event.kind == "held":
            self.held = True
        elif event.kind in {"ordered", "cleared"}:
            self.decided = "ordered" if event.kind == "ordered" else "approved"
        elif event.kind == "completed" and self.decided:
            self.completed = True


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Event], Reading, date]:
    """A history in which everything may happen that happens, and the day it is looked at."""
    reading, events, on = Reading(), [], START
    for _ in range(draw(st.integers(1, 8))):
        on += draw(st.integers(0, 30)) * DAY
        allowed = [kind for kind in KINDS if reading.may_happen(kind, on)]
        if not allowed:
            break
        kind = draw(st.sampled_from(allowed))
        days = draw(st.integers(1, 20)) if kind == "length_agreed" else None
        event = Event(kind=kind, on=on, days=days)
        reading.take(event)
        events.append(event)
    return events, reading, on + draw(st.integers(0, 60)) * DAY


@settings(max_examples=120)
@given(histories())
def test_what_is_lawful_is_what_the_sections_allow(
    given_history: tuple[list[Event], Reading, date],
):
    events, reading, on = given_history
    answered = {act.act: act.lawful for act in lawful_acts(NSI, events, on)}
    expected = reading.lawful(on)
    assert {act: answered[act] for act in expected} == expected
