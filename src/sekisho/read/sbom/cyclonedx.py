"""CycloneDX JSON (ECMA-424), versions 1.2 to 1.7."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from sekisho.model.errors import Defect
from sekisho.model.inventory import Inventory, Package
from sekisho.read.sbom.beside import built_with, is_link, services_of
from sekisho.read.sbom.beside.metadata import (
    authors_of,
    contacts_of,
    lifecycles_of,
    name_of,
    text_of,
    tools_of,
)
from sekisho.read.sbom.deployable import NOTHING, contact_of, country_of, delivered
from sekisho.read.sbom.document import Document
from sekisho.read.sbom.fields import Log, digests, licence, package_url, stated
from sekisho.read.sbom.records import convert, items
from sekisho.read.sbom.schema import faults_of
from sekisho.read.vex import cyclonedx as vex


class _Hash(msgspec.Struct, gc=False):
    alg: str
    content: str


class _Party(msgspec.Struct, gc=False):
    name: str | None = None
    url: Any = None
    email: Any = None
    contact: Any = None
    address: Any = None


class _Licence(msgspec.Struct, gc=False):
    id: str | None = None
    name: str | None = None
    acknowledgement: Any = None


class _Choice(msgspec.Struct, gc=False):
    license: _Licence | None = None
    expression: str | None = None
    acknowledgement: Any = None


class _Reference(msgspec.Struct, gc=False):
    type: Any = None
    url: Any = None
    hashes: Any = None


class _Component(
    msgspec.Struct, gc=False, rename={"bom_ref": "bom-ref", "references": "externalReferences"}
):
    name: str
    type: str | None = None
    bom_ref: str | None = None
    version: str | None = None
    group: str | None = None
    purl: str | None = None
    cpe: str | None = None
    supplier: _Party | None = None
    manufacturer: _Party | None = None
    publisher: str | None = None
    author: str | None = None
    authors: list[_Party] | None = None
    hashes: list[_Hash] | None = None
    licenses: list[_Choice] | None = None
    references: list[_Reference] | None = None
    properties: msgspec.Raw = msgspec.Raw()
    swid: Any = None
    swhid: Any = None
    omniborId: Any = None  # noqa: N815  # the format's own name
    components: list[msgspec.Raw] | None = None


class _Dependency(msgspec.Struct, gc=False, rename="camel"):
    ref: str
    depends_on: list[str] | None = None


class _Composition(msgspec.Struct, gc=False):
    aggregate: str
    assemblies: Any = None
    dependencies: Any = None
    vulnerabilities: Any = None


_INCOMPLETE = "incomplete"
_ONLY = frozenset(
    f"{_INCOMPLETE}_{party}_party_{part}only"
    for party in ("first", "third")
    for part in ("", "proprietary_", "opensource_")
)

_NESTED = msgspec.json.Decoder(_Component)
_ANY = msgspec.json.Decoder()


def read(document: Document) -> tuple[Inventory, tuple[Defect, ...]]:
    """Reads a CycloneDX document; services are no packages and are noted as left out."""
    log = Log(document.name)
    compositions = tuple(_completeness(document, log))
    about = document.value("metadata")
    if not isinstance(about, dict):
        if about is not None:
            log.note("sbom.bad_field", "/metadata", field="metadata")
        about = {}
    described = list(_described(about, log))
    primary = described[0] if described else None
    packages = [*described[1:], *_packages(document, log)]
    services = services_of(document, log)
    if services:
        log.note("sbom.services", "/services", n=len(services))
    tools = tuple(_built_with(document, log))
    refs = _refs(primary, packages, log)
    refs |= {tool.ref for tool in tools} | {service.ref for service in services}
    edges = tuple(_edges(document, refs, log))
    version = document.text("specVersion")
    faults = faults_of(document, version)
    return (
        Inventory(
            format="CycloneDX",
            spec_version=version,
            name=primary.name if primary else "",
            serial=document.text("serialNumber"),
            created_at=text_of(about.get("timestamp")),
            authors=authors_of(about),
            tools=tools_of(about.get("tools")),
            supplier=name_of(about.get("supplier")),
            primary=primary,
            packages=tuple(packages),
            edges=edges,
            schema_version="" if faults is None else f"CycloneDX {version}",
            schema_faults=faults or (),
            contacts=contacts_of(about),
            lifecycles=lifecycles_of(about.get("lifecycles")),
            compositions=compositions,
            vulnerabilities=document.count("vulnerabilities"),
            vex=vex.embedded(document),
            services=services,
            built_with=tools,
            links=tuple(log.links),
            document_version=_count(document.value("version")),
        ),
        log.all(),
    )


def _described(about: dict[str, Any], log: Log) -> Iterator[Package]:
    """The component the document is about, then what stands within it."""
    plain = about.get("component")
    if plain is None:
        return
    place = "/metadata/component"
    nested = plain.pop("components", None) if isinstance(plain, dict) else None
    component = convert(plain, _Component, place, log)
    if component is None:
        return
    component.type = component.type or "application"
    yield _package(component, place, log)
    for at, item in enumerate(nested if isinstance(nested, list) else ()):
        below = convert(item, _Component, f"{place}/components/{at}", log)
        if below is not None:
            yield from _tree(below, f"{place}/components/{at}", log)


def _packages(document: Document, log: Log) -> Iterator[Package]:
    for place, component in items(document, "components", _Component, log):
        if component.components:
            yield from _tree(component, place, log)
        else:
            yield _package(component, place, log)


def _tree(component: _Component, place: str, log: Log) -> Iterator[Package]:
    """A component and all within it; the depth is capped before anything is decoded."""
    yield _package(component, place, log)
    for at, raw in enumerate(component.components or ()):
        below = f"{place}/components/{at}"
        try:
            nested: _Component | None = _NESTED.decode(raw)
        except msgspec.ValidationError:
            nested = convert(_ANY.decode(raw), _Component, below, log)
        if nested is not None:
            yield from _tree(nested, below, log)


def _completeness(document: Document, log: Log) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Gives what the document says of its own completeness, and notes each word once.

    `compositions` may speak of single components or of the whole; one that speaks of
    vulnerabilities alone says nothing about packages.
    """
    said: Counter[str] = Counter()
    for _, part in items(document, "compositions", _Composition, log):
        if not part.vulnerabilities or part.assemblies or part.dependencies:
            word = part.aggregate.strip().lower()
            known = not word.startswith(_INCOMPLETE) or word in _ONLY
            said[word if known else _INCOMPLETE] += 1
            named = [ref for refs in (part.assemblies, part.dependencies) for ref in _refs_of(refs)]
            yield word if known else _INCOMPLETE, tuple(dict.fromkeys(named))
    for word, count in said.items():
        if word.startswith(_INCOMPLETE):
            log.note("sbom.incomplete", "/compositions", word=word, n=count)
    if unknown := said["unknown"]:
        log.note("sbom.completeness_unknown", "/compositions", n=unknown)
    for place, reference in items(document, "externalReferences", _Reference, log):
        if reference.type == "bom":
            log.refer(reference.url, place)


