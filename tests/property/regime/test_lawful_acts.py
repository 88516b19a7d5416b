"""Lawful acts against a slow reading of Arts. 52, 55 and 56 that knows no states."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.model.case import Event, EventKind
from sekisho.regime.loader import load_regime
from sekisho.regime.procedure import lawful_acts

DAY = timedelta(days=1)
ESPA = load_regime("jp-espa", date(2026, 12, 1))
START = date(2026, 10, 1)
KINDS: tuple[EventKind, ...] = (
    "accepted", "consulted", "shortened", "extended", "recommended", "answered",
    "changed_plan_filed", "ordered", "cleared", "introduced", "withdrawn",
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
    answer: bool | None = None
    changed: bool = False
    freed: bool = False
    ordered: bool = False
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
        open_case = within and not (self.freed or self.bound() or self.ordered)
        pending = self.received is not None and self.answer is None
        overdue = pending and self.received is not None and on > rolled(self.received + 9 * DAY)
        free = self.free(on) and not self.ordered
        again = free and not (self.late and pending) and not (self.bound() and not self.late)
        stands = not self.introduced or (self.late and not self.bound())
        return {
            "proceed": free and not self.bound() and stands,
            "extend": open_case,
            "shorten": open_case,
            "answer": pending and not self.ordered and not (self.introduced and not self.late),
            "recommend": (open_case and self.received is None and self.heard())
            or (again and self.heard_since_free(on)),
            "order": not self.ordered
            and self.received is not None
            and (self.answer is False or overdue)
            and (within or self.late)
            and self.heard(),
        }

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
        heard = Reading(**{**self.__dict__, "consulted": [on]}).lawful(on)
        late = self.late and self.received is not None
        return {
            "consulted": True,
            "shortened": acts["shorten"],
            "extended": acts["extend"],
            "recommended": heard["recommend"],
            "answered": acts["answer"],
            "changed_plan_filed": self.bound() or self.ordered,
            "ordered": heard["order"],
            "cleared": not (self.freed or self.introduced or late or self.received is not None),
            "introduced": acts["proceed"],
            "withdrawn": on <= self.end and not (self.freed or self.introduced or late),
        }[kind]

    def take(self, event: Event) -> None:
        """Follows an event that may happen."""
        if event.kind == "accepted":
            self.accepted, self.end = event.on, event.on + 29 * DAY
        elif event.kind in {"shortened", "extended"} and event.until and self.accepted:
            self.end = min(event.until, four_months(self.accepted))
        elif event.kind == "consulted":
            self.consulted.append(event.on)
        elif event.kind == "recommended":
            self.late = self.free(event.on)
            self.received, self.answer, self.changed = event.on, None, False
            self.consulted = []
        elif event.kind == "answered":
            self.answer = event.accepts
        elif event.kind == "changed_plan_filed" and not self.ordered:
            self.changed = self.freed = True
            self.consulted = [day for day in self.consulted if self.late or day > self.end]
        elif event.kind == "ordered":
            self.ordered = True
        elif event.kind == "introduced":
            self.introduce()
        elif event.kind == "withdrawn":
            self.__init__()  # type: ignore[misc]  # nothing of a withdrawn filing stands

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
        kind = draw(st.sampled_from(allowed))
        until = None
        if kind == "shortened":
            until = draw(st.dates(on, reading.end))
        elif kind == "extended":
            until = draw(st.dates(reading.end, reading.end + 90 * DAY))
        accepts = draw(st.booleans()) if kind == "answered" else None
        event = Event(kind=kind, on=on, until=until, accepts=accepts)
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
