"""The packages of the SBOMs handed in, each once however often it is listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from heapq import nsmallest
from itertools import chain

import msgspec

from sekisho.match import versions
from sekisho.match.packages.purl import Coordinates, coordinates, parse
from sekisho.model.case import Case
from sekisho.model.evidence import EvidenceItem, EvidenceKind
from sekisho.model.finding import Finding
from sekisho.model.inventory import Inventory, Package
from sekisho.model.values.message import Value, message
from sekisho.read.sbom.fields import LOST, NOT_WHOLE

SHOWN = 20
"""A finding about many packages names this many of them."""

_PLACES = 10
_NO_PACKAGES = frozenset({"cryptographic-asset", "data", "file"})
_OF_PACKAGES = ("/components", "/metadata/component", "/packages")


class Subject(msgspec.Struct, frozen=True, gc=False):
    """A package as the checks see it: where it stands, and where advisories would name it."""

    id: str
    package: Package
    place: str
    evidence: tuple[str, ...]
    components: frozenset[str]
    coordinates: Coordinates | None
    contradicts_itself: bool = False

    @property
    def label(self) -> str:
        """What a person calls it."""
        return label(self.package)


def label(package: Package) -> str:
    """Gives group, name and version as a person would write them."""
    name = f"{package.group}/{package.name}" if package.group else package.name
    return f"{name} {package.version}".strip()


def subject_id(package: Package) -> str:
    """Gives the stable identity of a package: its package URL, else group, name and version.

    A version stated only beside the package URL, or another than it states, is part of it: one
    package at two versions is two.
    """
    if package.purl:
        beside = package.version if _other_version(package) else ""
        return f"package:{package.purl} {beside}".strip()
    name = f"{package.group}/{package.name}" if package.group else package.name
    return f"package:{name}@{package.version}" if package.version else f"package:{name}"


def sboms(case: Case, kind: EvidenceKind) -> tuple[EvidenceItem, ...]:
    """Gives the evidence of a kind, by id."""
    found = (item for item in case.evidence if item.evidence.kind == kind)
    return tuple(sorted(found, key=lambda item: item.evidence.id))


def packages(inventory: Inventory) -> Iterator[Package]:
    """Gives what an inventory says is inside, and the product itself when it is published under
    an identifier: without one nobody can have written about it.
    """
    primary = inventory.primary
    if primary is not None and (primary.purl or primary.cpe):
        yield primary
    for package in inventory.packages:
        if package.purl or package.kind not in _NO_PACKAGES:
            yield package


def unread(items: Iterable[EvidenceItem]) -> tuple[EvidenceItem, ...]:
    """Gives the SBOMs that could not be read, or of which whole packages could not."""
    return tuple(item for item in items if item.inventory is None or any(_lost(item)))


def incomplete(items: Iterable[EvidenceItem]) -> tuple[EvidenceItem, ...]:
    """Gives the SBOMs that say of themselves that parts are missing from them."""
    return tuple(
        item for item in items if any(defect.message.id in NOT_WHOLE for defect in item.defects)
    )


def _lost(item: EvidenceItem) -> Iterator[str]:
    for defect in item.defects:
        pointer = defect.place.pointer
        if defect.message.id in LOST and pointer.startswith(_OF_PACKAGES):
            yield pointer


def contradicts_itself(package: Package) -> bool:
    """Says whether a package states one version in its package URL and another beside it.

    An epoch, a leading `v` and the release of an RPM are left out of one of them by habit.
    """
    return _other_version(package) and _version_in(package.purl) != ""


def _other_version(package: Package) -> bool:
    beside = f"@{package.version}"
    if beside == "@" or package.purl.endswith(beside):
        return False
    if package.purl.partition("?")[0].endswith(beside):
        return False
    stated, beside = (
        text.removeprefix("v").rpartition(":")[2]
        for text in (_version_in(package.purl), package.version)
    )
    return not (stated == beside or stated.startswith(f"{beside}-"))


def _version_in(purl: str) -> str:
    parsed = parse(purl)
    return parsed.version if parsed else ""


def subjects(items: Iterable[EvidenceItem]) -> tuple[Subject, ...]:
    """Gives every package of some SBOMs once, by identity, with all its places."""
    seen: dict[str, list[tuple[str, str, Package]]] = {}
    for item in items:
        for package in packages(item.inventory) if item.inventory else ():
            where = (item.evidence.id, item.evidence.component, package)
            seen.setdefault(subject_id(package), []).append(where)
    return tuple(_subject(id, found) for id, found in sorted(seen.items()))


def _subject(id: str, found: list[tuple[str, str, Package]]) -> Subject:
    if len(found) == 1:
        ((evidence, component, package),) = found
        return Subject(
            id=id,
            package=package,
            place=f"{evidence}#{package.place}",
            evidence=(evidence,),
            components=_alone(component),
            coordinates=_coordinates(package),
            contradicts_itself=contradicts_itself(package),
        )
    package = min((package for _, _, package in found), key=_without_place)
    places = [f"{evidence}#{package.place}" for evidence, _, package in found[:_PLACES]]
    return Subject(
        id=id,
        package=package,
        place=" ".join(places),
        evidence=tuple(sorted({evidence for evidence, _, _ in found})),
        components=frozenset(component for _, component, _ in found),
        coordinates=_coordinates(package),
        contradicts_itself=contradicts_itself(package),
    )


@lru_cache
def _alone(component: str) -> frozenset[str]:
    return frozenset((component,))


def _without_place(package: Package) -> tuple[str, ...]:
    return (package.name, package.version, package.supplier, package.maker, *package.licences)


def _coordinates(package: Package) -> Coordinates | None:
    """The version stated beside a package URL without one counts as its own."""
    found = coordinates(package.purl) if package.purl else None
    if found is None or found.version or not package.version:
        return found
    version = package.version.removeprefix("v") if found.ecosystem == "Go" else package.version
    return msgspec.structs.replace(found, version=version)


def is_orderable(found: Coordinates) -> bool:
    """Says whether a version has a sure place in the order of its ecosystem."""
    return versions.is_certain(found.ecosystem, found.version)


class Questions:
    """What a check could not answer, gathered by the cause one act can resolve."""

    def __init__(self, rule: str, version: str) -> None:
        self._rule = rule
        self._version = version
        self._open: defaultdict[tuple[str, str], list[Subject]] = defaultdict(list)

    def add(self, why: str, subject: Subject, of: str = "") -> None:
        """Notes a subject under a reason, and what the reason is about (an ecosystem)."""
        self._open[why, of].append(subject)

    def unseen(self, items: Iterable[EvidenceItem]) -> Iterator[Finding]:
        """Gives a finding when packages could not be read and one when the SBOM itself says that
        parts are missing, since nothing is known of either.
        """
        items = tuple(items)
        for why, found in (("unread", unread(items)), ("incomplete", incomplete(items))):
            if found:
                yield Finding(
                    rule=f"{self._rule}.not_checked",
                    rule_version=self._version,
                    subject=f"cause:{self._rule}:{why}",
                    state="not_checked",
                    severity="low",
                    message=message(f"software.{why}", n=len(found)),
                    basis="declared",
                    cause=f"{self._rule}:{why}",
                    remedy=message(f"software.{why}.remedy"),
                    evidence=tuple(item.evidence.id for item in found),
                )

    def findings(self) -> Iterator[Finding]:
        """Gives one finding a cause, with the count and the first subjects by name."""
        for (why, of), found in sorted(self._open.items(), key=lambda item: item[0]):
            about: dict[str, Value] = {"n": len(found)}
            if of:
                about["of"] = of
            names = tuple(nsmallest(SHOWN, (subject.label for subject in found)))
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
                evidence=tuple(sorted(set(chain(*{subject.evidence for subject in found})))),
                details=(message("software.packages", names=names, n=len(found)),),
            )
