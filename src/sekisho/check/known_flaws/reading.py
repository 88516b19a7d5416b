"""Looks packages up, and keeps what was consulted and what stayed open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sekisho.check.known_flaws.flaw import WORDS, Flaw, score_of
from sekisho.check.known_flaws.urgency import Urgency
from sekisho.check.look import Look
from sekisho.check.software import Questions, Subject, is_orderable
from sekisho.match import versions
from sekisho.match.advisories.index import AdvisoryHit
from sekisho.match.packages.ecosystems import can_be_name, is_distribution
from sekisho.match.packages.purl import Coordinates
from sekisho.model.finding import SEVERITIES
from sekisho.model.reference import Advisory, Enrichment, Exploited

VERSION = "2"
_SUMMARY = 300
_NOT_COVERED = "not_covered"


class Reading:
    """What the library says of packages.

    `doubtful` are the names of packages of which a miss says nothing, whatever the feeds.
    """

    def __init__(self, look: Look) -> None:
        self._look = look
        self._library = look.library
        self._urgency = Urgency(look)
        self.questions = Questions("known_flaws", VERSION)
        self.consulted: set[str] = set()
        self.doubtful: set[str] = set()
        self._covered: dict[str, bool] = {}

    def flaws(self, subject: Subject) -> list[Flaw]:
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
        if not spot.also:
            self.consulted.add(f"advisory:{spot.ecosystem}/{spot.name}")
            told = self._library.advisories.match(spot.ecosystem, spot.name, spot.version)
            return tuple(hit for hit in told if not hit.malicious) if told else ()
        found: dict[tuple[str, ...], AdvisoryHit] = {}
        for name in (spot.name, spot.also):
            self.consulted.add(f"advisory:{spot.ecosystem}/{name}")
            for hit in self._library.advisories.match(spot.ecosystem, name, spot.version):
                if not hit.malicious and (hit.ids not in found or found[hit.ids].not_evaluated):
                    found[hit.ids] = hit
        return tuple(found.values())

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
        yield from _doubts_of_version(subject, spot)
        if not spot.exact:
            yield "source_name", base
        open_ones = [hit for hit in hits if hit.not_evaluated]
        if open_ones:
            commits = all(hit.why == "git" for hit in open_ones)
            yield "commits" if commits else "not_evaluated", ""

    def _is_covered(self, ecosystem: str) -> bool:
        known = self._covered.get(ecosystem)
        if known is None:
            known = self._library.covers("advisories", ecosystem, self._look.on)
            self._covered[ecosystem] = known
        return known

    def _flaw(self, subject: Subject, hit: AdvisoryHit) -> Flaw:
        index = self._library.advisories
        group = index.group(hit.records[0])
        records = [r for id in group.records for _, r in index.published(id)]
        cves = _cves(hit, (r for r in records if r.id in hit.records))
        self.consulted.update(f"exploited:{cve}" for cve in cves)
        self.consulted.update(f"enrichment:{cve}" for cve in cves)
        enrichment = tuple(each for cve in cves for each in self._library.enrichment(cve))
        exploited = self._exploited(cves, enrichment)
        estimates = [found for cve in cves if (found := self._library.likelihood(cve))]
        words = sorted({record.severity_word for record in records} & WORDS.keys())
        told = sorted((r.id, r.summary) for r in records if r.id in hit.records and r.summary)
        return Flaw(
            subject=subject,
            hit=hit,
            cves=cves,
            exploited=exploited,
            enrichment=enrichment,
            likelihood=max(estimates, key=score_of, default=None),
            word=min(words, key=lambda word: SEVERITIES.index(WORDS[word]), default=""),
            summary=told[0][1][:_SUMMARY] if told else "",
            too_large=group.too_large,
            urgency=self._urgency.judge(subject, cves, exploited, enrichment),
        )

    def _exploited(
        self, cves: tuple[str, ...], enrichment: tuple[Enrichment, ...]
    ) -> tuple[Exploited, ...]:
        """Every source's own assertion, those that say it beside other things included."""
        told = [entry for cve in cves for entry in self._library.exploited(cve)]
        beside = (
            Exploited(feed=each.feed, cve=each.cve, added_on=each.exploited_since)
            for each in enrichment
            if each.exploited_since
        )
        return (*told, *beside)


def _doubts_of_version(subject: Subject, spot: Coordinates) -> Iterator[tuple[str, str]]:
    if not spot.version:
        yield "no_version", ""
    if not is_orderable(spot):
        yield "version", ""
    if subject.contradicts_itself:
        yield "two_versions", ""


def _cves(hit: AdvisoryHit, records: Iterable[Advisory]) -> tuple[str, ...]:
    """The CVEs of a flaw: its own names, and those an update of a distribution says it is about.

    What a record of anyone else calls related may be another flaw altogether.
    """
    told = list(hit.ids)
    for record in records:
        told += record.upstream
        if all(is_distribution(affected.ecosystem) for affected in record.affected):
            told += record.related
    return tuple(dict.fromkeys(id for id in told if id.startswith("CVE-")))