def _refs_of(value: Any) -> list[str]:
    """The refs of a list; XML writes some of them as dependencies with a `ref`."""
    items = value if isinstance(value, list) else ()
    refs = (item.get("ref") if isinstance(item, dict) else item for item in items)
    return [ref for ref in refs if isinstance(ref, str)]


def _package(component: _Component, place: str, log: Log) -> Package:
    name = stated(component.name)
    if not name:
        log.note("sbom.no_name", place)
    for found in component.references or ():
        if found.type == "bom":
            log.refer(found.url, place)
    pairs = [(item.alg, item.content) for item in component.hashes or ()]
    file = NOTHING
    if component.references or component.properties:
        file = delivered(component.references or (), component.properties, place, log)
    supplier, licences = component.supplier, component.licenses
    acknowledged = any(_held(choice).acknowledgement for choice in licences or ())
    return Package(
        name=name,
        version=stated(component.version) if component.version else "",
        group=stated(component.group) if component.group else "",
        kind=(component.type or "library").lower(),
        purl=package_url(component.purl, place, log) if component.purl else "",
        cpe=stated(component.cpe) if component.cpe else "",
        supplier=stated(supplier.name) if supplier else "",
        maker=_maker(component),
        licences=_licences(licences, place, log),
        hashes=digests(pairs, place, log) if pairs else (),
        ref=component.bom_ref or "",
        place=place,
        contact=_contact(component),
        other_ids=_other_ids(component),
        declared=_said(licences, "declared", place, log) if acknowledged else (),
        concluded=_said(licences, "concluded", place, log) if acknowledged else (),
        filename=file.filename,
        executable=file.executable,
        archive=file.archive,
        structured=file.structured,
        distribution=file.distribution,
        distribution_hashes=file.hashes,
        source=file.source,
        country=country_of(supplier.address) if supplier and supplier.address else "",
    )


