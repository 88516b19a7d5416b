"""Which package of the SBOMs a VEX document means: by reference, package URL, hash, CPE or name.

Only an exact version or a digest identifies. A statement that names a package of the case without
either is not applied, and the reason is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from sekisho.check.software import label, packages, subject_id
from sekisho.match.packages.purl import Purl, parse
from sekisho.model.evidence import EvidenceItem
from sekisho.model.inventory import Package
from sekisho.model.vex.claim import ClaimMatch
from sekisho.model.vex.document import VexProduct

Why = Literal["no_version", "range", "other_build", "other_revision", "no_reference"]
"""Why a statement that names something of the case is not applied to it."""

_STRONG = frozenset(
    {
        "sha256",
        "sha384",
        "sha512",
        "sha3-256",
        "sha3-384",
        "sha3-512",
        "blake2b-256",
        "blake2b-384",
        "blake2b-512",
    }
)
_WILD = frozenset({"", "*", "-"})
_WHOLE = "*"


class Known(msgspec.Struct, frozen=True):
    """Something of an SBOM a statement can mean.

    `subject` is its identity as findings have it; it is the product itself when `is_whole`.
    """

    evidence: str
    subject: str
    package: Package
    is_whole: bool = False


class Found(msgspec.Struct, frozen=True):
    """What a product of a document means here: something, or a reason why it is not applied."""

    known: tuple[Known, ...] = ()
    match: ClaimMatch = "purl"
    why: Why | None = None
    names: tuple[str, ...] = ()


class Identities:
    """Everything of the proposed SBOMs, by what a document can name it."""

    def __init__(self, items: Iterable[EvidenceItem]) -> None:
        self._purls: dict[tuple[str, str, str], list[tuple[Purl, Known]]] = {}
        self._hashes: dict[tuple[str, str], list[Known]] = {}
        self._cpes: dict[tuple[str, str, str], list[tuple[str, Known]]] = {}
        self._refs: dict[tuple[str, str], Known] = {}
        self._names: dict[str, list[Known]] = {}
        self._serials: dict[str, list[tuple[str, str]]] = {}
        for item in items:
            for known in _everything(item):
                self._add(known)
            inventory = item.inventory
            if inventory and inventory.serial:
                revision = inventory.document_version or "1"
                self._serials.setdefault(inventory.serial.lower(), []).append(
                    (item.evidence.id, revision)
                )

    def find(self, product: VexProduct, own: str = "") -> Found | None:
        """Says what a product means; `None` when it is nothing of these SBOMs.

        `own` is the evidence the statement stands in, whose keys it may use.
        """
        if product.ref or product.bom:
            return self._by_reference(product, own)
        ways = (self._by_hash, self._by_purl, self._by_cpe)
        answers = [found for way in ways if (found := way(product))]
        exact = next((found for found in answers if found.known), None)
        if exact and not self._contradicted(exact, product):
            return exact
        if exact:
            return Found(why="other_build", names=_labels(exact.known))
        if answers:
            return answers[0]
        return None if product.purls or product.cpes else self._by_name(product)

    def _add(self, known: Known) -> None:
        package = known.package
        if package.purl and (purl := parse(package.purl)):
            key = (purl.type, purl.namespace, purl.name)
            self._purls.setdefault(key, []).append((purl, known))
        for pair in package.hashes:
            if pair[0] in _STRONG:
                self._hashes.setdefault(pair, []).append(known)
        if cpe := _cpe(package.cpe):
            self._cpes.setdefault(cpe[:3], []).append((cpe[3], known))
        if package.ref:
            self._refs.setdefault((known.evidence, package.ref), known)
        if known.is_whole:
            self._refs[known.evidence, _WHOLE] = known
        if package.name:
            self._names.setdefault(package.name.casefold(), []).append(known)

    def _by_reference(self, product: VexProduct, own: str) -> Found | None:
        evidence, why = own, None
        if product.bom:
            serial, _, revision = product.bom.rpartition("/")
            there = self._serials.get(serial.lower(), [])
            evidence = next((id for id, stated in there if stated == revision), "")
            if not there:
                return None
            why = None if evidence else "other_revision"
        if why is None and (known := self._refs.get((evidence, product.ref))):
            return _of_version(product, known)
        if not product.bom and not own and product.purls:
            return self._by_purl(product)
        if not product.bom and not own:
            return None
        return Found(why=why or "no_reference", names=(product.ref,))  # type: ignore[arg-type]

    def _by_hash(self, product: VexProduct) -> Found | None:
        found = tuple(known for pair in product.hashes for known in self._hashes.get(pair, ()))
        return Found(_once(found), "hash") if found else None

    def _by_purl(self, product: VexProduct) -> Found | None:
        near: list[Known] = []
        for text in product.purls:
            stated = parse(text)
            if stated is None:
                continue
            there = self._purls.get((stated.type, stated.namespace, stated.name), [])
            version = "" if product.version_range else stated.version or product.version
            exact = [
                known
                for purl, known in there
                if version
                and _same(version, purl.version or known.package.version)
                and set(stated.qualifiers) <= set(purl.qualifiers)
            ]
            if exact:
                return Found(_once(exact), "purl")
            near += [known for _, known in there] if not version else []
        return _without_version(product, near)

    def _by_cpe(self, product: VexProduct) -> Found | None:
        near: list[Known] = []
        for text in product.cpes:
            stated = _cpe(text)
            if stated is None:
                continue
            there = self._cpes.get(stated[:3], [])
            exact = [known for version, known in there if version == stated[3] not in _WILD]
            if exact:
                return Found(_once(exact), "cpe")
            near += [known for _, known in there] if stated[3] in _WILD else []
        return _without_version(product, near)

    def _by_name(self, product: VexProduct) -> Found | None:
        there = [
            known
            for known in self._names.get(product.name.casefold(), ())
            if _may_be_of(product.vendor, known.package)
        ]
        if not product.version:
            return _without_version(product, there)
        exact = [known for known in there if _same(product.version, known.package.version)]
        return Found(_once(exact), "name") if exact else None

    def _contradicted(self, found: Found, product: VexProduct) -> bool:
        """The same version with another digest is another build."""
        stated = {kind: value for kind, value in product.hashes if kind in _STRONG}
        held = [dict(known.package.hashes) for known in found.known]
        return found.match != "hash" and any(
            kind in hashes and hashes[kind] != value
            for hashes in held
            for kind, value in stated.items()
        )


def _everything(item: EvidenceItem) -> Iterator[Known]:
    inventory = item.inventory
    if inventory is None:
        return
    if inventory.primary:
        primary = inventory.primary
        yield Known(item.evidence.id, subject_id(primary), primary, is_whole=True)
    for package in packages(inventory):
        if package is not inventory.primary:
            yield Known(item.evidence.id, subject_id(package), package)


def _of_version(product: VexProduct, known: Known) -> Found:
    """A reference is exact; what it says of versions may be of another, or of a range."""
    names = _labels((known,))
    if product.version_range:
        return Found(why="range", names=names)
    if product.version and not _same(product.version, known.package.version):
        return Found(names=names)
    return Found((known,), "reference")


def _without_version(product: VexProduct, near: Iterable[Known]) -> Found | None:
    names = _labels(near)
    if not names:
        return None
    return Found(why="range" if product.version_range else "no_version", names=names)


def _labels(known: Iterable[Known]) -> tuple[str, ...]:
    return tuple(sorted({label(each.package) for each in known}))


def _once(known: Iterable[Known]) -> tuple[Known, ...]:
    return tuple(dict.fromkeys(known))


def _same(stated: str, held: str) -> bool:
    """A leading `v` is written or left out by habit."""
    return held != "" and stated.removeprefix("v") == held.removeprefix("v")


def _may_be_of(vendor: str, package: Package) -> bool:
    held = {name.casefold() for name in (package.supplier, package.maker, package.group) if name}
    return not vendor or not held or vendor.casefold() in held


def _cpe(text: str) -> tuple[str, str, str, str] | None:
    """Vendor, product, and update of a CPE 2.2 or 2.3 with its version, in small letters.

    An escaped colon is no border; `update` is part of the version.
    """
    plain = text.strip().lower()
    if plain.startswith("cpe:2.3:"):
        parts = plain.replace("\\:", "\0").split(":")[2:]
    elif plain.startswith("cpe:/"):
        parts = plain.removeprefix("cpe:/").split(":")
    else:
        return None
    parts = [part.replace("\0", ":").replace("\\", "") for part in parts] + [""] * 5
    part, vendor, product, version, update = parts[:5]
    if not vendor or not product:
        return None
    if version in _WILD:
        return part, vendor, product, ""
    return part, vendor, product, version if update in _WILD else f"{version} {update}"
