"""What a CycloneDX document breaks of the schema of its own version, as JSON.

The schemas come with the package of the format's library; no other place is ever asked, for a
reference they make to the network is refused. Long lists are held against the schema some hundred
items at a time, so that memory follows a part of the document and not the whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec

from sekisho.model.inventory import SchemaFault
from sekisho.read.sbom.document import Document

VERSIONS = {
    "1.2": "bom-1.2-strict",
    "1.3": "bom-1.3-strict",
    "1.4": "bom-1.4",
    "1.5": "bom-1.5",
    "1.6": "bom-1.6",
    "1.7": "bom-1.7",
}
"""Versions of CycloneDX JSON and the file of each; older versions have no JSON."""

_BESIDE = ("spdx", "jsf-0.82", "cryptography-defs")
_ADDRESS = "http://cyclonedx.org/schema/"
_LONG = (
    "components",
    "services",
    "dependencies",
    "vulnerabilities",
    "compositions",
    "annotations",
    "properties",
    "externalReferences",
    "formulation",
)
_MOST = 200_000
"""Faults looked at; a document with more is beyond telling."""
SHOWN = 80
"""Of what a fault is about, so many letters are told."""
_WORDS = {
    "additionalProperties": "unknown",
    "const": "value",
    "enum": "value",
    "format": "form",
    "maxLength": "form",
    "minLength": "form",
    "pattern": "form",
    "required": "lacking",
    "type": "type",
    "uniqueItems": "twice",
}
_ANY = msgspec.json.Decoder()


def faults_of(document: Document, version: str) -> tuple[SchemaFault, ...] | None:
    """Gives every way in which a document breaks its schema, each once; `None` without a schema.

    An XML document has been judged as XML, before it was made the JSON it stands for.
    """
    if document.is_xml:
        return document.faults
    validator = _validator(version)
    if validator is None:
        return None
    head = {"bomFormat": "CycloneDX", "specVersion": version, "version": 1}
    return broken_rules(document, validator, head, _LONG)


def broken_rules(
    document: Document,
    validator: jsonschema_rs.Validator,
    head: dict[str, Any],
    long: Sequence[str],
) -> tuple[SchemaFault, ...]:
    """Gives what breaks the rules of a validator; `long` lists are judged part by part, each with
    the same `head`.
    """
    found: dict[tuple[str, str, str], tuple[str, int]] = {}
    for path, error in islice(_faults(document, validator, head, long), _MOST):
        word, about = _told(error)
        pattern = "/".join("*" if isinstance(part, int) else part for part in path)
        first, count = found.get((word, about, pattern), ("/".join(("", *map(str, path))), 0))
        found[word, about, pattern] = (first, count + 1)
    return in_order(
        SchemaFault(kind=word, place=f"/{pattern}", first=first, about=about, count=count)
        for (word, about, pattern), (first, count) in found.items()
    )


def in_order(faults: Iterable[SchemaFault]) -> tuple[SchemaFault, ...]:
    """Puts faults in an order that does not depend on that of the document."""
    return tuple(sorted(faults, key=lambda fault: (fault.kind, fault.about, fault.place)))


def _faults(
    document: Document,
    validator: jsonschema_rs.Validator,
    head: dict[str, Any],
    may_be: Sequence[str],
) -> Iterator[tuple[list[str | int], Any]]:
    long = [key for key in may_be if document.is_list(key)]
    for error in validator.iter_errors(
        {**document.values(without=long), **{key: [] for key in long}}
    ):
        yield list(error.instance_path), error
    for key in long:
        for start, part in document.chunks(key):
            for error in validator.iter_errors({**head, key: _ANY.decode(part)}):
                path = list(error.instance_path)
                if len(path) == 1 and document.is_long(key):
                    continue  # equal entries would be seen within a part, and not between two
                if len(path) > 1 and isinstance(path[1], int):
                    path[1] += start
                yield path, error


def _told(error: Any) -> tuple[str, str]:
    """The kind of a fault as a word of ours, and what it is about."""
    kind = error.kind
    word = _WORDS.get(kind.name, "other")
    if word == "lacking":
        return word, str(kind.property)[:SHOWN]
    if word == "unknown":
        return word, str(kind.unexpected[0])[:SHOWN]
    if word == "type":
        return word, " | ".join(kind.types)[:SHOWN]
    return word, ""


@cache
def _validator(version: str) -> jsonschema_rs.Validator | None:
    name = VERSIONS.get(version)
    if name is None:
        return None
    beside = [(f"{_ADDRESS}{file}.SNAPSHOT.schema.json", _schema(file)) for file in _BESIDE]
    registry = jsonschema_rs.Registry(beside, retriever=_nowhere)
    return jsonschema_rs.validator_for(
        _schema(name), registry=registry, retriever=_nowhere, validate_formats=True
    )


@cache
def spdx_ids() -> frozenset[str]:
    """Gives the ids of licences and exceptions of the SPDX list, in lower case."""
    return frozenset(id.lower() for id in _schema("spdx")["enum"])


def _schema(name: str) -> dict[str, Any]:
    path = resources() / f"{name}.SNAPSHOT.schema.json"
    schema: dict[str, Any] = json.loads(path.read_bytes())
    return schema


def resources() -> Path:
    """Gives the folder of the schemas in the package of the format's library."""
    found = find_spec("cyclonedx")
    assert found is not None  # noqa: S101  # a dependency of this package
    assert found.origin is not None  # noqa: S101
    return Path(found.origin).parent / "schema" / "_res"


def _nowhere(address: str) -> Any:
    raise LookupError(address)
