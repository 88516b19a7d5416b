"""How one check ended: its answer, with the marking and the resolutions laid over it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from sekisho.check.look import Answer, Check, Look
from sekisho.check.progress import tell_next
from sekisho.model.case import Case, Statement
from sekisho.model.finding import CheckRun, Finding, State
from sekisho.model.values.marking import Marking, strictest
from sekisho.model.values.message import Message, message


class Outcome(msgspec.Struct, frozen=True):
    """A check together with what it answered."""

    check: Check
    answer: Answer
    resolved: Mapping[str, Statement]

    def findings(self, case: Case) -> tuple[Finding, ...]:
        """Gives the findings, marked as strictly as their strictest evidence.

        A finding that was not checked stays when its cause was resolved; it then says by whom.
        """
        markings = {item.evidence.id: item.evidence.marking for item in case.evidence}
        return tuple(self._laid_over(finding, markings) for finding in self.answer.findings)

    def run(self, required: frozenset[str]) -> CheckRun:
        """Sums the answer up: its state, what it looked at and what stayed unanswered."""
        answer = self.answer
        keys = sorted(answer.consulted)
        return CheckRun(
            check=self.check.name,
            version=self.check.version,
            state=self._state(),
            basis=answer.basis,
            looked_at=answer.looked_at,
            found=sum(finding.state == "found" for finding in answer.findings),
            unanswered=self._unanswered(),
            reason=answer.reason,
            consulted=len(keys),
            consulted_sha256=sha256("\n".join(keys).encode()).hexdigest() if keys else "",
            required=self.check.name in required,
            details=self._resolution(self._cause) if answer.reason else (),
        )

    @property
    def _cause(self) -> str:
        """What a resolution of the whole check is about."""
        return f"check:{self.check.name}"

    def _state(self) -> State:
        states = {finding.state for finding in self.answer.findings}
        if "found" in states:
            return "found"
        return "not_checked" if "not_checked" in states or self.answer.reason else "clear"

    def _unanswered(self) -> int:
        open_findings = sum(
            finding.state == "not_checked" and finding.cause not in self.resolved
            for finding in self.answer.findings
        )
        whole = self.answer.reason is not None and self._cause not in self.resolved
        return open_findings + whole

    def _laid_over(self, finding: Finding, markings: Mapping[str, Marking]) -> Finding:
        marking = strictest(
            [finding.marking, *(markings[id] for id in finding.evidence if id in markings)]
        )
        resolution = self._resolution(finding.cause) if finding.state == "not_checked" else ()
        # First: a report folds the tail of the details.
        return replace(finding, marking=marking, details=(*resolution, *finding.details))

    def _resolution(self, cause: str) -> tuple[Message, ...]:
        """Tells by whom a cause was resolved, if it was."""
        statement = self.resolved.get(cause)
        if statement is None:
            return ()
        on = statement.on.isoformat()
        said = message("check.resolved", by=statement.by, on=on, reason=statement.reason)
        return (said,)


def run_check(check: Check, look: Look, resolved: Mapping[str, Statement]) -> Outcome:
    """Lets one check look, and keeps what it answered; who follows the work is told before."""
    tell_next(check.name)
    return Outcome(check, check.run(look), resolved)
