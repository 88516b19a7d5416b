"""One flaw in one package, with everything published about it that its finding tells."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import msgspec

from sekisho.check.known_flaws.urgency import Judgement
from sekisho.check.software import Subject
from sekisho.match.advisories.index import AdvisoryHit
from sekisho.model.finding import SEVERITIES, Severity
from sekisho.model.reference import Enrichment, Exploited, Likelihood

WORDS: dict[str, Severity] = {
    "critical": "critical",
    "high": "high",
    "important": "high",
    "moderate": "medium",
    "medium": "medium",
    "low": "low",
    "negligible": "low",
    "none": "low",
}
"""The words of publishers for how grave a flaw is."""


class Flaw(msgspec.Struct, frozen=True):
    """A flaw, how soon it is to be remedied, and what its publishers say of it."""

    subject: Subject
    hit: AdvisoryHit
    cves: tuple[str, ...]
    exploited: tuple[Exploited, ...]
    enrichment: tuple[Enrichment, ...]
    likelihood: Likelihood | None
    word: str
    summary: str
    too_large: bool
    urgency: Judgement | None

    @property
    def name(self) -> str:
        """The CVE when there is one, since everyone knows it; else the first record."""
        return first_id(self.hit)

    @property
    def severity(self) -> Severity:
        """What is known to be exploited is critical; else the publisher's word, lifted to what the
        table of urgency asks for at least where its answer is sure.
        """
        if self.exploited:
            return "critical"
        word = WORDS.get(self.word, "medium")
        least = self.urgency.at_least if self.urgency else "info"
        return min(word, least, key=SEVERITIES.index)

    def order(self) -> tuple[object, ...]:
        """The most urgent first: what is sure, then what may be. Severity and likelihood order what
        has one outcome, and decide nothing.
        """
        return (
            self.urgency.rank if self.urgency else (0, 0),
            not self.exploited,
            SEVERITIES.index(self.severity),
            -score_of(self.likelihood),
            self.subject.id,
            self.hit.ids,
        )


def first_id(hit: AdvisoryHit) -> str:
    """Gives the id of a flaw that most people know it by."""
    return next((id for id in hit.ids if id.startswith("CVE-")), hit.records[0])


def score_of(likelihood: Likelihood | None) -> Decimal:
    """Gives an estimate as a number to order by, nought where there is none."""
    try:
        score = Decimal(likelihood.score) if likelihood else Decimal(0)
    except InvalidOperation:
        return Decimal(0)
    return score if score.is_finite() else Decimal(0)
