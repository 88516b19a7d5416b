"""The flaws of what is in service today, to tell what an update brings and what it ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sekisho.check.known_flaws.flaw import Flaw, first_id
from sekisho.check.known_flaws.reading import VERSION, Reading
from sekisho.check.software import SHOWN, Subject, subjects
from sekisho.match.advisories.index import AdvisoryHit
from sekisho.match.packages.purl import Coordinates
from sekisho.model.evidence import EvidenceItem
from sekisho.model.finding import Finding
from sekisho.model.values.message import Message, message


class InService:
    """What is in service, and the flaws published about it."""

    def __init__(self, reading: Reading, items: Iterable[EvidenceItem]) -> None:
        self._items = tuple(item for item in items if item.inventory)
        self._known: dict[tuple[str, tuple[str, ...]], tuple[Subject, AdvisoryHit]] = {}
        for subject in subjects(self._items):
            spot = subject.coordinates
            for hit in reading.hits(spot) if spot else ():
                if spot and not hit.not_evaluated:
                    self._known[_identity(spot), hit.ids] = (subject, hit)

    def compare(self, flaw: Flaw) -> Message | None:
        """Says whether a flaw was there before; `None` when nothing in service is known."""
        spot = flaw.subject.coordinates
        if not self._items or spot is None:
            return None
        known = (_identity(spot), flaw.hit.ids) in self._known
        return message("known_flaws.in_service_too" if known else "known_flaws.new_here")

    def fixed(
        self, flaws: list[Flaw], proposed: Iterable[EvidenceItem], doubtful: set[str]
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
        names = tuple(f"{first_id(hit)} ({subject.label})" for subject, hit in gone[:SHOWN])
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