def _contact(component: _Component) -> str:
    """An address of who made it, else of who supplies it."""
    for party in (component.manufacturer, *(component.authors or ()), component.supplier):
        if party is None or not (party.email or party.url or party.contact):
            continue
        if found := contact_of(party.email, party.url, party.contact):
            return found
    return ""


def _other_ids(component: _Component) -> tuple[str, ...]:
    if not (component.swid or component.swhid or component.omniborId):
        return ()
    swid = component.swid.get("tagId") if isinstance(component.swid, dict) else None
    found = [swid, *_refs_of(component.swhid), *_refs_of(component.omniborId)]
    return tuple(text for text in found if isinstance(text, str) and text)


def _held(choice: _Choice) -> _Choice | _Licence:
    return choice if choice.license is None else choice.license


def _said(choices: list[_Choice] | None, word: str, place: str, log: Log) -> tuple[str, ...]:
    """The licences of which the document says that they are declared, or concluded."""
    found = (choice for choice in choices or () if _held(choice).acknowledgement == word)
    return tuple(sorted(said for choice in found if (said := _licence(choice, place, log))))


def _maker(component: _Component) -> str:
    if component.manufacturer and component.manufacturer.name:
        return stated(component.manufacturer.name)
    if component.publisher:
        return stated(component.publisher)
    if component.authors:
        return stated(component.authors[0].name)
    return stated(component.author)


def _licences(choices: list[_Choice] | None, place: str, log: Log) -> tuple[str, ...]:
    if not choices:
        return ()
    if len(choices) == 1:
        only = _licence(choices[0], place, log)
        return (only,) if only else ()
    return tuple(sorted({_licence(choice, place, log) for choice in choices} - {""}))


def _licence(choice: _Choice, place: str, log: Log) -> str:
    if choice.license is not None:
        return stated(choice.license.id) or licence(choice.license.name, place, log)
    return licence(choice.expression, place, log)


def _refs(primary: Package | None, packages: list[Package], log: Log) -> set[str]:
    refs = {primary.ref} if primary and primary.ref else set()
    for package in packages:
        if package.ref in refs:
            log.note("sbom.ref_twice", package.place, ref=package.ref[:200])
        elif package.ref:
            refs.add(package.ref)
    return refs


def _edges(document: Document, refs: set[str], log: Log) -> Iterator[tuple[str, tuple[str, ...]]]:
    for place, dependency in items(document, "dependencies", _Dependency, log):
        ref, on = dependency.ref, tuple(dependency.depends_on or ())
        if ref not in refs or not refs.issuperset(on):
            for other in (ref, *on):
                if other not in refs:
                    _elsewhere(other, place, log)
            on = tuple(other for other in on if not is_link(other))
        yield ref, on


def _elsewhere(ref: str, place: str, log: Log) -> None:
    """A dependency that is not in this document is in another one, or nowhere."""
    if is_link(ref):
        log.refer(ref, place)
    else:
        log.note_missing(ref, place)


def _built_with(document: Document, log: Log) -> Iterator[Package]:
    """What the product was built with: no part of it."""
    count = 0
    for place, plain in built_with(document):
        component = convert(plain, _Component, place, log)
        if component is not None:
            count += 1
            yield _package(component, place, log)
    if count:
        log.note("sbom.built_with", "/formulation", n=count)


def _count(value: Any) -> str:
    """A document that does not count its issues is the first."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else "1"
