"""What the check of completeness asks about, and how it answers."""

from __future__ import annotations

import msgspec

from sekisho.check.look import Look
from sekisho.model.filing import Filing
from sekisho.model.finding import Finding, Severity
from sekisho.model.values.message import Message, message
from sekisho.regime.plans.judged import Judged
from sekisho.regime.scopes import Subject
from sekisho.regime.tables.contents import Scope

VERSION = "2"


class Question(msgspec.Struct, frozen=True):
    """What is judged, and the subjects the regime asks about."""

    look: Look
    judged: Judged
    subjects: dict[Scope, tuple[Subject, ...]]

    @property
    def filing(self) -> Filing:
        """The plan that is asked about its contents."""
        return self.judged.filing

    @property
    def filings(self) -> frozenset[str]:
        """The filings that are needed."""
        return self.judged.filings

    @property
    def authority(self) -> str:
        """The authority in charge; empty where nobody can tell."""
        return str(self.look.facts.get("filing.authority", ""))

    def cite(self, article: str) -> str:
        """The article as the order of the authority in charge numbers it."""
        return self.look.regime.cite(article, self.authority)


def found(  # noqa: PLR0913  # a finding has these parts
    rule: str,
    subject: Subject,
    severity: Severity,
    said: Message,
    *,
    place: str,
    remedy: Message | None = None,
    article: str = "",
) -> Finding:
    """Makes a finding of something that lacks or does not hold."""
    return Finding(
        rule=rule,
        rule_version=VERSION,
        subject=subject.id,
        state="found",
        severity=severity,
        message=said,
        basis="declared",
        place=f"filing#{place}",
        remedy=remedy,
        details=(source(article),) if article else (),
    )


def source(article: str) -> Message:
    """Says which article asks for something."""
    return message("completeness.article", article=article)


def pointer(subject: Subject, path: str) -> str:
    """Gives the place of a field in the filing."""
    return f"{subject.pointer}/{path.replace('.', '/')}" if path else subject.pointer
