"""What a check may look at, and what it must give back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from sekisho.library.snapshot import Library
from sekisho.model.case import Case
from sekisho.model.finding import Basis, Finding
from sekisho.model.values.message import Message
from sekisho.regime.pack import Regime


@dataclass(frozen=True, slots=True)
class Look:
    """Everything a check may look at; there is no clock, no network and no other check."""

    case: Case
    regime: Regime
    library: Library
    on: date


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check gives back.

    `looked_at` counts the subjects examined. `reason` says why a check could not run at all
    (there is then no need of a finding). `basis` tells what a clear answer rests on.
    `consulted` holds every library key looked up, misses included, such as
    `advisory:PyPI/requests` or `name:aoba micro`.
    """

    findings: tuple[Finding, ...] = ()
    looked_at: int = 0
    basis: Basis = "observed"
    reason: Message | None = None
    consulted: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Check:
    """A check as the table lists it: a name, a version that rises with its meaning, and how
    it looks.
    """

    name: str
    version: str
    run: Callable[[Look], Answer]
