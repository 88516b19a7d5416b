"""The question of a change: did the type, the name or the function of a component change?

No comparison of files can answer it. What the SBOMs show is told to the person who does.
"""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.check.difference.said import VERSION
from sekisho.check.software import SHOWN, label
from sekisho.match.packages.between import fold
from sekisho.match.packages.difference import Difference
from sekisho.model.case import Case
from sekisho.model.filing import Change
from sekisho.model.finding import Finding, Severity
from sekisho.model.inventory import Inventory
from sekisho.model.values.message import Message, message

_QUESTIONS = ("type", "name", "function")
_FUNCTION = ("executable_new", "network_new", "crypto_new")


def suggestions(
    case: Case, component: str, difference: Difference, before: Inventory, after: Inventory
) -> Iterator[Finding]:
    """Gives a finding for each question the SBOMs speak to and no person has answered with yes.

    The answer stays a person's: without one the finding asks for it; beside a `no` it tells what
    speaks against it, for a type or name as medium, for a function as low.
    """
    filing = case.filing
    change = filing.change if filing else None
    if filing is None or change is None or component not in ("", change.component):
        return
    shown = {
        "type": tuple(_types(before, after)),
        "name": tuple(_names(before, after)),
        "function": tuple(_functions(difference)),
    }
    named = filing.component(change.component)
    called = named.name if named and named.name else change.component or difference.products[1]
    for question in _QUESTIONS:
        answer = getattr(change, f"{question}_changed")
        if shown[question] and answer is not True:
            yield _finding(case, change, question, called, shown[question])


def _types(before: Inventory, after: Inventory) -> Iterator[Message]:
    old, new = before.primary, after.primary
    if old and new and old.kind != new.kind:
        yield message("difference.suggested.kind", before=old.kind, after=new.kind)


def _names(before: Inventory, after: Inventory) -> Iterator[Message]:
    old, new = before.primary, after.primary
    if old and new and old.name and new.name and fold(old.name) != fold(new.name):
        yield message("difference.suggested.called", before=old.name, after=new.name)


def _functions(difference: Difference) -> Iterator[Message]:
    """What runs, connects or ciphers and did not before may do something that was not done."""
    for kind in _FUNCTION:
        names = {label(c.package): None for c in difference.changes if c.kind == kind}
        if names:
            told = tuple(names)[:SHOWN]
            yield message(f"difference.suggested.{kind}", n=len(names), names=told)


def _finding(
    case: Case, change: Change, question: str, called: str, shown: tuple[Message, ...]
) -> Finding:
    answered = getattr(change, f"{question}_changed") is False
    severity: Severity = "medium" if answered and question != "function" else "low"
    by = {"by": change.confirmed_by} if answered and change.confirmed_by else {}
    how = "confirmed" if by else "denied" if answered else "open"
    evidence = (
        item.evidence.id
        for item in case.evidence
        if item.evidence.kind in {"sbom", "sbom_in_service"}
    )
    return Finding(
        rule=f"difference.suggested_{question}",
        rule_version=VERSION,
        subject=f"component:{change.component}" if change.component else "filing",
        state="found",
        severity=severity,
        message=message(f"difference.suggested.{question}.{how}", component=called, **by),
        basis="declared",
        place=f"filing#/change/{question}_changed",
        remedy=message("difference.suggested.remedy"),
        evidence=tuple(sorted(evidence)),
        details=shown,
    )
