"""SPDX tag-value documents (versions 2.2 and 2.3) written as the JSON of the same document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sekisho.model.errors import InputError, Place, TooLargeError
from sekisho.model.values.message import message
from sekisho.read.limits import Limits
from sekisho.read.tree import decode_text

_LINE = re.compile(r"([A-Za-z][A-Za-z0-9]*)[ \t]*:[ \t]*(.*)\Z", re.DOTALL)
_OPEN, _CLOSE = "<text>", "</text>"
_CHECKSUM = re.compile(r"([A-Za-z0-9-]+)[ \t]*:[ \t]*(\S+)\Z")

_DOCUMENT = {
    "SPDXVersion": "spdxVersion",
    "DataLicense": "dataLicense",
    "DocumentName": "name",
    "DocumentNamespace": "documentNamespace",
    "DocumentComment": "comment",
}
_PACKAGE = {
    "PackageVersion": "versionInfo",
    "PackageSupplier": "supplier",
    "PackageOriginator": "originator",
    "PackageDownloadLocation": "downloadLocation",
    "PackageLicenseDeclared": "licenseDeclared",
    "PackageLicenseConcluded": "licenseConcluded",
    "PackageFileName": "packageFileName",
    "PackageHomePage": "homepage",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
    "PackageCopyrightText": "copyrightText",
}
_OPENS = {"PackageName": "packages", "FileName": "files", "SnippetSPDXID": "snippets"}
_CLOSES = frozenset({"LicenseID", "Reviewer"})
"""Tags that open a part from which nothing is kept."""


def is_tag_value(data: bytes) -> bool:
    """Says whether a document looks like SPDX tag-value: its first line with a tag is one of SPDX."""
    for line in data[:65_536].splitlines():
        text = line.strip()
        if text and not text.startswith(b"#"):
            return (
                re.match(rb"(?:SPDXVersion|SPDXID|DataLicense|DocumentName)[ \t]*:", text)
                is not None
            )
    return False


def tag_value_to_json(data: bytes, name: str, limits: Limits) -> dict[str, Any]:
    """Gives the document as the plain values its JSON would hold.

    Raises `InputError` with the line for a line without a tag or a text never closed, and
    `TooLargeError` for a cap.
    """
    reader = _Reader()
    for count, (number, tag, value) in enumerate(_pairs(decode_text(data, name), name)):
        if count > limits.nodes:
            place = Place(file=name, line=number)
            raise TooLargeError(message("error.too_many_values", limit=limits.nodes), place=place)
        reader.take(tag, value)
    return reader.document


def _pairs(text: str, name: str) -> Iterator[tuple[int, str, str]]:
    """The tags with their values and lines; a value in `<text>` may go over many lines."""
    lines = iter(enumerate(text.splitlines(), start=1))
    for number, line in lines:
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        found = _LINE.match(stripped)
        if found is None:
            raise _wrong("error.tag_value_line", name, number)
        tag, value = found.groups()
        if value.startswith(_OPEN):
            value = _long(value.removeprefix(_OPEN), lines, name, number)
        yield number, tag, value.strip()


def _long(begun: str, lines: Iterator[tuple[int, str]], name: str, number: int) -> str:
    parts = [begun]
    while _CLOSE not in parts[-1]:
        following = next(lines, None)
        if following is None:
            raise _wrong("error.tag_value_text", name, number)
        parts.append(following[1])
    parts[-1] = parts[-1].partition(_CLOSE)[0]
    return "\n".join(parts)


def _wrong(id: str, name: str, number: int) -> InputError:
    place = Place(file=name, line=number)
    return InputError(message(id), place=place, hint=message(f"{id}.remedy"))


class _Reader:
    """Keeps what was opened last: tags after a package's name speak of that package."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = {}
        self._open: dict[str, Any] = self.document
        self._kind = ""

    def take(self, tag: str, value: str) -> None:
        """Takes one tag; of a tag that may stand once the first counts."""
        if tag in _OPENS:
            self._begin(_OPENS[tag], tag, value)
        elif tag in _CLOSES:
            self._open, self._kind = {}, "other"
        elif tag == "Relationship":
            self._relate(value)
        elif tag == "SPDXID":
            self._open.setdefault("SPDXID", value)
        elif tag in _DOCUMENT:
            self.document.setdefault(_DOCUMENT[tag], value)
        elif tag in {"Creator", "Created"}:
            self._created(tag, value)
        elif tag == "ExternalDocumentRef":
            self.document.setdefault("externalDocumentRefs", []).append(_other_document(value))
        elif self._kind == "packages":
            self._about_package(tag, value)
        elif self._kind == "files" and tag == "FileChecksum":
            self._checksum(value)

    def _begin(self, key: str, tag: str, value: str) -> None:
        self._open, self._kind = {}, key
        self._open["SPDXID" if tag == "SnippetSPDXID" else "name"] = value
        self.document.setdefault(key, []).append(self._open)

    def _created(self, tag: str, value: str) -> None:
        about = self.document.setdefault("creationInfo", {})
        if tag == "Creator":
            about.setdefault("creators", []).append(value)
        else:
            about.setdefault("created", value)

    def _relate(self, value: str) -> None:
        parts = value.split()
        if len(parts) == 3:
            left, kind, right = parts
            self.document.setdefault("relationships", []).append(
                {"spdxElementId": left, "relationshipType": kind, "relatedSpdxElement": right}
            )

    def _checksum(self, value: str) -> None:
        if found := _CHECKSUM.match(value):
            algorithm, digest = found.groups()
            self._open.setdefault("checksums", []).append(
                {"algorithm": algorithm, "checksumValue": digest}
            )

    def _about_package(self, tag: str, value: str) -> None:
        package = self._open
        if tag in _PACKAGE:
            package.setdefault(_PACKAGE[tag], value)
        elif tag == "PackageChecksum":
            self._checksum(value)
        elif tag == "ExternalRef" and len(parts := value.split(maxsplit=2)) == 3:
            category, kind, locator = parts
            package.setdefault("externalRefs", []).append(
                {
                    "referenceCategory": category,
                    "referenceType": kind,
                    "referenceLocator": locator,
                }
            )


def _other_document(value: str) -> dict[str, Any]:
    """`DocumentRef-x NAMESPACE SHA1: digest` as the JSON of the same reference."""
    id, namespace, checksum = (*value.split(maxsplit=2), "", "", "")[:3]
    found: dict[str, Any] = {"externalDocumentId": id, "spdxDocument": namespace}
    if parts := _CHECKSUM.match(checksum.strip()):
        algorithm, digest = parts.groups()
        found["checksum"] = {"algorithm": algorithm, "checksumValue": digest}
    return found
