"""Known flaws: what publishers say of the packages in the SBOM, and which flaws are exploited."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.check.known_flaws.flaw import Flaw
from sekisho.check.known_flaws.in_service import InService
from sekisho.check.known_flaws.reading import VERSION, Reading
from sekisho.check.look import Answer, Check, Look
from sekisho.check.software import incomplete, sboms, unread
from sekisho.check.vex.beside import Beside
from sekisho.match.advisories.groups import LIMIT
from sekisho.model.finding import Finding, Source
from sekisho.model.reference import Exploited, Likelihood
from sekisho.model.values.message import Message, message


def look_for_known_flaws(look: Look) -> Answer:
    """Holds every package of the proposed SBOMs against the published advisories.

    One finding a flaw and package, whatever number of ids and feeds report it. A miss is worth
    something only where a complete, fresh feed answers for the ecosystem. Where the SBOM in
    service is there too, a flaw is told to be new or known, and those that go are told.
    """
    items = sboms(look.case, "sbom")
    if not any(item.inventory for item in items):
        return Answer(basis="declared", reason=message("software.no_sbom"))
    reading = Reading(look)
    found = look.proposed
    flaws = sorted((f for subject in found for f in reading.flaws(subject)), key=Flaw.order)
    before = InService(reading, sboms(look.case, "sbom_in_service"))
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
    findings.extend(_too_large(flaws, look))
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


def _finding(flaw: Flaw, look: Look, before: InService) -> Finding:
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
        details=tuple(_details(flaw, look, before)),
    )


def _details(flaw: Flaw, look: Look, before: InService) -> Iterator[Message]:
    if compared := before.compare(flaw):
        yield compared
    if flaw.urgency:
        yield from flaw.urgency.told()
    for entry in flaw.exploited:
        yield from _listed(entry, look)
    if seen := next((each for each in flaw.enrichment if each.exploitation), None):
        feed = look.library.feed(seen.feed)
        word = f"exploitation_{seen.exploitation}"
        yield message("urgency.exploitation", value=word, feed=feed.title if feed else seen.feed)
    yield message("software.ids", ids=flaw.hit.ids)
    if beside := tuple(cve for cve in flaw.cves if cve not in flaw.hit.ids):
        yield message("known_flaws.about", ids=beside)
    if flaw.summary:
        yield message("known_flaws.summary", text=flaw.summary)
    if flaw.word:
        yield message("known_flaws.word", word=flaw.word)
    else:
        yield message("known_flaws.no_word")
    if flaw.likelihood:
        yield _estimate(flaw.likelihood, look)
    yield message(f"software.how_{flaw.hit.how}")


def _listed(entry: Exploited, look: Look) -> Iterator[Message]:
    """Says which source asserts that a flaw is exploited, in which edition, and since when."""
    feed = look.library.feed(entry.feed)
    about = {"cve": entry.cve, "feed": entry.feed}
    dated = edition = ""
    if entry.added_on:
        dated, about = "_on", about | {"on": entry.added_on.isoformat()}
    if feed and feed.edition:
        edition, about = ".edition", about | {"edition": feed.edition}
    yield message(f"known_flaws.listed{dated}{edition}", **about)
    if entry.ransomware:
        yield message("known_flaws.ransomware", feed=entry.feed)


def _estimate(found: Likelihood, look: Look) -> Message:
    """Says an estimate with the model that made it and the day, without which it says nothing."""
    feed = look.library.feed(found.feed)
    about = {"cve": found.cve, "score": found.score}
    if feed and feed.edition and feed.published_on:
        on = feed.published_on.isoformat()
        return message("known_flaws.likelihood.dated", model=feed.edition, on=on, **about)
    return message("known_flaws.likelihood", **about)


def _too_large(flaws: list[Flaw], look: Look) -> Iterator[Finding]:
    """Gives one finding for the flaws whose records claim far more other names than one flaw has."""
    large = [flaw for flaw in flaws if flaw.too_large]
    if not large:
        return
    names = tuple(sorted({flaw.hit.records[0] for flaw in large}))
    sources = {source.record: source for flaw in large for source in _sources(flaw, look)}
    yield Finding(
        rule="known_flaws.group_too_large",
        rule_version=VERSION,
        subject="library",
        state="found",
        severity="low",
        message=message("known_flaws.group_too_large", n=len(names), limit=LIMIT),
        basis="declared",
        remedy=message("known_flaws.group_too_large.remedy"),
        evidence=tuple(sorted({id for flaw in large for id in flaw.subject.evidence})),
        sources=tuple(sources[name] for name in sorted(sources)),
        details=(message("known_flaws.fixed_list", names=names, n=len(names)),),
    )


def _sources(flaw: Flaw, look: Look) -> Iterator[Source]:
    for record in flaw.hit.records:
        for feed in look.library.advisories.feeds_of(record):
            if feed in flaw.hit.feeds:
                yield look.library.source(feed, record)
    told = {(entry.feed, entry.cve) for entry in flaw.exploited}
    told |= {(entry.feed, entry.cve) for entry in flaw.enrichment}
    for feed, cve in sorted(told):
        yield look.library.source(feed, cve)


CHECK = Check(name="known_flaws", version=VERSION, run=look_for_known_flaws)
