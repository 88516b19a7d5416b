"""CycloneDX XML (versions 1.0 to 1.7) written as the JSON of the same document.

One reader then judges both. Nothing of XML itself is trusted: a document type, which is where
entities and outside files are declared, refuses the document before anything else is read.
"""

from __future__ import annotations

import re
from typing import Any

from sekisho.model.errors import InputError
from sekisho.model.values.message import message
from sekisho.read.guarded_xml import SEPARATOR, GuardedXml
from sekisho.read.limits import Limits

_NAMESPACE = re.compile(r"https?://cyclonedx\.org/schema/bom/([0-9]+\.[0-9]+)\Z")
_GRAPH = "http://cyclonedx.org/schema/ext/dependency-graph/1.0"

_LISTS = frozenset(
    {
        "advisories",
        "affects",
        "ancestors",
        "annotations",
        "assemblies",
        "authors",
        "components",
        "compositions",
        "cwes",
        "dependencies",
        "descendants",
        "externalReferences",
        "endpoints",
        "flows",
        "formulation",
        "hashes",
        "licenses",
        "lifecycles",
        "notes",
        "patches",
        "properties",
        "ratings",
        "references",
        "responses",
        "services",
        "targets",
        "variants",
        "versions",
        "vulnerabilities",
    }
)
"""Elements whose children are the items of a list."""

_TEXT = {"hash": "content", "property": "value", "text": "content"}
"""Elements with attributes and a text: the key under which JSON keeps the text."""

_RECORDS = frozenset(
    {
        "component",
        "service",
        "dependency",
        "composition",
        "formula",
        "license",
        "vulnerability",
        "supplier",
        "manufacturer",
        "manufacture",
        "metadata",
        "author",
        "tool",
        "reference",
        "target",
        "analysis",
        "source",
    }
)
"""Elements that are objects even where nothing stands in them; `author` may be a plain text."""

_REPEATED = frozenset({"omniborId", "swhid"})
"""Elements that stand side by side, without one around them, for the items of a list."""
_MAY_LIST = {
    "data": frozenset({"classification", "dataflow"}),
    "tools": frozenset({"tool"}),
}
"""Elements that are a list where nothing else stands in them; `data` is one of a service."""

_RENAMED = {"responses": "response"}


class _Element:
    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[tuple[str, Any]] = []
        self.text: list[str] = []


def xml_to_json(data: bytes, name: str, limits: Limits) -> dict[str, Any]:
    """Gives the document as the plain values its JSON would hold.

    Raises `InputError` for what is no well-formed XML, declares a document type, or is no
    CycloneDX document; `TooLargeError` for a cap.
    """
    reader = _Reader(name, limits)
    reader.feed(data, final=True)
    return reader.document()


class _Reader(GuardedXml):
    """Builds plain values while the parser walks; elements of other vocabularies are left out."""

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(name, limits)
        self._strange = 0
        self._stack: list[_Element] = []
        self._root: dict[str, Any] | None = None
        self._version = ""
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def document(self) -> dict[str, Any]:
        """Gives what was read, with the version that its namespace tells."""
        return {"bomFormat": "CycloneDX", "specVersion": self._version, **(self._root or {})}

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self.count(1 + len(attributes), len(self._stack) + self._strange)
        space, _, local = tag.rpartition(SEPARATOR)
        if not self._stack and not self._strange:
            self._open_document(space, local)
        elif self._strange or not (_NAMESPACE.match(space) or space == _GRAPH):
            self._strange += 1
            return
        plain = {key: value for key, value in attributes.items() if SEPARATOR not in key}
        self._stack.append(_Element(local, plain))

    def _open_document(self, space: str, local: str) -> None:
        found = _NAMESPACE.match(space)
        if local != "bom" or found is None:
            raise InputError(
                message("error.xml_unknown"),
                place=self.place(),
                hint=message("error.xml_unknown.remedy"),
            )
        self._version = found.group(1)

    def _characters(self, text: str) -> None:
        if self._stack and not self._strange:
            self._stack[-1].text.append(text)

    def _end(self, _: str) -> None:
        if self._strange:
            self._strange -= 1
            return
        element = self._stack.pop()
        value = _value(element)
        if self._stack:
            self._stack[-1].children.append((element.name, value))
        elif isinstance(value, dict):
            issue = value.pop("version", None)
            if isinstance(issue, str) and issue.isascii() and issue.isdigit() and len(issue) < 10:
                value["version"] = int(issue)
            self._root = value


def _value(element: _Element) -> Any:
    name, children = element.name, element.children
    if name == "licenses":
        return [_licence(kind, value) for kind, value in children]
    if name == "dependency":
        return _dependency(element)
    if name in {"assembly", "vulnerability"} and not children:
        return element.attributes.get("ref", "")
    kinds = {kind for kind, _ in children}
    if name in _LISTS or (
        name in _MAY_LIST and kinds <= _MAY_LIST[name] and (kinds or name != "data")
    ):
        return [value for _, value in children]
    if children or element.attributes or (name in _RECORDS and name != "author"):
        return _record(element)
    return "".join(element.text).strip()


def _record(element: _Element) -> dict[str, Any]:
    found: dict[str, Any] = dict(element.attributes)
    for kind, value in element.children:
        key = _RENAMED.get(kind, kind)
        if kind in _REPEATED:
            found.setdefault(key, []).append(value)
            continue
        is_named = kind == "author" and isinstance(value, dict)
        found.setdefault(key, value.get("name", "") if is_named else value)
    text = "".join(element.text).strip()
    if text and not element.children:
        found.setdefault(_TEXT.get(element.name, "name"), text)
    return found


def _licence(kind: str, value: Any) -> dict[str, Any]:
    if kind == "expression":
        if not isinstance(value, dict):
            return {"expression": value}
        said = {key: value[key] for key in ("acknowledgement",) if key in value}
        return {"expression": value.get("name", ""), **said}
    return {"license": value if isinstance(value, dict) else {"name": value}}


def _dependency(element: _Element) -> dict[str, Any]:
    """A dependency holds dependencies; in a composition it is only a reference."""
    found: dict[str, Any] = dict(element.attributes)
    below = (value for kind, value in element.children if kind == "dependency")
    found["dependsOn"] = [value.get("ref", "") for value in below]
    return found
