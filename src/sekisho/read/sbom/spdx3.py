"""SPDX 3.0 JSON-LD (version 3.0.1), in the compact form of the published context."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sekisho.model.errors import Defect
from sekisho.model.inventory import Inventory, ListedFile, Package
from sekisho.read.sbom.deployable import address
from sekisho.read.sbom.document import Document
from sekisho.read.sbom.fields import Log, digests, licence, package_url, stated
from sekisho.read.sbom.own import spdx3_faults

_PACKAGES = frozenset({"software_Package", "ai_AIPackage", "dataset_DatasetPackage"})
_RELATIONS = frozenset(
    {"Relationship", "LifecycleScopedRelationship", "software_DependencyRelationship"}
)
_DEPENDS = frozenset(
    {
        "contains",
        "dependsOn",
        "hasDynamicLink",
        "hasOptionalComponent",
        "hasPrerequisite",
        "hasProvidedDependency",
        "hasStaticLink",
    }
)
_LICENCES = ("hasDeclaredLicense", "hasConcludedLicense")
_DELIVERED = "hasDistributionArtifact"
_KINDS = {"operatingSystem": "operating-system", "source": "library", "other": "library"}
_Element = dict[str, Any]


def read(document: Document) -> tuple[Inventory, tuple[Defect, ...]]:
    """Reads the graph of an SPDX 3 document; its files and snippets are no packages."""
    log = Log(document.name)
    graph = _Graph(document, log)
    roots = graph.roots()
    found = [package for at, element in graph.packages for package in graph.package(at, element)]
    primaries = [package for package in found if package.ref in roots]
    primary = primaries[0] if len(primaries) == 1 else None
    about = graph.creation()
    edges = tuple(graph.edges({package.ref for package in found if package.ref}))
    return (
        Inventory(
            format="SPDX",
            spec_version=_text(about.get("specVersion")) or "3.0",
            name=graph.name(),
            serial=graph.serial(),
            created_at=_text(about.get("created")),
            authors=graph.names(about.get("createdBy")),
            tools=graph.names(about.get("createdUsing")),
            contacts=graph.contacts(about.get("createdBy")),
            lifecycles=graph.kinds(),
            primary=primary,
            packages=tuple(package for package in found if package is not primary),
            edges=edges,
            files=tuple(graph.files()),
            schema_version="SPDX 3.0",
            schema_faults=spdx3_faults(document),
            schema_own=True,
        ),
        log.all(),
    )


class _Graph:
    """The elements by their id, and what relationships say of them."""

    def __init__(self, document: Document, log: Log) -> None:
        self._log = log
        self._elements: list[tuple[str, _Element]] = []
        self._ids: dict[str, _Element] = {}
        self._licences: dict[str, dict[str, str]] = {}
        self._relations: list[tuple[str, _Element]] = []
        self._files: dict[str, str] = {}
        self.packages: list[tuple[str, _Element]] = []
        plain = document.value("@graph")
        if not isinstance(plain, list):
            log.note("sbom.not_a_list", "/@graph", key="@graph")
            plain = []
        for at, element in enumerate(plain):
            self._sort(f"/@graph/{at}", element)

    def _sort(self, place: str, element: Any) -> None:
        if not isinstance(element, dict):
            self._log.note("sbom.not_an_object", place)
            return
        kind, id = _text(element.get("type")), _id(element)
        self._elements.append((place, element))
        if id in self._ids:
            self._log.note("sbom.ref_twice", place, ref=id[:200])
        elif id:
            self._ids[id] = element
        if kind in _PACKAGES:
            self.packages.append((place, element))
        elif kind in _RELATIONS:
            self._relate(place, element)

    def _relate(self, place: str, element: _Element) -> None:
        relation, left = _text(element.get("relationshipType")), _text(element.get("from"))
        if relation in _LICENCES:
            for right in _texts(element.get("to")):
                self._licences.setdefault(left, {}).setdefault(relation, right)
        else:
            if relation == _DELIVERED:
                self._files.setdefault(left, next(iter(_texts(element.get("to"))), ""))
            self._relations.append((place, element))

    def _of_kind(self, *kinds: str) -> Iterator[_Element]:
        return (element for _, element in self._elements if _text(element.get("type")) in kinds)

    def roots(self) -> set[str]:
        """Gives what the document is about: through its SBOM where there is one."""
        found: set[str] = set()
        for element in self._of_kind("SpdxDocument", "software_Sbom", "Bom"):
            found.update(_texts(element.get("rootElement")))
        for _, element in self._relations:
            if _text(element.get("relationshipType")) == "describes":
                found.update(_texts(element.get("to")))
        return found

    def creation(self) -> _Element:
        """Gives who made the document, and when."""
        for element in self._of_kind("SpdxDocument", "software_Sbom"):
            stands = element.get("creationInfo")
            if isinstance(stands, dict):
                return stands
            if isinstance(stands, str) and stands in self._ids:
                return self._ids[stands]
        return next(self._of_kind("CreationInfo"), {})

    def name(self) -> str:
        """Gives the name of the document."""
        found = self._of_kind("SpdxDocument", "software_Sbom")
        return next((name for element in found if (name := _text(element.get("name")))), "")

    def serial(self) -> str:
        """Gives the identity of the document."""
        return next((_id(element) for element in self._of_kind("SpdxDocument")), "")

    def names(self, ids: Any) -> tuple[str, ...]:
        """Gives the names of agents or tools, those that have one."""
        found = (self._name(id) for id in _texts(ids))
        return tuple(dict.fromkeys(name for name in found if name))

    def contacts(self, ids: Any) -> tuple[str, ...]:
        """Gives the addresses of agents, those that have one."""
        found = (self._contact(id) for id in _texts(ids))
        return tuple(dict.fromkeys(text for text in found if text))

    def _contact(self, id: str) -> str:
        known = _objects(self._ids.get(id, {}).get("externalIdentifier"))
        return next((text for one in known if (text := address(one.get("identifier")))), "")

    def kinds(self) -> tuple[str, ...]:
        """Gives the kinds the SBOM says it is of (`build`, `analyzed`)."""
        found = self._of_kind("software_Sbom")
        said = (word for one in found for word in _texts(one.get("software_sbomType")))
        return tuple(dict.fromkeys(said))

    def _name(self, id: str) -> str:
        element = self._ids.get(id)
        if element is None:
            return ""
        return stated(_text(element.get("name")))

    def package(self, place: str, element: _Element) -> Iterator[Package]:
        """Gives a package, once for each package URL it is published under."""
        name = stated(_text(element.get("name")))
        if not name:
            self._log.note("sbom.no_name", place)
        purls, cpe = self._identifiers(place, element)
        ref = _id(element)
        purpose = _text(element.get("software_primaryPurpose")) or "library"
        purposes = {purpose, *_texts(element.get("software_additionalPurpose"))}
        for at, purl in enumerate(purls or [""]):
            yield Package(
                name=name,
                version=stated(_text(element.get("software_packageVersion"))),
                kind=_KINDS.get(purpose, purpose.lower()),
                purl=purl,
                cpe=cpe,
                supplier=self._name(_text(element.get("suppliedBy"))),
                maker=next(iter(self.names(element.get("originatedBy"))), ""),
                licences=self._licence(ref, place),
                hashes=self._hashes(place, element),
                ref=ref if at == 0 else "",
                place=place,
                contact=self._contact(_text(element.get("suppliedBy"))),
                declared=self._said_licence(ref, _LICENCES[0], place),
                concluded=self._said_licence(ref, _LICENCES[1], place),
                distribution=stated(_text(element.get("software_downloadLocation"))),
                **self._file(ref, place, purposes),
            )

    def files(self) -> Iterator[ListedFile]:
        """Gives the files that bear a digest."""
        for place, element in self._elements:
            is_file = _text(element.get("type")) == "software_File"
            if is_file and (hashes := self._hashes(place, element)):
                yield ListedFile(_text(element.get("name")), hashes)

    def _file(self, ref: str, place: str, purposes: set[str]) -> dict[str, Any]:
        """What the graph says of the file a package is delivered as, else of the package."""
        file = self._ids.get(self._files.get(ref, ""))
        if file is None:
            return {name: True for name in ("executable", "archive") if name in purposes}
        stands = (file.get("software_primaryPurpose"), file.get("software_additionalPurpose"))
        said = {word for value in stands for word in _texts(value)}
        purposes = purposes | said if said else purposes & {"executable", "archive"}
        structured = True if "container" in purposes else False if "firmware" in purposes else None
        return {
            "filename": stated(_text(file.get("name"))),
            "distribution_hashes": self._hashes(place, file),
            "executable": "executable" in purposes if purposes else None,
            "archive": "archive" in purposes if purposes else None,
            "structured": structured,
        }

    def _identifiers(self, place: str, element: _Element) -> tuple[list[str], str]:
        purls: list[str] = []
        cpe = ""
        stands = [("packageUrl", _text(element.get("software_packageUrl")))]
        for identifier in _objects(element.get("externalIdentifier")):
            kind = _text(identifier.get("externalIdentifierType"))
            stands.append((kind, _text(identifier.get("identifier"))))
        for kind, text in stands:
            if kind in {"packageUrl", "purl"}:
                url = package_url(text, place, self._log)
                purls += [url] if url and url not in purls else []
            elif kind in {"cpe23", "cpe22"}:
                cpe = cpe or stated(text)
        return purls, cpe

    def _hashes(self, place: str, element: _Element) -> tuple[tuple[str, str], ...]:
        pairs = []
        for proof in _objects(element.get("verifiedUsing")):
            algorithm, value = _text(proof.get("algorithm")), _text(proof.get("hashValue"))
            if algorithm and value:
                pairs.append((algorithm, value))
        return digests(pairs, place, self._log) if pairs else ()

    def _licence(self, ref: str, place: str) -> tuple[str, ...]:
        said = self._licences.get(ref, {})
        for relation in _LICENCES:
            if relation in said and (found := self._said_licence(ref, relation, place)):
                return found
        return ()

    def _said_licence(self, ref: str, relation: str, place: str) -> tuple[str, ...]:
        target = self._ids.get(self._licences.get(ref, {}).get(relation, ""), {})
        expression = _text(target.get("simplelicensing_licenseExpression"))
        found = licence(expression or _text(target.get("name")), place, self._log)
        return (found,) if found else ()

    def edges(self, refs: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Gives which package rests on which; a reference to nothing is noted."""
        found: dict[str, dict[str, None]] = {}
        for place, element in self._relations:
            left, others = _text(element.get("from")), _texts(element.get("to"))
            for ref in (left, *others):
                if ref not in self._ids and not ref.startswith("https://spdx.org/rdf/"):
                    self._log.note_missing(ref, place)
            if _text(element.get("relationshipType")) in _DEPENDS and left in refs:
                found.setdefault(left, {}).update(dict.fromkeys(o for o in others if o in refs))
        return ((ref, tuple(others)) for ref, others in found.items() if others)


def _id(element: _Element) -> str:
    return _text(element.get("spdxId")) or _text(element.get("@id"))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    """One text or a list of them, as JSON-LD allows; elements written in place by their id."""
    values = value if isinstance(value, list) else [value]
    found = [_id(one) if isinstance(one, dict) else one for one in values]
    return [one for one in found if isinstance(one, str) and one]


def _objects(value: Any) -> list[_Element]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, dict)]
