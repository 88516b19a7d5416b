"""The packages of the SBOMs handed in, each once however often it is listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sekisho.match import versions
from sekisho.match.packages.purl import Coordinates, coordinates
from sekisho.model.case import Case
from sekisho.model.evidence import EvidenceItem, EvidenceKind
from sekisho.model.finding import Finding
from sekisho.model.inventory import Inventory, Package
from sekisho.model.values.message import Value, message

SHOWN = 20
"""A finding about many packages names this many of them."""

_PLACES = 10
_NO_PACKAGES = frozenset({"cryptographic-asset", "data", "file"})


@dataclass(frozen=True, slots=True)
class Subject:
    """A package as the checks see it: where it stands, and where advisories would name it."""

    id: str
    package: Package
    place: str
    evidence: tuple[str, ...]
    components: frozenset[str]
    coordinates: Coordinates | None

    @property
    def label(self) -> str:
        """What a person calls it."""
        return label(self.package)


def label(package: Package) -> str:
    """Gives group, name and version as a person would write them."""
    name = f"{package.group}/{package.name}" if package.group else package.name
    return f"{name} {package.version}".strip()


def subject_id(package: Package) -> str:
    """Gives the stable identity of a package: its package URL, else group, name and version."""
    if package.purl:
        return f"package:{package.purl}"
    name = f"{package.group}/{package.name}" if package.group else package.name
    return f"package:{name}@{package.version}" if package.version else f"package:{name}"


def sboms(case: Case, kind: EvidenceKind) -> tuple[EvidenceItem, ...]:
    """Gives the evidence of a kind, by id."""
    found = (item for item in case.evidence if item.evidence.kind == kind)
    return tuple(sorted(found, key=lambda item: item.evidence.id))


def packages(inventory: Inventory) -> Iterator[Package]:
    """Gives what an inventory says is inside, and the product itself when it is published as a
    package: without a package URL nobody can have written about it.
    """
    if inventory.primary is not None and inventory.primary.purl:
        yield inventory.primary
    for package in inventory.packages:
        if package.kind not in _NO_PACKAGES:
            yield package


def subjects(items: Iterable[EvidenceItem]) -> tuple[Subject, ...]:
    """Gives every package of some SBOMs once, by identity, with all its places."""
    seen: dict[str, list[tuple[str, str, Package]]] = {}
    for item in items:
        for package in packages(item.inventory) if item.inventory else ():
            where = (item.evidence.id, item.evidence.component, package)
            seen.setdefault(subject_id(package), []).append(where)
    return tuple(_subject(id, found) for id, found in sorted(seen.items()))


def _subject(id: str, found: list[tuple[str, str, Package]]) -> Subject:
    package = min((package for _, _, package in found), key=_without_place)
    places = [f"{evidence}#{package.place}" for evidence, _, package in found[:_PLACES]]
    return Subject(
        id=id,
        package=package,
        place=" ".join(places),
        evidence=tuple(sorted({evidence for evidence, _, _ in found})),
        components=frozenset(component for _, component, _ in found),
        coordinates=_coordinates(package),
    )


def _without_place(package: Package) -> tuple[str, ...]:
    return (package.name, package.version, package.supplier, package.maker, *package.licences)


def _coordinates(package: Package) -> Coordinates | None:
    """The version stated beside a package URL without one counts as its own."""
    found = coordinates(package.purl) if package.purl else None
    if found is None or found.version or not package.version:
        return found
    version = package.version.removeprefix("v") if found.ecosystem == "Go" else package.version
    return Coordinates(found.ecosystem, found.name, version, found.exact)


def is_orderable(found: Coordinates) -> bool:
    """Says whether a version has a sure place in the order of its ecosystem."""
    return versions.is_certain(found.ecosystem, found.version)


class Questions:
    """What a check could not answer, gathered by the cause one act can resolve."""

    def __init__(self, rule: str, version: str) -> None:
        self._rule = rule
        self._version = version
        self._open: dict[tuple[str, str], list[Subject]] = {}

    def add(self, why: str, subject: Subject, of: str = "") -> None:
        """Notes a subject under a reason, and what the reason is about (an ecosystem)."""
        self._open.setdefault((why, of), []).append(subject)

    def findings(self) -> Iterator[Finding]:
        """Gives one finding a cause, with the count and the first subjects by name."""
        for (why, of), found in sorted(self._open.items(), key=lambda item: item[0]):
            about: dict[str, Value] = {"n": len(found)}
            if of:
                about["of"] = of
            names = tuple(sorted(subject.label for subject in found))
            id = f"{self._rule}.{why}"
            yield Finding(
                rule=f"{self._rule}.not_checked",
                rule_version=self._version,
                subject=f"cause:{self._rule}:{why}{':' if of else ''}{of}",
                state="not_checked",
                severity="low",
                message=message(id, **about),
                basis="declared",
                cause=f"{self._rule}:{why}{':' if of else ''}{of}",
                remedy=message(f"{id}.remedy", **about),
                evidence=tuple(sorted({id for subject in found for id in subject.evidence})),
                details=(message("software.packages", names=names[:SHOWN], n=len(found)),),
            )
