"""Lawful acts against a slow reading of Arts. 52, 55 and 56 that knows no states."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.model.case import Event, EventKind, Measure
from sekisho.regime.loader import load_regime
from sekisho.regime.procedure import lawful_acts

DAY = timedelta(days=1)
ESPA = load_regime("jp-espa", date(2026, 12, 1))
START = date(2026, 10, 1)
KINDS: tuple[EventKind, ...] = (
    "accepted", "consulted", "shortened", "extended", "recommended", "answered",
    "found_unjust", "changed_plan_filed", "ordered", "cleared", "introduced", "withdrawn",
)  # fmt: skip


def rolled(day: date) -> date:
    """The answer is an act toward the authority: it rolls over closed days."""
    while ESPA.calendar.is_closed(day):
        day += DAY
    return day


def four_months(accepted: date) -> date:
    """The last of four months counted from the day of acceptance, by walking."""
    day, passed = accepted, 0
    while passed < 4:
        day += DAY
        passed += day.day == 1
    while day.day < accepted.day and (day + DAY).day != 1:
        day += DAY
    return day if day.day < accepted.day else day - DAY


@dataclass
class Reading:
    """What the articles look at, gathered event by event."""

    accepted: date | None = None
    end: date = date.min
    received: date | None = None
    late: bool = False
    asks: str | None = None
    answer: bool | None = None
    unjust: bool = False
    changed: bool = False
    freed: bool = False
    ordered: str | None = None
    closed: bool = False
    introduced: bool = False
    consulted: list[date] = field(default_factory=list)

    def free(self, on: date) -> bool:
        """Art. 52(3), (9): the period is over, or the plan was changed as recommended."""
        return self.accepted is not None and (on > self.end or self.freed)

    def bound(self) -> bool:
        """Art. 52(8), also by Art. 55(3): what was accepted must be carried out."""
        return self.received is not None and self.answer is True and not self.changed

    def lawful(self, on: date) -> dict[str, bool]:
        within = self.accepted is not None and on <= self.end
        open_case = within and not (self.freed or self.bound() or self.ordered or self.closed)
        pending = self.received is not None and self.answer is None
        overdue = pending and self.received is not None and on > rolled(self.received + 9 * DAY)
        free = self.free(on) and not self.ordered
        again = free and not (self.late and pending) and not (self.bound() and not self.late)
        stands = not self.introduced or (self.late and not self.bound())
        return {
            "proceed": free and not self.bound() and stands,
            "extend": open_case,
            "shorten": open_case or (within and self.closed),
            "answer": pending and not self.ordered and not (self.introduced and not self.late),
            "file_changed_plan": self.must() == "change",
            "cease": self.must() == "stop",
            "recommend": (open_case and not pending and self.heard())
            or (again and self.heard_since_free(on)),
            "order": not self.ordered
            and self.received is not None
            and ((self.answer is False and self.unjust) or overdue)
            and (within or self.late)
            and self.heard(),
        }

    def must(self) -> str | None:
        """Art. 52(8), (10): what was accepted, or ordered, to be done; `None` for nothing."""
        return self.ordered or (self.asks if self.bound() else None)

    def heard(self) -> bool:
        """Art. 56(1): one consultation for each act."""
        return bool(self.consulted)

    def heard_since_free(self, on: date) -> bool:
        if self.late or self.freed or self.introduced:
            return self.heard()
        return self.free(on) and any(day > self.end for day in self.consulted)

    def may_happen(self, kind: EventKind, on: date) -> bool:
        acts = self.lawful(on)
        if kind == "accepted":
            return self.accepted is None
        if self.accepted is None or (self.ordered and kind != "changed_plan_filed"):
            return False
        stopping = self.must() == "stop" and not self.late
        heard = Reading(**{**self.__dict__, "consulted": [on]}).lawful(on)
        late = self.late and self.received is not None
        return {
            "consulted": not (stopping or (self.closed and on <= self.end)),
            "shortened": acts["shorten"],
            "extended": acts["extend"],
            "recommended": heard["recommend"],
            "answered": acts["answer"],
            "found_unjust": self.answer is False and (on <= self.end or late),
            "changed_plan_filed": self.must() == "change",
            "ordered": heard["order"],
            "cleared": not (self.freed or self.introduced or late or self.received is not None),
            "introduced": acts["proceed"],
            "withdrawn": on <= self.end
            and not (self.freed or self.introduced or late or self.closed),
        }[kind]

    def take(self, event: Event) -> None:
        """Follows an event that may happen."""
        self.unjust |= event.kind == "found_unjust"
        if event.kind == "accepted":
            self.accepted, self.end = event.on, event.on + 29 * DAY
        elif event.kind in {"shortened", "extended"} and event.until and self.accepted:
            self.end = min(event.until, four_months(self.accepted))
        elif event.kind == "consulted":
            self.consulted.append(event.on)
        elif event.kind == "recommended":
            self.late = self.free(event.on)
            self.received, self.answer, self.changed = event.on, None, False
            self.asks, self.unjust, self.consulted = event.measure, False, []
        elif event.kind == "answered":
            self.answer = event.accepts
        elif event.kind == "changed_plan_filed":
            self.change_plan()
        elif event.kind == "ordered":
            self.ordered, self.consulted = event.measure, []
        elif event.kind == "introduced":
            self.introduce()
        elif event.kind == "withdrawn":
            self.__init__()  # type: ignore[misc]  # nothing of a withdrawn filing stands

    def change_plan(self) -> None:
        """Who accepted need not wait with the changed plan; who was ordered waits the period out."""
        self.freed = self.freed or self.late or self.ordered is None
        self.closed = not self.freed
        self.ordered, self.answer, self.changed = None, True, True
        self.consulted = [day for day in self.consulted if self.late or day > self.end]

    def introduce(self) -> None:
        """What was recommended and not carried out goes on standing, the rest is past."""
        self.introduced = True
        if not self.late or self.changed:
            self.consulted = [day for day in self.consulted if day > self.end or self.changed]
            self.received, self.late, self.answer = None, False, None


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Event], Reading, date]:
    """A history in which everything may happen that happens, and the day it is looked at."""
    reading, events, on = Reading(), [], START
    for _ in range(draw(st.integers(1, 9))):
        on += draw(st.integers(0, 16)) * DAY
        allowed = [kind for kind in KINDS if reading.may_happen(kind, on)]
        if not allowed:
            break
        kind = draw(st.sampled_from(allowed))
        until = None
        if kind == "shortened":
            until = draw(st.dates(on, reading.end))
        elif kind == "extended":
            until = draw(st.dates(reading.end, reading.end + 90 * DAY))
        accepts = draw(st.booleans()) if kind == "answered" else None
        measure: Measure | None = None
        if kind in {"recommended", "ordered"}:
            measure = draw(st.sampled_from(get_args(Measure)))
        event = Event(kind=kind, on=on, until=until, accepts=accepts, measure=measure)
        reading.take(event)
        events.append(event)
    return events, reading, on + draw(st.integers(0, 45)) * DAY


@settings(max_examples=400)
@given(histories())
def test_what_is_lawful_is_what_the_articles_allow(
    given_history: tuple[list[Event], Reading, date],
):
    events, reading, on = given_history
    answered = {act.act: act for act in lawful_acts(ESPA, events, on)}
    said = {act.message.id for act in answered.values() if act.message}
    assert not said & {"procedure.impossible", "procedure.incomplete", "procedure.not_checked"}
    expected = reading.lawful(on)
    assert {name: answered[name].lawful for name in expected} == expected
