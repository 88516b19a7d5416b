"""Lifecycle: does anyone still look after what goes in, and for how long?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from sekisho.check.look import Answer, Check, Look
from sekisho.check.software import SHOWN, Questions, Subject, sboms
from sekisho.match.lifecycle import lines, products
from sekisho.match.lifecycle.lines import Stand
from sekisho.match.packages.purl import parse
from sekisho.model.finding import Finding, Severity
from sekisho.model.reference import Cycle, ProductLifecycle
from sekisho.model.values.message import Message, message

VERSION = "1"
_EVERYTHING = "*"
_DISTRIBUTED = frozenset({"alpine", "apk", "deb", "rpm"})


class _Line(msgspec.Struct):
    """A release line of a product, what of it goes in, and how it stands."""

    product: ProductLifecycle
    cycle: Cycle
    stand: Stand
    day: date | None
    subjects: list[Subject] = msgspec.field(default_factory=list)

    @property
    def label(self) -> str:
        """What a person calls it."""
        return f"{self.product.title or self.product.id} {self.cycle.name}"


def look_at_lifecycle(look: Look) -> Answer:
    """Holds the proposed products against the days on which their makers stop looking after them.

    One finding a release line. Only products of our table of identifiers can be looked up; the
    others are not checked, and what is told of the rest proves nothing of them.
    """
    items = sboms(look.case, "sbom")
    if not any(item.inventory for item in items):
        return Answer(basis="declared", reason=message("software.no_sbom"))
    if not any(feed.kind == "lifecycle" for feed in look.library.feeds):
        return Answer(basis="declared", reason=message("lifecycle.no_feed"))
    reading = _Reading(look)
    for subject in look.proposed:
        reading.take(subject)
    return Answer(
        findings=(*reading.findings(), *reading.questions.unseen(items), *reading.open()),
        looked_at=len(look.proposed),
        basis="declared",
        reason=None if look.proposed else message("software.no_packages"),
        consulted=frozenset(reading.consulted),
    )


class _Reading:
    """Finds the release line of each package, and keeps what stayed open."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._fresh = look.library.covers("lifecycle", _EVERYTHING, look.on)
        self._lines: dict[tuple[str, str, str], _Line] = {}
        self.questions = Questions("lifecycle", VERSION)
        self.consulted: set[str] = set()

    def take(self, subject: Subject) -> None:
        """Puts a package under its release line, or what is not known of it under its cause."""
        product, version = _named(subject)
        if not product:
            self.questions.add("not_in_table", subject)
            return
        self.consulted.add(f"lifecycle:{product}")
        told = self._look.library.lifecycle(product)
        if not told:
            self.questions.add("not_told", subject)
        elif not version:
            self.questions.add("no_version", subject)
        for each in told if version else ():
            self._place(subject, each, version)

    def _place(self, subject: Subject, product: ProductLifecycle, version: str) -> None:
        cycle = lines.line_of(product, version)
        if cycle is None:
            self.questions.add("no_line", subject, product.title or product.id)
            return
        key = (product.feed, product.id, cycle.name)
        line = self._lines.get(key)
        if line is None:
            soon = self._look.regime.software.support.ends_soon_days
            stand, day = lines.stand_of(cycle, self._look.on, soon)
            line = self._lines[key] = _Line(product, cycle, stand, day)
        line.subjects.append(subject)
        if line.stand == "unknown":
            self.questions.add("no_end", subject)
        elif line.stand not in _GRADED and not self._fresh:
            # An end does not move back: what has ended stays ended. That a line is looked after
            # is an answer of the day on which it was published.
            self.questions.add("stale", subject)

    def findings(self) -> Iterator[Finding]:
        """Gives one finding for each release line that has ended or soon will, the gravest first."""
        grades = self._look.regime.software.support
        graded: list[tuple[int, str, Severity, _Line]] = [
            (_GRADED.index(line.stand), line.label, getattr(grades, line.stand), line)
            for line in self._lines.values()
            if line.stand in _GRADED
        ]
        for _, _, severity, line in sorted(graded, key=lambda each: each[:2]):
            yield self._finding(line, severity)

    def open(self) -> Iterator[Finding]:
        """Gives what is not checked, by cause."""
        return self.questions.findings()

    def _finding(self, line: _Line, severity: Severity) -> Finding:
        subjects = sorted(line.subjects, key=lambda subject: subject.id)
        names = tuple(dict.fromkeys(subject.label for subject in subjects))
        id = f"lifecycle.{line.stand}"
        about = {"product": line.label}
        if line.day:
            id, about = f"{id}_on", about | {"on": line.day.isoformat()}
        return Finding(
            rule=f"lifecycle.{line.stand}",
            rule_version=VERSION,
            subject=f"product:{line.product.id}/{line.cycle.name}",
            state="found",
            severity=severity,
            message=message(id, **about),
            basis="declared",
            place=subjects[0].place,
            remedy=message(f"lifecycle.{line.stand}.remedy"),
            evidence=tuple(sorted({id for subject in subjects for id in subject.evidence})),
            sources=(self._look.library.source(line.product.feed, line.product.id),),
            details=tuple(_details(line, names)),
        )


_GRADED: tuple[Stand, ...] = ("ended", "extended", "ends_soon", "security_only")
"""How a line may stand that is told, from the gravest."""


def _details(line: _Line, names: tuple[str, ...]) -> Iterator[Message]:
    if line.cycle.latest:
        yield message("lifecycle.latest", version=line.cycle.latest)
    yield message("lifecycle.packages", names=names[:SHOWN], n=len(names))


def _named(subject: Subject) -> tuple[str, str]:
    """The product a package is and the version of it: by package URL, by distribution, by CPE.

    A distribution looks after its packages whatever their maker does, and their CPE names the maker.
    """
    package, spot = subject.package, subject.coordinates
    purl = parse(package.purl) if package.purl else None
    if purl is not None and (product := products.by_purl(purl)):
        return product, spot.version if spot else purl.version or package.version
    if spot is not None and (found := products.by_distribution(spot.ecosystem))[0]:
        return found
    if package.cpe and (purl is None or purl.type not in _DISTRIBUTED):
        product, stated = products.by_cpe(package.cpe)
        if product:
            return product, package.version or stated
    return "", ""


CHECK = Check(name="lifecycle", version=VERSION, run=look_at_lifecycle)
