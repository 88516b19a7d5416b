"""Inventories: what an SBOM says is inside a component."""

from __future__ import annotations

import msgspec

from sekisho.model.values.record import Record
from sekisho.model.vex.document import VexDocument


class Package(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One item of an SBOM, in the words common to CycloneDX and SPDX.

    `ref` is the document's own key (bom-ref, SPDXID) and no identity; `place` is the JSON
    pointer of the item. `kind` is the CycloneDX component type in lower case (SPDX purposes
    are mapped to it), `hashes` pairs (`sha256`, lowercase hexadecimal), sorted. Absent text is
    empty; `NOASSERTION` and `NONE` are read as absent. Not collected by the garbage collector:
    it can hold no cycle, and an SBOM holds a hundred thousand of them.

    `contact` is an e-mail or web address of who made it, `other_ids` are identifiers beside package
    URL and CPE (SWID, SWHID, OmniBOR). `declared` and `concluded` are the licences of `licences`
    of which the document says so. `filename`, `executable`, `archive`, `structured`,
    `distribution` (an address) and `distribution_hashes` speak of the file as it is delivered,
    `source` is the address of the source code; `None` where nothing is said. `unasserted` names
    the fields of which the document says that nothing is asserted. `country` is that of the
    supplier's address, ISO 3166-1 alpha-2.
    """

    name: str
    version: str = ""
    group: str = ""
    kind: str = "library"
    purl: str = ""
    cpe: str = ""
    supplier: str = ""
    maker: str = ""
    licences: tuple[str, ...] = ()
    hashes: tuple[tuple[str, str], ...] = ()
    ref: str = ""
    place: str = ""
    contact: str = ""
    other_ids: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    concluded: tuple[str, ...] = ()
    filename: str = ""
    executable: bool | None = None
    archive: bool | None = None
    structured: bool | None = None
    distribution: str = ""
    distribution_hashes: tuple[tuple[str, str], ...] = ()
    source: str = ""
    unasserted: tuple[str, ...] = ()
    country: str = ""


class ListedFile(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A file an SBOM lists beside its packages, with its digests as in `Package.hashes`."""

    name: str
    hashes: tuple[tuple[str, str], ...] = ()


class SchemaFault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One way in which a document breaks the schema of its format, however often it does.

    `kind` is a word of ours for the broken rule, `about` the field it speaks of. `place` is a JSON
    pointer with `*` for any item of a list, or an element of XML; `first` the first such place, a
    JSON pointer or a line.
    """

    kind: str
    place: str = ""
    first: str = ""
    about: str = ""
    count: int = 1


class ServiceEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A service that an SBOM lists: something reached over a network, and no package.

    `endpoints` are addresses as written, `data` pairs the way data flows (`inbound`) with the
    class of it; `authenticated` and `crosses_trust` are `None` where nothing is said.
    """

    name: str
    version: str = ""
    group: str = ""
    provider: str = ""
    endpoints: tuple[str, ...] = ()
    data: tuple[tuple[str, str], ...] = ()
    authenticated: bool | None = None
    crosses_trust: bool | None = None
    ref: str = ""
    place: str = ""


class Link(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A reference to another SBOM: a BOM-Link (`urn:cdx:SERIAL/VERSION#REF`), a namespace of SPDX,
    or any other address; `digest` is what the document says the other one's is (`sha256`, ...).
    """

    target: str
    place: str = ""
    digest: tuple[str, str] = ("", "")


class Inventory(Record, frozen=True, kw_only=True):
    """An SBOM after reading.

    `primary` is what the document describes; `packages` all other items at any depth, in
    document order; `edges` pairs (ref, refs it depends on). `created_at` is kept as written.
    `schema_version` names the schema the document was held against, empty where there is none or
    it was too large to be judged; `schema_faults` what it breaks of it, `schema_own`
    that the rules are some of our own, for want of a schema. `files` are those the
    document lists with a digest, and no packages.

    `contacts` are e-mail or web addresses of who made the document, `lifecycles` the phases or
    kinds it says it was made in (`build`). `compositions` pair a word of completeness
    (`complete`, `incomplete`, `unknown`) with the refs it is said of, none for the whole.
    `vulnerabilities` counts the statements about flaws in it.
    `document_version` is the document's own version; `vex` what it states itself about
    vulnerabilities. `stated_by` is empty for what a document says of itself, and names who stated it
    where no SBOM came: `operator`.
    """

    format: str
    spec_version: str
    name: str = ""
    serial: str = ""
    created_at: str = ""
    authors: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    supplier: str = ""
    primary: Package | None = None
    packages: tuple[Package, ...] = ()
    edges: tuple[tuple[str, tuple[str, ...]], ...] = ()
    schema_version: str = ""
    schema_faults: tuple[SchemaFault, ...] = ()
    files: tuple[ListedFile, ...] = ()
    contacts: tuple[str, ...] = ()
    lifecycles: tuple[str, ...] = ()
    compositions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    vulnerabilities: int = 0
    vex: VexDocument | None = None
    schema_own: bool = False
    stated_by: str = ""
    services: tuple[ServiceEntry, ...] = ()
    built_with: tuple[Package, ...] = ()
    links: tuple[Link, ...] = ()
    document_version: str = ""
