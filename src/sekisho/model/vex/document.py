"""A VEX document after reading, whatever its format was: who states what of which product."""

from __future__ import annotations

from typing import Literal

import msgspec

from sekisho.model.values.record import Record

VexFormat = Literal["OpenVEX", "CSAF", "CycloneDX"]

VexStatus = Literal["not_affected", "affected", "fixed", "under_investigation", "unknown"]
"""`unknown`: the document names the vulnerability and says nothing of its effect."""

Justification = Literal[
    "",
    "component_not_present",
    "vulnerable_code_not_present",
    "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary",
    "inline_mitigations_already_exist",
]
"""The five words of OpenVEX and CSAF; empty where none is stated, or one without a counterpart."""


class VexProduct(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A product as a document identifies it; what is not stated is empty.

    `ref` is a key of the SBOM that is meant (`bom-ref`), `bom` the serial number and version of that
    SBOM (`urn:uuid:.../1`), empty for the one the statement stands in. `hashes` are pairs as in
    `Package`. `within` are the identities the document gives to the parts it speaks about; without
    any it speaks about the product itself.
    """

    name: str = ""
    vendor: str = ""
    version: str = ""
    version_range: str = ""
    purls: tuple[str, ...] = ()
    cpes: tuple[str, ...] = ()
    hashes: tuple[tuple[str, str], ...] = ()
    models: tuple[str, ...] = ()
    ref: str = ""
    bom: str = ""
    within: tuple[VexProduct, ...] = ()


class VexStatement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One statement: a status of some vulnerability ids for some products.

    `vulnerabilities` are all ids of one vulnerability, the one the document names first at the front.
    `justified` is the justification in the document's own word; `impact` and `action` are the beginning of what
    it says in prose. `stated_at` and `changed_at` are kept as written and empty where only the
    document is dated. `place` is a JSON pointer.
    """

    status: VexStatus
    vulnerabilities: tuple[str, ...]
    products: tuple[VexProduct, ...] = ()
    justification: Justification = ""
    justified: str = ""
    impact: str = ""
    action: str = ""
    stated_at: str = ""
    changed_at: str = ""
    place: str = ""


class VexFailure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A mandatory test of CSAF that a document fails: its number there, where, and on what."""

    test: str
    place: str = ""
    about: str = ""


class VexDocument(Record, frozen=True, kw_only=True):
    """A VEX document after reading.

    `id` and `version` are the document's own; `author` who issued it and `author_role` what it
    says of its author (`vendor`). `issued_at` and `updated_at` are kept as written. `failures`
    are the mandatory tests of CSAF it fails, of those that are evaluated.
    """

    format: VexFormat
    spec_version: str = ""
    id: str = ""
    version: str = ""
    title: str = ""
    author: str = ""
    author_role: str = ""
    issued_at: str = ""
    updated_at: str = ""
    statements: tuple[VexStatement, ...] = ()
    failures: tuple[VexFailure, ...] = ()
