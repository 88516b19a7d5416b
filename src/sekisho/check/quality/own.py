"""What no profile asks and a vetting needs: does the SBOM contradict itself, and what is it blind to?"""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.check.quality.facts import Example, FactTable, turned, united
from sekisho.model.finding import Severity
from sekisho.model.values.message import Message, message
from sekisho.model.values.record import Record

_COMPLETE = "complete"


class Remark(Record, frozen=True, kw_only=True):
    """One thing of our own to say about an SBOM; `id` is the end of the rule's name."""

    id: str
    severity: Severity
    message: Message
    examples: tuple[Example, ...] = ()
    count: int = 0


def remarks(table: FactTable) -> Iterator[Remark]:
    """Gives what we find beside any profile, the graph first."""
    total = len(table.packages)
    if not total:
        yield Remark(id="empty", severity="medium", message=message("quality.empty"))
        return
    if table.dangling:
        n = len(table.dangling)
        yield Remark(id="dangling", severity="low", message=message("quality.dangling", n=n))
    if table.inventory.edges:
        yield from _graph(table)
    contradicting = _two_hashes(table)
    if 0 in contradicting:
        n = contradicting.count(0)
        said = message("quality.two_hashes", n=n)
        shown = table.examples(contradicting)
        yield Remark(id="two_hashes", severity="low", message=said, examples=shown, count=n)
    matchable = table.column("matchable")
    if 0 in matchable:
        said = message("quality.matchable", n=matchable.count(1), total=total)
        shown = table.examples(matchable)
        yield Remark(id="matchable", severity="info", message=said, examples=shown)
    yield from _known_unknowns(table)
    stated, valid = table.column("licence"), table.column("licence_spdx")
    yield from _of("licence_unknown", table, united(turned(stated), valid))


def _graph(table: FactTable) -> Iterator[Remark]:
    related = table.column("related")
    yield from _of("unrelated", table, related)
    if table.reached & table.related:
        yield from _of("unreachable", table, united(turned(related), table.column("reached")))


def _known_unknowns(table: FactTable) -> Iterator[Remark]:
    """What the document itself says that it does not know."""
    said = [word for word, _ in table.inventory.compositions if word != _COMPLETE]
    if said:
        words = tuple(sorted(set(said)))
        about = message("quality.known_unknowns", n=len(said), words=words)
        yield Remark(id="known_unknowns", severity="info", message=about)
    yield from _of("unasserted", table, turned(table.column("unasserted")))


def _of(id: str, table: FactTable, column: bytes) -> Iterator[Remark]:
    """A remark on the packages for which a column does not hold, where there are any."""
    n = column.count(0)
    if n:
        said = message(f"quality.{id}", n=n, total=len(column))
        yield Remark(id=id, severity="info", message=said, examples=table.examples(column), count=n)


def _two_hashes(table: FactTable) -> bytes:
    """Where one package URL has hashes of one kind that differ: one of them is wrong.

    Each such package URL counts once.
    """
    known: dict[str, dict[str, str]] = {}
    wrong: set[str] = set()
    column = bytearray(b"\1" * len(table.packages))
    for at, package in enumerate(table.packages):
        purl = package.purl
        if not purl or not package.hashes or purl in wrong:
            continue
        before = known.setdefault(purl, {})
        for kind, value in package.hashes:
            if before.setdefault(kind, value) != value:
                wrong.add(purl)
                column[at] = 0
    return bytes(column)
