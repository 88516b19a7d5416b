"""The forms an SBOM is written in, told apart by how the text begins, and made one."""

from __future__ import annotations

import re
from typing import Any

from sekisho.model.errors import InputError, Place
from sekisho.model.values.message import message
from sekisho.read.limits import Limits, check_size
from sekisho.read.packed import Caps, unpacked
from sekisho.read.sbom.document import Document, made_of, made_of_xml, open_document
from sekisho.read.sbom.tag_value import is_tag_value, tag_value_to_json
from sekisho.read.sbom.xml.tree import xml_to_json
from sekisho.read.tree import parse_yaml

_YAML = re.compile(rb"^(?:spdxVersion|\"spdxVersion\"|'spdxVersion')[ \t]*:", re.MULTILINE)
_WIDE_XML = (b"\xff\xfe<\0", b"\xfe\xff\0<")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"
_SNIFFED = 65_536


def open_any(data: bytes, name: str, limits: Limits) -> Document:
    """Opens an SBOM in JSON, XML, SPDX tag-value or YAML, packed with gzip or Zstandard or plain.

    Raises `InputError` for what cannot be read, `TooLargeError` for a cap.
    """
    check_size(len(data), limits, name)
    data = unpacked(data, name, Caps(document=limits.bytes))
    start = data.removeprefix(_MARK).lstrip()[:1]
    if start == b"<" or data.startswith(_WIDE_XML):
        from sekisho.read.sbom.xml.schema import xml_faults  # noqa: PLC0415  # XML is rare

        plain = xml_to_json(data, name, limits)
        return made_of_xml(plain, name, xml_faults(data, str(plain["specVersion"]), name))
    if start not in {b"{", b"["} and data.strip():
        if is_tag_value(data.removeprefix(_MARK)):
            return made_of(tag_value_to_json(data, name, limits), name, is_partial=True)
        if _YAML.search(data[:_SNIFFED]):
            return made_of(_yaml(data, name, limits), name)
        if not data.startswith(_UTF16):
            raise _unknown(name)
    return open_document(data, name, limits)


def _yaml(data: bytes, name: str, limits: Limits) -> dict[str, Any]:
    plain = parse_yaml(data, name, limits).plain()
    if not isinstance(plain, dict):
        raise _unknown(name)
    return plain


def _unknown(name: str) -> InputError:
    id = "error.sbom_unknown"
    return InputError(message(id), place=Place(file=name), hint=message(f"{id}.remedy"))
