"""The reasons a pack gives for mutations that change nothing: `cases/equivalent.csv`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from sekisho.model.errors import InputError, PackError, Place
from sekisho.model.values.message import message
from sekisho.model.values.record import Record
from sekisho.read.limits import FILING, check_size
from sekisho.read.tree import decode_text

FILE = "cases/equivalent.csv"
_HEADING = ["place", "mutation", "reason"]


class Explained(Record, frozen=True, kw_only=True):
    """Why one mutation changes nothing; `line` is where that is said."""

    place: str
    mutation: str
    reason: str
    line: int


def read_explained(folder: Path) -> tuple[Explained, ...]:
    """Reads the reasons, none where the pack gives none; raises `PackError` for a wrong line."""
    path = folder / FILE
    if not path.exists():
        return ()
    data = path.read_bytes()
    try:
        check_size(len(data), FILING, FILE)
        rows = csv.reader(io.StringIO(decode_text(data, FILE), newline=""), strict=True)
        if next(rows, None) != _HEADING:
            raise _wrong(1)
        found = []
        for row in rows:
            if len(row) != len(_HEADING) or not all(cell.strip() for cell in row):
                raise _wrong(rows.line_num)
            place, mutation, reason = row
            line = rows.line_num
            found.append(Explained(place=place, mutation=mutation, reason=reason, line=line))
    except InputError as error:
        raise PackError(error.message, place=error.place, hint=error.hint) from error
    except csv.Error as error:
        raise _wrong(0) from error
    return tuple(found)


def _wrong(line: int) -> PackError:
    return PackError(
        message("mutation.bad_reason", columns=tuple(_HEADING)),
        place=Place(file=FILE, line=line),
        hint=message("mutation.bad_reason.remedy"),
    )
