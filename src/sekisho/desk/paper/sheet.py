"""A document as plain text in its order: what a page and a print are both made of.

Nothing here is markup. Whoever writes it out escapes it, so that a name can be no instruction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["stated", "good", "missing", "open", "hidden"]
"""How a text is meant: the filing's own word, a good state, a lack, an open point, left out."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text; `code` is set in one width below it (a digest, a file name)."""

    text: str = ""
    state: State = "stated"
    code: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A field: its label, what is stated, and the article that asks for it."""

    label: str
    cell: Cell
    article: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A list of equal entries; `widths` are the shares of its columns."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Fields and tables under one title; `notes` stand before them."""

    title: str = ""
    notes: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A lettered part of a form."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole document in one language, as of a day.

    `running` heads every printed page; `marks` say what the document is worth (a copy, an example).
    """

    lang: str
    title: str
    running: str
    on: date
    author: str = ""
    lines: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    foot: tuple[str, ...] = ()
