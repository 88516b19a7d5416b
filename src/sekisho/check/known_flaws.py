"""Known flaws: what publishers say of the packages in the SBOM, and which flaws are exploited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sekisho.check.look import Answer, Check, Look
from sekisho.check.software import (
    SHOWN,
    Questions,
    Subject,
    contradicts_itself,
    incomplete,
    is_orderable,
    sboms,
    subjects,
    unread,
)
from sekisho.check.vex.beside import Beside
from sekisho.match import versions
from sekisho.match.advisories.index import AdvisoryHit
from sekisho.match.packages.ecosystems import can_be_name
from sekisho.match.packages.purl import Coordinates
from sekisho.model.evidence import EvidenceItem
from sekisho.model.finding import SEVERITIES, Finding, Severity, Source
from sekisho.model.reference import Exploited, Likelihood
from sekisho.model.values.message import Message, message

VERSION = "1"
_WORDS: dict[str, Severity] = {
    "critical": "critical",
    "high": "high",
    "important": "high",
    "moderate": "medium",
    "medium": "medium",
    "low": "low",
    "negligible": "low",
    "none": "low",
}
_SUMMARY = 300
_NOT_COVERED = "not_covered"


@dataclass(frozen=True, slots=True)
class _Flaw:
    """One flaw in one package, with everything published about it that the finding tells."""

    subject: Subject
    hit: AdvisoryHit
    exploited: tuple[Exploited, ...]
    likelihood: Likelihood | None
    word: str
    summary: str

    @property
    def name(self) -> str:
        """The CVE when there is one, since everyone knows it; else the first record."""
        return next((id for id in self.hit.ids if id.startswith("CVE-")), self.hit.records[0])

    @property
    def severity(self) -> Severity:
        return "critical" if self.exploited else _WORDS.get(self.word, "medium")

    def order(self) -> tuple[object, ...]:
        """Exploited first, then grave, then likely: the estimate orders and never decides."""
        return (
            not self.exploited,
            SEVERITIES.index(self.severity),
            -_score(self.likelihood),
            self.subject.id,
            self.hit.ids,
        )


def look_for_known_flaws(look: Look) -> Answer:
    """Holds every package of the proposed SBOMs against the published advisories.

    One finding a flaw and package, whatever number of ids and feeds report it. A miss is worth
    something only where a complete, fresh feed answers for the ecosystem. Where the SBOM in
    service is there too, a flaw is told to be new or known, and those that go are told.
    """
    items = sboms(look.case, "sbom")
    if not any(item.inventory for item in items):
        return Answer(basis="declared", reason=message("software.no_sbom"))
    reading = _Reading(look)
    found = subjects(items)
    flaws = sorted((f for subject in found for f in reading.flaws(subject)), key=_Flaw.order)
    before = _InService(reading, sboms(look.case, "sbom_in_service"))
    stated = Beside(look)
    findings = [
        stated.lay(
            _finding(flaw, look, before),
            flaw.subject,
            flaw.hit.ids,
            is_exploited=bool(flaw.exploited),
        )
        for flaw in flaws
    ]
    if not unread(items) and not incomplete(items):
        findings.extend(before.fixed(flaws, items, reading.doubtful))
    findings.extend(reading.questions.unseen(items))
    findings.extend(reading.questions.findings())
    return Answer(
        findings=tuple(findings),
        looked_at=len(found),
        basis="declared",
        reason=None if found else message("software.no_packages"),
        consulted=frozenset(reading.consulted),
    )


class _Reading:
    """Looks packages up, and keeps what was consulted and what stayed open.

    `doubtful` are the names of packages of which a miss says nothing, whatever the feeds.
    """

    def __init__(self, look: Look) -> None:
        self._look = look
        self._library = look.library
        self.questions = Questions("known_flaws", VERSION)
        self.consulted: set[str] = set()
        self.doubtful: set[str] = set()
        self._covered: dict[str, bool] = {}

    def flaws(self, subject: Subject) -> list[_Flaw]:
        """Gives the flaws of one package; what cannot be answered goes to `questions`."""
        spot = subject.coordinates
        hits = self.hits(spot) if spot else ()
        why, of = next(self._doubts(subject, hits), ("", ""))
        if why:
            self.questions.add(why, subject, of)
        if why not in ("", _NOT_COVERED):
            self.doubtful.add(subject.package.name.lower())
        return [self._flaw(subject, hit) for hit in hits if not hit.not_evaluated]

    def hits(self, spot: Coordinates) -> tuple[AdvisoryHit, ...]:
        """Gives what advisories say of a package, malicious ones left to their own check."""
        self.consulted.add(f"advisory:{spot.ecosystem}/{spot.name}")
        hits = self._library.advisories.match(spot.ecosystem, spot.name, spot.version)
        return tuple(hit for hit in hits if not hit.malicious)

    def _doubts(self, subject: Subject, hits: tuple[AdvisoryHit, ...]) -> Iterator[tuple[str, str]]:
        """Why a miss on this package would prove nothing, and of what; the first reason counts."""
        spot = subject.coordinates
        if spot is None:
            yield ("no_ecosystem" if subject.package.purl else "no_purl"), ""
            return
        base = spot.ecosystem.partition(":")[0]
        if not can_be_name(spot.ecosystem, spot.name):
            yield "name", base
        if not versions.knows(spot.ecosystem):
            yield "order", base
        if not self._is_covered(spot.ecosystem):
            yield _NOT_COVERED, spot.ecosystem
        if not spot.version:
            yield "no_version", ""
        if not is_orderable(spot):
            yield "version", ""
        if contradicts_itself(subject.package):
            yield "two_versions", ""
        if not spot.exact:
            yield "source_name", base
        if any(hit.not_evaluated for hit in hits):
            yield "not_evaluated", ""

    def _is_covered(self, ecosystem: str) -> bool:
        known = self._covered.get(ecosystem)
        if known is None:
            known = self._library.covers("advisories", ecosystem, self._look.on)
            self._covered[ecosystem] = known
        return known

    def _flaw(self, subject: Subject, hit: AdvisoryHit) -> _Flaw:
        cves = [id for id in hit.ids if id.startswith("CVE-")]
        self.consulted.update(f"exploited:{cve}" for cve in cves)
        exploited = [entry for cve in cves for entry in self._library.exploited(cve)]
        estimates = [found for cve in cves if (found := self._library.likelihood(cve))]
        index = self._library.advisories
        records = [r for id in index.group(hit.records[0]).records for _, r in index.published(id)]
        words = sorted({record.severity_word for record in records} & _WORDS.keys())
        told = sorted((r.id, r.summary) for r in records if r.id in hit.records and r.summary)
        return _Flaw(
            subject=subject,
            hit=hit,
            exploited=tuple(exploited),
            likelihood=max(estimates, key=_score, default=None),
            word=min(words, key=lambda word: SEVERITIES.index(_WORDS[word]), default=""),
            summary=told[0][1][:_SUMMARY] if told else "",
        )


class _InService:
    """The flaws of what is in service today, to tell what an update brings and what it ends."""

    def __init__(self, reading: _Reading, items: Iterable[EvidenceItem]) -> None:
        self._items = tuple(item for item in items if item.inventory)
        self._known: dict[tuple[str, tuple[str, ...]], tuple[Subject, AdvisoryHit]] = {}
        for subject in subjects(self._items):
            spot = subject.coordinates
            for hit in reading.hits(spot) if spot else ():
                if spot and not hit.not_evaluated:
                    self._known[_identity(spot), hit.ids] = (subject, hit)

    def compare(self, flaw: _Flaw) -> Message | None:
        """Says whether a flaw was there before; `None` when nothing in service is known."""
        spot = flaw.subject.coordinates
        if not self._items or spot is None:
            return None
        known = (_identity(spot), flaw.hit.ids) in self._known
        return message("known_flaws.in_service_too" if known else "known_flaws.new_here")

    def fixed(
        self, flaws: list[_Flaw], proposed: Iterable[EvidenceItem], doubtful: set[str]
    ) -> Iterator[Finding]:
        """Gives one finding that tells which flaws the proposed software no longer has.

        A flaw of a package that is still there, but cannot be looked up any more, is not gone.
        """
        now = {
            (_identity(flaw.subject.coordinates), flaw.hit.ids)
            for flaw in flaws
            if flaw.subject.coordinates
        }
        gone = [
            found
            for key, found in sorted(self._known.items())
            if key not in now and found[0].package.name.lower() not in doubtful
        ]
        if not gone:
            return
        names = tuple(f"{_first_id(hit)} ({subject.label})" for subject, hit in gone[:SHOWN])
        evidence = {item.evidence.id for item in (*self._items, *proposed)}
        yield Finding(
            rule="known_flaws.fixed",
            rule_version=VERSION,
            subject="evidence:" + "+".join(item.evidence.id for item in self._items),
            state="found",
            severity="info",
            message=message("known_flaws.fixed", n=len(gone)),
            basis="declared",
            evidence=tuple(sorted(evidence)),
            details=(message("known_flaws.fixed_list", names=names, n=len(gone)),),
        )


def _identity(spot: Coordinates) -> str:
    return f"{spot.ecosystem}/{spot.name}"


def _first_id(hit: AdvisoryHit) -> str:
    return next((id for id in hit.ids if id.startswith("CVE-")), hit.records[0])


def _finding(flaw: _Flaw, look: Look, before: _InService) -> Finding:
    hit, subject = flaw.hit, flaw.subject
    said = "known_flaws.exploited" if flaw.exploited else "known_flaws.found"
    fixed = hit.fixed_in
    return Finding(
        rule="known_flaws.exploited" if flaw.exploited else "known_flaws.published",
        rule_version=VERSION,
        subject=subject.id,
        state="found",
        severity=flaw.severity,
        message=message(said, package=subject.label, flaw=flaw.name),
        basis="declared",
        place=subject.place,
        remedy=message("known_flaws.update", versions=fixed)
        if fixed
        else message("known_flaws.no_fix"),
        evidence=subject.evidence,
        sources=tuple(_sources(flaw, look)),
        details=tuple(_details(flaw, before)),
    )


def _details(flaw: _Flaw, before: _InService) -> Iterator[Message]:
    if compared := before.compare(flaw):
        yield compared
    for entry in flaw.exploited:
        added = entry.added_on.isoformat() if entry.added_on else ""
        id = "known_flaws.listed_on" if added else "known_flaws.listed"
        about = {"cve": entry.cve, "feed": entry.feed} | ({"on": added} if added else {})
        yield message(id, **about)
    yield message("software.ids", ids=flaw.hit.ids)
    if flaw.summary:
        yield message("known_flaws.summary", text=flaw.summary)
    if flaw.word:
        yield message("known_flaws.word", word=flaw.word)
    else:
        yield message("known_flaws.no_word")
    if flaw.likelihood:
        found = flaw.likelihood
        yield message("known_flaws.likelihood", cve=found.cve, score=found.score)
    yield message(f"software.how_{flaw.hit.how}")


def _sources(flaw: _Flaw, look: Look) -> Iterator[Source]:
    for record in flaw.hit.records:
        for feed, _ in look.library.advisories.published(record):
            if feed in flaw.hit.feeds:
                yield look.library.source(feed, record)
    for entry in flaw.exploited:
        yield look.library.source(entry.feed, entry.cve)


def _score(likelihood: Likelihood | None) -> Decimal:
    try:
        score = Decimal(likelihood.score) if likelihood else Decimal(0)
    except InvalidOperation:
        return Decimal(0)
    return score if score.is_finite() else Decimal(0)


CHECK = Check(name="known_flaws", version=VERSION, run=look_for_known_flaws)
