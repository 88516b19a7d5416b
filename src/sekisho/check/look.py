"""What a check may look at, and what it must give back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import msgspec
from msgspec.structs import replace

from sekisho.check.software import Subject, sboms, subjects
from sekisho.library.snapshot import Library
from sekisho.model.assessment import Duty, Purpose
from sekisho.model.case import Case, Statement, StatementKind
from sekisho.model.finding import Basis, Finding
from sekisho.model.values.message import Message, message
from sekisho.regime.duties import decide_duties
from sekisho.regime.facts import project
from sekisho.regime.pack import Regime
from sekisho.regime.rules.vocabulary import Facts


@dataclass(frozen=True)
class Look:
    """Everything a check may look at; there is no clock, no network and no other check.

    `facts` and `duties` follow from the rest, and are worked out once for all who ask. In official
    use `on` is the day of acceptance, and what was stated about the case since then counts.
    """

    case: Case
    regime: Regime
    library: Library
    on: date
    purpose: Purpose = "self_check"
    shared: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What more than one check works out from the rest, once, by name."""

    @cached_property
    def facts(self) -> Facts:
        """The case as the conditions of the regime see it."""
        return project(self.case, self.regime, self.on)

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """What has to be filed, and why."""
        return decide_duties(self.regime, self.facts)

    @cached_property
    def proposed(self) -> tuple[Subject, ...]:
        """Every package of the proposed SBOMs once; worked out once for all who ask."""
        return subjects(sboms(self.case, "sbom"))

    def rules(self, findings: Iterable[Finding]) -> frozenset[str]:
        """Names the rules that were asked: duties, exemptions, changed fields, found contents."""
        filing = self.case.filing
        changed = filing.change.fields if filing and filing.change else ()
        return frozenset(
            {duty.id for duty in self.duties}
            | {reason.rule for duty in self.duties for reason in duty.reasons}
            | {field.path for field in changed}
            | {finding.rule.partition(".")[2] for finding in findings}
        )

    def stated(self, kind: StatementKind) -> tuple[Statement, ...]:
        """Gives the statements of a kind whose signature holds and whose day has come.

        An official vetting looks as of an earlier day: every statement handed in with it counts.
        """
        if not self.case.statements:
            return ()
        # Few cases hold a signature: the others do not wait for what verifies one.
        from sekisho.keys.signing import is_signed  # noqa: PLC0415

        return tuple(
            signed.statement
            for signed in self.case.statements
            if signed.statement.kind == kind
            and (self.purpose == "official" or signed.statement.on <= self.on)
            and is_signed(signed)
        )


class Answer(msgspec.Struct, frozen=True):
    """What a check gives back.

    `looked_at` counts the subjects examined. `reason` says why a check could not run at all
    (there is then no need of a finding). `basis` tells what a clear answer rests on.
    `consulted` holds every library key looked up, misses included, such as
    `advisory:PyPI/requests` or `name:aoba micro`. Findings come in an order that does not
    depend on the order of the input.
    """

    findings: tuple[Finding, ...] = ()
    looked_at: int = 0
    basis: Basis = "observed"
    reason: Message | None = None
    consulted: frozenset[str] = msgspec.field(default_factory=frozenset)


class Check(msgspec.Struct, frozen=True):
    """A check as the table lists it.

    `version` rises whenever the meaning of its answers changes. A check that does not apply to a
    case is left out of its assessment, unless the rules require it.
    """

    name: str
    version: str
    run: Callable[[Look], Answer]
    applies: Callable[[Look], bool] = msgspec.field(default=lambda _: True)


def or_erased(found: Finding, field: str, case: Case) -> Finding:
    """Gives a finding that something is missing; as not checked where it was stated and has been
    destroyed since.
    """
    if found.place.partition("#")[2] not in case.erased:
        return found
    return replace(
        found,
        state="not_checked",
        message=message("completeness.erased", field=field),
        cause=f"erased:{field}",
        remedy=message("completeness.erased.remedy"),
    )
