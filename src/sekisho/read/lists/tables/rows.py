"""Tables of lists read row by row: by their headings, in their encoding, and seen to be whole."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from sekisho.model.errors import Defect, InputError, Place, TooLargeError
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog

_LONGEST_LINE = 4 * 1024 * 1024
_HEADING_WITHIN = 10
_END = "\ue000end\ue001"
"""Put behind the last line: where it comes back inside a cell, the file broke off within quotes."""


@dataclass(slots=True)
class Lines:
    """The lines of a file as text; remembers whether the last one was ended."""

    stream: BinaryIO
    file: str
    ended: bool = True

    def __iter__(self) -> Iterator[str]:
        number = 0
        while line := self.stream.readline(_LONGEST_LINE + 1):
            number += 1
            if len(line) > _LONGEST_LINE:
                raise TooLargeError(
                    message("packed.document_too_large", limit=_LONGEST_LINE // (1024 * 1024)),
                    place=Place(file=self.file, line=number),
                )
            self.ended = line.endswith((b"\n", b"\r", b"\x1a"))
            yield _text(line, first=number == 1)
        yield _END


def _text(line: bytes, *, first: bool) -> str:
    try:
        text = line.decode("utf-8-sig" if first else "utf-8")
    except UnicodeDecodeError:
        text = line.decode("cp1252", "replace")
    return text.replace("\0", "").replace(_END, "")


def rows_of(lines: Lines, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Gives the rows with the line each ends in, cells stripped, empty rows left out.

    Raises `InputError` with the line when the file breaks off within quotes.
    """
    reader = csv.reader(iter(lines), delimiter=delimiter)
    last = 0
    try:
        for row in reader:
            if row == [_END]:
                return
            if row and _END in row[-1]:
                raise cut_off(lines.file, last + 1)
            cells = [cell.strip() for cell in row]
            last = reader.line_num
            if any(cells) and cells != ["\x1a"]:
                yield last, cells
    except csv.Error as error:
        raise InputError(
            message("lists.bad_table"), place=Place(file=lines.file, line=reader.line_num)
        ) from error


def cut_off(file: str, line: int) -> InputError:
    """The error for a file that breaks off."""
    return InputError(
        message("lists.cut_off"),
        place=Place(file=file, line=line),
        hint=message("lists.cut_off.remedy"),
    )


def read_rows(
    stream: BinaryIO,
    file: str,
    defects: DefectLog,
    wanted: tuple[str, ...],
    delimiter: str = ",",
) -> Iterator[tuple[int, dict[str, str]]]:
    """Gives each row below the headings by them, in lower case; of equal headings the first counts.

    The headings stand in the first row, among the first few, that has all `wanted`. A row with
    fewer cells than its headings becomes a defect, but the last one of a file that does not end its
    last line: then the file was cut off. Raises `InputError`.
    """
    lines = Lines(stream, file)
    rows = rows_of(lines, delimiter)
    headings = _headings(rows, wanted, file)
    short: tuple[int, int] | None = None
    for line, cells in rows:
        if short is not None:
            _tell(short, len(headings), file, defects)
            short = None
        if len(cells) < len(headings):
            short = line, len(cells)
            continue
        row: dict[str, str] = {}
        for heading, cell in zip(headings, cells, strict=False):
            row.setdefault(heading, cell)
        yield line, row
    if short is not None and not lines.ended:
        raise cut_off(file, short[0])
    if short is not None:
        _tell(short, len(headings), file, defects)


def _headings(
    rows: Iterator[tuple[int, list[str]]], wanted: tuple[str, ...], file: str
) -> list[str]:
    for _, cells in islice(rows, _HEADING_WITHIN):
        lowered = [cell.lower() for cell in cells]
        if all(word in lowered for word in wanted):
            return lowered
    raise InputError(message("lists.no_headings", wanted=", ".join(wanted)), place=Place(file=file))


def _tell(short: tuple[int, int], wanted: int, file: str, defects: DefectLog) -> None:
    line, found = short
    defects.add(
        Defect(
            message=message("lists.columns", found=found, wanted=wanted),
            place=Place(file=file, line=line),
        )
    )
