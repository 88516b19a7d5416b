"""What a CycloneDX document breaks of the schema of its own version, as JSON or as XML.

The schemas come with the package of the format's library; no other place is ever asked, for a
reference they make to the network is refused. Long lists are held against the schema some hundred
items at a time, so that memory follows a part of the document and not the whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
from lxml import etree

from sekisho.model.errors import InputError, Place
from sekisho.model.inventory import SchemaFault
from sekisho.model.values.message import message
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

XML_VERSIONS = frozenset({"1.0", "1.1", *VERSIONS})
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
_SHOWN = 80
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
_MOST_XML = 64 * 1024 * 1024
_ELEMENT = re.compile(r"(?:Element|element|attribute) '(?:\{[^}]*\})?([^']*)'")
_XML_WORDS = {
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": "unknown",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": "unknown",
    "SCHEMAV_CVC_COMPLEX_TYPE_4": "lacking",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": "form",
    "SCHEMAV_CVC_ENUMERATION_VALID": "value",
    "SCHEMAV_CVC_IDC": "twice",
    "SCHEMAV_CVC_PATTERN_VALID": "form",
    "SCHEMAV_ELEMENT_CONTENT": "place",
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
    return _sorted(
        SchemaFault(kind=word, place=f"/{pattern}", first=first, about=about, count=count)
        for (word, about, pattern), (first, count) in found.items()
    )


def _sorted(faults: Iterable[SchemaFault]) -> tuple[SchemaFault, ...]:
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
        return word, str(kind.property)[:_SHOWN]
    if word == "unknown":
        return word, str(kind.unexpected[0])[:_SHOWN]
    if word == "type":
        return word, " | ".join(kind.types)[:_SHOWN]
    return word, ""


def xml_faults(data: bytes, version: str, name: str) -> tuple[SchemaFault, ...] | None:
    """Gives the faults of an XML document; `None` without a schema, or where it is too large.

    The document must have been looked at before: a document type is not expected here. Raises
    `InputError` for what this parser calls no XML, although another one did not.
    """
    if version not in XML_VERSIONS or len(data) > _MOST_XML:
        return None
    schema = _xml_schema(version)
    try:
        tree = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as broken:
        place = Place(file=name, line=broken.lineno or 0)
        hint = message("error.not_xml.remedy")
        raise InputError(message("error.not_xml"), place=place, hint=hint) from broken
    if schema.validate(tree):
        return ()
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for error in schema.error_log:
        element = _ELEMENT.search(error.message)
        key = (_XML_WORDS.get(error.type_name, "other"), element.group(1) if element else "")
        first, count = found.get(key, (error.line, 0))
        found[key] = (first, count + 1)
    return _sorted(
        SchemaFault(
            kind=word,
            place=f"<{about[:_SHOWN]}>",
            first=str(line),
            about=about[:_SHOWN],
            count=count,
        )
        for (word, about), (line, count) in found.items()
    )


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


@cache
def _xml_schema(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(_resources() / f"bom-{version}.SNAPSHOT.xsd", _parser()))


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
    path = _resources() / f"{name}.SNAPSHOT.schema.json"
    schema: dict[str, Any] = json.loads(path.read_bytes())
    return schema


def _resources() -> Path:
    found = find_spec("cyclonedx")
    assert found is not None  # noqa: S101  # a dependency of this package
    assert found.origin is not None  # noqa: S101
    return Path(found.origin).parent / "schema" / "_res"


def _nowhere(address: str) -> Any:
    raise LookupError(address)
