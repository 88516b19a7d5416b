"""The memo: what was decided about one update, by whom it was confirmed and on what it rests."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sekisho.model.assessment import Duty, Inputs, Outcome, Route
from sekisho.model.operator.note import Note
from sekisho.model.values.message import Message
from sekisho.model.values.record import Record

FactKind = Literal["text", "word", "day"]
FactSource = Literal["register", "sheet", "answers", "plan"]


class Fact(Record, frozen=True, kw_only=True):
    """One fact a memo relies on: `name` in the words of the register and the sheet, and where
    it was stated. `kind` says how `value` is shown.
    """

    name: str
    value: str
    kind: FactKind = "text"
    source: FactSource


class Alternative(Record, frozen=True, kw_only=True):
    """Another answer to one fact, and the class the update would then fall in."""

    name: str
    value: str
    becomes: str


class Memo(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/memo/1"):
    """What was decided about one update, as of a day.

    `becomes` is the class in the words of the rule pack, `also` the others that hold beside it;
    `outcome` sums them up. `question` names the question by which several updates were confirmed
    at once, and `confirmed_with` how many. `hints` are places to look at: they decide nothing. `flaws`
    is what is known against the proposed software, which is no question of filing.
    `missing` are the facts without which the question stays open, `cited_notes` the operator's own
    notes on rules that were asked: no law, and no reason of any answer.
    """

    on: date
    update: str
    operator: str = ""
    fictional: bool = False
    facility: str = ""
    component: str = ""
    name: str = ""
    version_before: str = ""
    version_after: str = ""
    becomes: str
    outcome: Outcome
    also: tuple[str, ...] = ()
    next: Message
    asks: tuple[Message, ...] = ()
    route: Route
    duties: tuple[Duty, ...] = ()
    caveats: tuple[Message, ...] = ()
    cited_notes: tuple[Note, ...] = ()
    confirmed_by: str = ""
    confirmed_on: date | None = None
    question: str = ""
    confirmed_with: int = 0
    facts: tuple[Fact, ...] = ()
    hints: tuple[Message, ...] = ()
    flaws: tuple[Message, ...] = ()
    missing: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    inputs: Inputs
    assessment_sha256: str
    register_sha256: str
