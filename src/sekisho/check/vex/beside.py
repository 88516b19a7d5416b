"""A finding with what VEX documents state of it beside it: nothing is taken away.

A severity is lowered only by a row of the rule pack, and only where the document is vouched for by
a person other than its author; the finding then says from what to what, by which rule and by
whom. Everything else that is stated is told with the reason why it lowers nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from sekisho.check.look import Look
from sekisho.check.software import Subject
from sekisho.check.vex.statements import Stated, Statements, covers
from sekisho.model.finding import SEVERITIES, Finding
from sekisho.model.values.message import Message, message
from sekisho.model.vex.claim import Claim
from sekisho.regime.tables.duty import VexRow

_EXACT = frozenset({"reference", "purl", "hash"})
_MITIGATED = "inline_mitigations_already_exist"
_LONGEST = 300
MOST = 50
"""Statements kept beside one finding; a document that says more of one flaw says it in vain."""


class Beside:
    """Lays the statements of a case beside its findings."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._statements = Statements.of(look)

    def lay(
        self, finding: Finding, subject: Subject, ids: Iterable[str], *, is_exploited: bool
    ) -> Finding:
        """Gives a finding about a package with what is stated under any of the ids of the flaw."""
        if not self._statements.papers:
            return finding
        found = self._statements.about(subject.id, subject.evidence, ids)
        if not found:
            return finding
        pairs = self._statements.claims(found)
        row, why = self._row(pairs, subject, is_exploited=is_exploited)
        claims = tuple(claim for _, claim in pairs[:MOST])
        details = list(all_told(pairs, self._look.on))
        severity = finding.severity
        if row and SEVERITIES.index(row.lowers_to) > SEVERITIES.index(severity):
            details.append(self._lowered(finding, row, tuple(claim for _, claim in pairs)))
            severity = row.lowers_to
        elif why:
            details.append(message(f"vex.kept.{why}"))
        evidence = dict.fromkeys((*finding.evidence, *(each.paper.evidence for each in found)))
        return replace(
            finding,
            severity=severity,
            claims=claims,
            evidence=tuple(evidence),
            details=(*details, *finding.details),
        )

    def _lowered(self, finding: Finding, row: VexRow, claims: tuple[Claim, ...]) -> Message:
        claim = next(claim for claim in claims if claim.standing == "counts")
        return message(
            "vex.lowered",
            before=finding.severity,
            after=row.lowers_to,
            rule=f"{self._look.regime.id}: {row.id}",
            author=claim.author,
            by=claim.corroborated_by,
        )

    def _row(
        self, pairs: tuple[tuple[Stated, Claim], ...], subject: Subject, *, is_exploited: bool
    ) -> tuple[VexRow | None, str]:
        """The row by which the severity is lowered, or the first reason why none does.

        Every statement that counts has to hold by itself: one that does not speaks against it. What
        nobody can mend by vouching for the document is told before what somebody can.
        """
        counting = [pair for pair in pairs if pair[1].standing != "superseded"]
        if not any(claim.status in ("not_affected", "fixed") for _, claim in counting):
            return None, ""
        if any(claim.standing == "contradicted" for _, claim in counting):
            return None, "contradicted"
        rows = self._look.regime.routes.vex
        row = next((row for row in rows if all(_holds(row, *pair) for pair in counting)), None)
        if row is None:
            mitigated = any(said.statement.justification == _MITIGATED for said, _ in counting)
            return None, "mitigated" if mitigated else "no_rule"
        if is_exploited and not row.exploited_too:
            return None, "exploited"
        why = next((why for pair in counting if (why := self._doubt(*pair, subject))), "")
        return (None, why) if why else (row, "")

    def _doubt(self, stated: Stated, claim: Claim, subject: Subject) -> str:
        if claim.match not in _EXACT:
            return "by_name"
        if not covers(stated, subject):
            return "elsewhere"
        if claim.on is None or claim.on > self._look.on:
            return "later" if claim.on else "undated"
        if stated.paper.document.failures:
            return "fails_tests"
        return "" if claim.corroborated_by else "uncorroborated"


def all_told(pairs: Sequence[tuple[Stated, Claim]], on: date) -> Iterator[Message]:
    """Says the first statements beside a finding, and how many more there are."""
    for stated, claim in pairs[:MOST]:
        yield from told(stated, claim, on)
    if len(pairs) > MOST:
        yield message("vex.more_claims", n=len(pairs) - MOST)


def told(stated: Stated, claim: Claim, on: date) -> Iterator[Message]:
    """Says who states what of a finding, since when, why, and where it stands."""
    said = stated.statement
    about = {"author": claim.author, "status": claim.status, "signature": claim.signature}
    kind = ""
    if claim.status == "not_affected":
        kind = ".because"
        about["justification"] = said.justification or "no_justification"
    if claim.on:
        about["on"] = claim.on.isoformat()
    yield message(f"vex.claim{kind}{'' if claim.on else '.undated'}", place=claim.place, **about)
    if claim.standing == "superseded":
        yield message("vex.superseded", version=claim.document_version or "-")
    if claim.status == "under_investigation":
        yield investigated(claim, on)
    prose = said.impact if claim.status in ("not_affected", "fixed") else said.action
    if prose or said.impact:
        yield message("vex.in_words", text=(prose or said.impact)[:_LONGEST])


def investigated(claim: Claim, on: date) -> Message:
    """Says for how long an author has been investigating."""
    if claim.on is None or claim.on > on:
        return message("vex.investigated", author=claim.author)
    return message("vex.investigated_for", author=claim.author, n=(on - claim.on).days)


def _holds(row: VexRow, stated: Stated, claim: Claim) -> bool:
    right = not row.justifications or stated.statement.justification in row.justifications
    return claim.status == row.status and right
