"""The tree of parties as SVG, made on the server: who stands under whom, with vote holders."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from sekisho.portal.cases.picture.parties import Node
from sekisho.report.catalogue import say_id, visible
from sekisho.report.markup import Markup, element

_BOX, _GAP, _LINE, _PAD, _APART = 264, 56, 20, 12, 16
_HOLDERS, _CELLS, _MOST = 4, 34, 60


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    kind: str


@dataclass(slots=True)
class _Box:
    node: Node
    depth: int
    lines: tuple[_Line, ...]
    above: _Box | None = None
    top: int = 0

    @property
    def height(self) -> int:
        return len(self.lines) * _LINE + 2 * _PAD

    @property
    def left(self) -> int:
        return self.depth * (_BOX + _GAP) + 1


def draw_parties(root: Node, lang: str) -> Markup:
    """Draws the tree from left to right; what is too long is cut, and whole in the table."""
    boxes = list(_walk(root, 0, None, lang))[:_MOST]
    top = 1
    for before, box in zip([None, *boxes], boxes, strict=False):
        # The first below another stands beside it; the next ones under what was drawn before.
        beside = before is not None and box.above is before
        top = before.top if beside and before else top
        box.top = _free(boxes, box, top)
        top = box.top + box.height + _APART
    height = max(box.top + box.height for box in boxes) + 1
    width = max(box.left for box in boxes) + _BOX + 1
    said = say_id("portal.parties.drawing.text", lang, n=len(boxes))
    return element(
        "svg",
        element("title", say_id("portal.parties.drawing", lang), id="parties-drawing-title"),
        element("desc", said, id="parties-drawing-text"),
        *(_tie(box.above, box) for box in boxes if box.above),
        *(_drawn(box) for box in boxes),
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_labelledby="parties-drawing-title parties-drawing-text",
        class_="parties",
    )


def _free(boxes: list[_Box], box: _Box, top: int) -> int:
    """The first place not above `top` where the box overlaps none of its own column."""
    for other in boxes:
        if other is box:
            break
        if other.depth == box.depth:
            top = max(top, other.top + other.height + _APART)
    return top


def _walk(node: Node, depth: int, above: _Box | None, lang: str) -> Iterator[_Box]:
    box = _Box(node, depth, tuple(_lines(node, lang)), above)
    yield box
    for below in node.below:
        yield from _walk(below, depth + 1, box, lang)


def _lines(node: Node, lang: str) -> Iterator[_Line]:
    party = node.party
    yield _Line(_cut(node.role), "role")
    yield _Line(_cut(party.name), "name")
    if party.country:
        yield _Line(_cut(party.country), "country")
    for holder in party.holders[:_HOLDERS]:
        votes = f" {holder.votes}" if holder.votes else ""
        yield _Line(f"{_cut(holder.name, _CELLS - len(votes) - 2)}{votes}", "holder")
    if len(party.holders) > _HOLDERS:
        more = say_id("portal.parties.more", lang, n=len(party.holders) - _HOLDERS)
        yield _Line(more, "holder")


def _drawn(box: _Box) -> Markup:
    return element(
        "g",
        element("title", visible(box.node.party.name)),
        element("rect", x=box.left, y=box.top, width=_BOX, height=box.height, rx=6),
        *(
            element(
                "text",
                line.text,
                x=box.left + _PAD + (8 if line.kind == "holder" else 0),
                y=box.top + _PAD + at * _LINE + 14,
                class_=line.kind,
            )
            for at, line in enumerate(box.lines)
        ),
    )


def _tie(above: _Box, box: _Box) -> Markup:
    out, into = above.left + _BOX, box.left
    start, end = above.top + _PAD + _LINE, box.top + _PAD + _LINE
    middle = out + _GAP // 2
    return element("path", d=f"M{out} {start}H{middle}V{end}H{into}", class_="tie")


def _cut(text: str, cells: int = _CELLS) -> str:
    """Cuts a text to a number of cells, of which a wide character takes two."""
    shown, used = "", 0
    for char in visible(text):
        used += 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        if used > cells:
            return f"{shown}…"
        shown += char
    return shown
