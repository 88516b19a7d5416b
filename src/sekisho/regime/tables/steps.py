"""Rows of the procedure: which acts the law allows to whom, and when."""

from __future__ import annotations

from sekisho.model.case import EventKind
from sekisho.model.values.record import Record

PERIOD_FACTS = ("begun", "over", "stopped")
"""What can be asked of a period on a day."""


class Transition(Record, frozen=True, kw_only=True):
    """An event that may happen in the states `after` and leads to `to` (empty: stays)."""

    event: str
    after: tuple[str, ...]
    to: str = ""
    when: str = ""


class Guard(Record, frozen=True, kw_only=True):
    """A condition of an act; `otherwise` is the message when it does not hold."""

    when: str
    otherwise: str


class Act(Record, frozen=True, kw_only=True):
    """One act of the procedure.

    Lawful in the states `after` when every guard holds; in other states it is refused with
    `otherwise`. `until` names the shown date that ends it; `message` says what it means now.
    """

    id: str
    by: str
    after: tuple[str, ...]
    guards: tuple[Guard, ...] = ()
    until: str = ""
    message: str = ""
    otherwise: str
    article: str = ""


class Outcome(Record, frozen=True, kw_only=True):
    """A state that comes by the passing of time: `when` holds in `after`, the state is `to`."""

    after: tuple[str, ...]
    when: str
    to: str


class Procedure(Record, frozen=True, kw_only=True):
    """The states of a case, what moves it, and the acts.

    `window` is the period in which the authority has its powers, `answer` the period to answer
    in; `freed_by` are the events that end the standstill before its period does; `records` names
    the event by which an act, once done, goes into the history of the case. Of each of
    `periods` the conditions may ask whether it has begun, is over, or stands still, as
    `period.standstill.over`.
    """

    first: str = "draft"
    window: str = ""
    answer: str = ""
    freed_by: tuple[EventKind, ...] = ()
    periods: tuple[str, ...] = ()
    records: dict[str, EventKind] = {}
    transitions: tuple[Transition, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    acts: tuple[Act, ...] = ()


def period_words(rules: Procedure) -> tuple[str, ...]:
    """Gives the yes-or-no facts about periods that the conditions of a procedure may name."""
    return tuple(f"period.{id}.{word}" for id in rules.periods for word in PERIOD_FACTS)
