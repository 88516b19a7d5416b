"""XML of which nothing is trusted: no document type, caps on depth and count, read in pieces.

A document type is where entities and outside files are declared: it refuses the document before
anything else is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from sekisho.model.errors import InputError, Place, TooLargeError
from sekisho.model.values.message import message
from sekisho.read.limits import Limits

SEPARATOR = " "
"""What stands between a namespace and a name."""

_PIECE = 256 * 1024
_RECORD_NODES = 200_000
_RECORD_TEXT = 16 * 1024 * 1024


class GuardedXml:
    """The parser with its guards; who reads counts each element and says how deep it stands."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._count = 0
        self.parser = expat.ParserCreate(namespace_separator=SEPARATOR)
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_type

    def feed(self, data: bytes, *, final: bool = False) -> None:
        """Reads the next piece.

        Raises `InputError` with the place for what is not well-formed or is cut off,
        `TooLargeError` for a cap.
        """
        try:
            self.parser.Parse(data, final)
        except expat.ExpatError as error:
            place = Place(file=self._name, line=error.lineno, column=error.offset + 1)
            raise InputError(
                message("error.not_xml"), place=place, hint=message("error.not_xml.remedy")
            ) from error
        except (LookupError, ValueError) as error:
            # So the parser says that it does not know the encoding that a document declares.
            if type(error) not in (LookupError, ValueError):
                raise
            raise InputError(message("error.xml_encoding"), place=self.place()) from error

    def place(self) -> Place:
        """Where the parser stands."""
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        return Place(file=self._name, line=line, column=column)

    def count(self, nodes: int, depth: int) -> None:
        """Counts nodes at a depth; raises `TooLargeError` when a cap is passed."""
        self._count += nodes
        if self._count > self._limits.nodes:
            limit = self._limits.nodes
            raise TooLargeError(message("error.too_many_values", limit=limit), place=self.place())
        if depth >= self._limits.depth:
            raise TooLargeError(
                message("error.too_deep", limit=self._limits.depth),
                place=self.place(),
                hint=message("error.too_deep.remedy"),
            )

    def _refuse_type(self, *_: object) -> None:
        raise InputError(
            message("error.xml_document_type"),
            place=self.place(),
            hint=message("error.xml_document_type.remedy"),
        )


@dataclass(slots=True)
class Element:
    """An element with all that stands in it; names are without their namespace."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    text: str = ""
    line: int = 0

    def all(self, *path: str) -> Iterator[Element]:
        """Gives the elements found down a path of names."""
        if not path:
            yield self
            return
        for child in self.children:
            if child.name == path[0]:
                yield from child.all(*path[1:])

    def text_of(self, *path: str) -> str:
        """Gives the text of the first element down a path that has any; empty when none has."""
        return next((found.text for found in self.all(*path) if found.text), "")

    def texts(self, *path: str) -> list[str]:
        """Gives the texts of all elements down a path that have any, each once."""
        return list(dict.fromkeys(found.text for found in self.all(*path) if found.text))


def root_of(start: bytes, name: str, limits: Limits) -> tuple[str, Element] | None:
    """Gives the namespace and the first element, bare, of a document that begins so.

    None when it does not begin like XML. Raises `InputError` for a document type.
    """
    found: list[tuple[str, Element]] = []
    reader = GuardedXml(name, limits)

    def begin(tag: str, attributes: dict[str, str]) -> None:
        if not found:
            space, _, local = tag.rpartition(SEPARATOR)
            found.append((space, Element(local, attributes)))

    reader.parser.StartElementHandler = begin
    try:
        reader.feed(start)
    except TooLargeError:
        raise
    except InputError as error:
        if error.message.id != "error.not_xml":
            raise
    return found[0] if found else None


def read_elements(
    stream: BinaryIO, name: str, limits: Limits, wanted: Callable[[str], bool]
) -> Iterator[Element]:
    """Gives each wanted element whole, in the order in which they end, and forgets it.

    `wanted` says by its name whether an element is one; those within a wanted element belong to
    it. Errors as in `GuardedXml`.
    """
    reader = _Records(name, limits, wanted)
    while piece := stream.read(_PIECE):
        reader.feed(piece)
        yield from reader.taken()
    reader.feed(b"", final=True)
    yield from reader.taken()


class _Records(GuardedXml):
    def __init__(self, name: str, limits: Limits, wanted: Callable[[str], bool]) -> None:
        super().__init__(name, limits)
        self._wanted = wanted
        self._depth = 0
        self._stack: list[Element] = []
        self._texts: list[list[str]] = []
        self._size = self._nodes = 0
        self._done: list[Element] = []
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def taken(self) -> list[Element]:
        done, self._done = self._done, []
        return done

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self.count(1 + len(attributes), self._depth)
        self._depth += 1
        local = tag.rpartition(SEPARATOR)[2]
        if not self._stack and not self._wanted(local):
            return
        if not self._stack:
            self._size = self._nodes = 0
        self._nodes += 1 + len(attributes)
        self._check()
        element = Element(local, attributes, line=self.parser.CurrentLineNumber)
        if self._stack:
            self._stack[-1].children.append(element)
        self._stack.append(element)
        self._texts.append([])

    def _characters(self, text: str) -> None:
        if self._stack:
            self._size += len(text)
            self._check()
            self._texts[-1].append(text)

    def _end(self, _: str) -> None:
        self._depth -= 1
        if not self._stack:
            return
        element = self._stack.pop()
        element.text = "".join(self._texts.pop()).strip()
        if not self._stack:
            self._done.append(element)

    def _check(self) -> None:
        if self._nodes > _RECORD_NODES or self._size > _RECORD_TEXT:
            raise TooLargeError(
                message("error.too_many_values", limit=_RECORD_NODES), place=self.place()
            )
