"""Rules of our own for SPDX, of which no schema comes with this package.

They ask for required fields, allowed words, the forms of dates and ids, and nothing else: what they
let pass is not proven to be valid.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import jsonschema_rs

from sekisho.model.inventory import SchemaFault
from sekisho.read.sbom.document import Document
from sekisho.read.sbom.schema import broken_rules

_LONG_2 = ("packages", "files", "snippets", "relationships", "hasExtractedLicensingInfos")
_HEAD_2 = {
    "SPDXID": "SPDXRef-DOCUMENT",
    "dataLicense": "CC0-1.0",
    "name": "x",
    "documentNamespace": "urn:x",
    "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: x"]},
}
"""A document in which nothing is wrong, around each part of a long list."""


def spdx2_faults(document: Document) -> tuple[SchemaFault, ...] | None:
    """Gives what a document of SPDX 2.2 or 2.3 breaks; `None` for tag-value, which is not kept whole."""
    if document.is_partial:
        return None
    head = {**_HEAD_2, "spdxVersion": document.text("spdxVersion")}
    return broken_rules(document, _validator("spdx-2"), head, _LONG_2)


def spdx3_faults(document: Document) -> tuple[SchemaFault, ...]:
    """Gives what a document of SPDX 3.0 breaks."""
    return broken_rules(document, _validator("spdx-3"), {"@context": "x"}, ("@graph",))


@cache
def _validator(name: str) -> jsonschema_rs.Validator:
    schema = json.loads(Path(__file__).with_name(f"{name}.json").read_bytes())
    return jsonschema_rs.validator_for(schema)
