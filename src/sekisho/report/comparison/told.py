"""What is told of a difference, the same for the terminal and for HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sekisho.match.packages.difference import GROUPS, Change, Difference, Group, Kind
from sekisho.model.finding import Finding
from sekisho.model.inventory import Package
from sekisho.model.values.country import country_name
from sekisho.model.values.message import Message, message
from sekisho.report.catalogue import say_id, say_term, visible

_VERSIONS = frozenset({"upgraded", "downgraded", "rebuilt", "version_changed"})
_COUNTRIES = frozenset({"country_changed", "country_new"})
_ADDED = frozenset({"executable_new", "archive_new"})


@dataclass(frozen=True, slots=True)
class Flaws:
    """The published flaws of two SBOMs: what comes in, stays, goes, and what is not known.

    `planted` are packages published as malicious. `sources` names the library and its day.
    """

    new: tuple[Finding, ...] = ()
    kept: tuple[Finding, ...] = ()
    fixed: tuple[Finding, ...] = ()
    planted: tuple[Finding, ...] = ()
    not_checked: tuple[Message, ...] = ()
    sources: str = ""

    @property
    def gone(self) -> int:
        """How many flaws the new SBOM no longer has."""
        counts = (finding.message.params.get("n", 1) for finding in self.fixed)
        return sum(count for count in counts if isinstance(count, int))


@dataclass(frozen=True, slots=True)
class Compared:
    """A difference with what is beside it; `flaws` is absent where no library was asked.

    `old` and `new` name the two files.
    """

    difference: Difference
    flaws: Flaws | None
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Row:
    """One change in words: the package, and what stood and stands beside it."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Section:
    """The changes about one matter, by kind."""

    group: Group
    kinds: tuple[tuple[Kind, tuple[Change, ...]], ...]

    @property
    def count(self) -> int:
        """How many changes there are."""
        return sum(len(changes) for _, changes in self.kinds)


def sections_of(difference: Difference) -> tuple[Section, ...]:
    """Groups the changes by what they are about, what matters most first; empty groups left out."""
    by_kind = difference.by_kind()
    sections = (
        Section(group, tuple((kind, tuple(by_kind[kind])) for kind in kinds if kind in by_kind))
        for group, kinds in GROUPS.items()
    )
    return tuple(section for section in sections if section.kinds)


def row_of(change: Change, lang: str) -> Row:
    """Says one change in a language; every text of a document is made visible."""
    name = _bare(change.package) if change.kind in _VERSIONS else name_of(change.package)
    return Row(name, *_sides(change, lang))


def _sides(change: Change, lang: str) -> tuple[str, str]:
    """What stood and what stands now, in the words a person reads."""
    before, after, kind = change.before, change.after, change.kind
    old, new = visible(change.old), visible(change.new)
    if kind in _COUNTRIES:
        old, new = (country_name(text, lang) if text else "" for text in (old, new))
    elif kind == "registry_changed":
        usual = say_term("default_registry", lang)
        old, new = old or usual, new or usual
    elif kind in {"network_new", "crypto_new"}:
        new = _edge(change, lang)
    elif change.why and kind in _ADDED:
        new = say_id(f"compare.why.{change.why}", lang)
    elif kind == "renamed":
        old, new = (name_of(side) if side else "" for side in (before, after))
    elif kind in {"new", "gone"}:
        old, new = (_whose(side, lang) if side else "" for side in (before, after))
    return old, new


def name_of(package: Package) -> str:
    """Names a package with its version, as a person would."""
    return f"{_bare(package)} {visible(package.version)}".strip()


def notes_of(difference: Difference) -> Iterator[Message]:
    """Tells what about the two SBOMs bears on every difference between them."""
    if difference.format_changed:
        yield message("compare.note.format")
    if difference.generator_changed and all(difference.tools):
        before, after = difference.tools
        yield message("compare.note.tools", before=before, after=after)
    elif difference.generator_changed:
        yield message("compare.note.generator")
    for drop in difference.drops:
        yield message(
            f"difference.drop.{drop.element}",
            before=drop.before,
            of_before=drop.of_before,
            after=drop.after,
            of_after=drop.of_after,
        )
    if difference.duplicates:
        yield message("compare.note.duplicates", n=difference.duplicates)


def gaps_of(compared: Compared) -> Iterator[Message]:
    """Tells what was not compared, and why."""
    known = compared.difference.coverage
    if not all(compared.difference.counts):
        empty = compared.new if compared.difference.counts[0] else compared.old
        yield message("compare.gap.empty", file=empty)
        return
    if compared.flaws is None:
        yield message("compare.gap.flaws")
    else:
        yield from compared.flaws.not_checked
    if left := known.same_version - known.hashes:
        yield message("compare.gap.hashes", n=left, of=known.same_version)
    if left := known.pairs - known.suppliers:
        yield message("compare.gap.suppliers", n=left, of=known.pairs)
    if not all(known.edges):
        yield message("compare.gap.edges")


def warning_of(difference: Difference) -> Message | None:
    """Tells that two products were compared, which puts everything else in doubt."""
    if not difference.other_product:
        return None
    before, after = difference.products
    return message("difference.other_product", before=before, after=after)


def flaws_line(flaws: Flaws, lang: str) -> str:
    """Says in one line how the flaws change."""
    counts = {"new": len(flaws.new), "gone": flaws.gone, "kept": len(flaws.kept)}
    return say_id("compare.flaws.line", lang, **counts)


def _bare(package: Package) -> str:
    name = f"{package.group}/{package.name}" if package.group else package.name
    return visible(name)


def _whose(package: Package, lang: str) -> str:
    who = package.supplier or package.maker
    return say_id("compare.by", lang, who=who) if who else ""


def _edge(change: Change, lang: str) -> str:
    known = {"why": change.why, "by": change.new}
    return say_id(f"compare.edge{'' if change.new else '.alone'}", lang, **known)
