"""What a CycloneDX document in XML breaks of the schema of its own version.

The schemas come with the package of the format's library; no other place is ever asked. This is the
one place that loads lxml: a document in JSON does not wait for it.
"""

from __future__ import annotations

import re
from functools import cache

from lxml import etree

from sekisho.model.errors import InputError, Place
from sekisho.model.inventory import SchemaFault
from sekisho.model.values.message import message
from sekisho.read.sbom.schema import SHOWN, VERSIONS, in_order, resources

XML_VERSIONS = frozenset({"1.0", "1.1", *VERSIONS})
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
    return in_order(
        SchemaFault(
            kind=word,
            place=f"<{about[:SHOWN]}>",
            first=str(line),
            about=about[:SHOWN],
            count=count,
        )
        for (word, about), (line, count) in found.items()
    )


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


@cache
def _xml_schema(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(resources() / f"bom-{version}.SNAPSHOT.xsd", _parser()))
