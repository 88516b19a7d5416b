"""Where a finding stands for a machine: the file of the SBOM, the pointer in it, and the line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sekisho.model.errors import InputError
from sekisho.model.finding import Finding
from sekisho.read.json_tree import parse_json
from sekisho.read.limits import Limits
from sekisho.read.tree import Node

_SMALL = Limits(bytes=8 * 1024 * 1024, depth=200, nodes=400_000)


@dataclass(frozen=True, slots=True)
class Spot:
    """One place: the path as it was given, a JSON pointer, a line (0 where it is not known)."""

    path: str
    pointer: str = ""
    line: int = 0


@dataclass(slots=True)
class Files:
    """The files handed in, by the id of the evidence: the path as given, and the bytes.

    Lines are known of plain JSON up to 8 MB; of other forms the pointer alone is told.
    """

    paths: dict[str, str]
    data: dict[str, bytes] = field(default_factory=dict)
    _trees: dict[str, Node | None] = field(default_factory=dict)

    def spots(self, finding: Finding) -> tuple[Spot, ...]:
        """Gives the places of a finding, each once; those in no file handed in are left out."""
        found = []
        for place in finding.place.split(" "):
            id, hash, pointer = place.partition("#")
            if hash and id in self.paths:
                found.append(Spot(self.paths[id], pointer, self._line(id, pointer)))
        found += [Spot(self.paths[id]) for id in finding.evidence if id in self.paths]
        with_pointer = [spot for spot in found if spot.pointer]
        return tuple(dict.fromkeys(with_pointer or found))

    def _line(self, id: str, pointer: str) -> int:
        if pointer.isascii() and pointer.isdigit():
            return int(pointer)  # what a reader of XML knows is the line
        if id not in self._trees:
            self._trees[id] = _tree(self.data.get(id, b""))
        tree = self._trees[id]
        if tree is None or not pointer:
            return 0
        return _line(tree, pointer.split("/")[1:])


def _tree(data: bytes) -> Node | None:
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    try:
        tree = parse_json(data, "", _SMALL)
    except InputError:
        return None
    if isinstance(tree.value, dict) and set(tree.value) == {"sbom"}:
        return tree.value["sbom"]
    return tree


def _line(node: Node, steps: Iterable[str]) -> int:
    """The line of the deepest value a pointer leads to."""
    for step in steps:
        step = step.replace("~1", "/").replace("~0", "~")  # noqa: PLW2901  # the same step, unescaped
        if isinstance(node.value, dict) and step in node.value:
            node = node.value[step]
        elif isinstance(node.value, list) and step.isdigit() and int(step) < len(node.value):
            node = node.value[int(step)]
        else:
            break
    return node.place.line
