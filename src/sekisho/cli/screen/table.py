"""A table of names: read row by row, answered row by row, and gone on with after an interruption."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click
import msgspec

from sekisho.check.screening.alone import NameScreening
from sekisho.cli.speech.show_errors import print_defects, print_note
from sekisho.model.errors import Defect, InputError, Place, UsageError
from sekisho.model.finding import SEVERITIES
from sekisho.model.values.country import read_country
from sekisho.model.values.message import message
from sekisho.read.sheets.csv_stream import csv_rows, padded
from sekisho.read.sheets.text import guarded

Ask = Callable[[str, str], NameScreening]

ANSWER = (
    "outcome",
    "severity",
    "entries",
    "listed",
    "list",
    "entry",
    "nearest",
    "nearest_score",
    "signs",
)
"""The columns that are added; those of the file go before them as they are."""

_UNKNOWN = ["unknown", *([""] * (len(ANSWER) - 1))]
_KEPT_EVERY = 50
_MOST_TOLD = 20


class _State(msgspec.Struct, forbid_unknown_fields=True):
    """How far an unfinished run has come, and what it was made of."""

    source_sha256: str
    made_of: str
    rows: int = 0
    size: int = 0
    outcomes: dict[str, int] = {}


def screen_table(source: Path, out: Path, ask: Ask, made_of: str, lang: str) -> Counter[str]:
    """Writes the rows of a CSV file with the answer to each name; gives how many came to what.

    The file has a column `name` and may have one `country`. What is written grows beside `out` until it
    is whole; a run that was interrupted goes on where it stopped, if the file, the library and the
    day (`made_of`) are the same. Raises `UsageError` where `out` is there already or cannot be
    written, or an unfinished run of something else is; `InputError` for a file without the column.
    """
    if out.exists():
        raise _usage("error.screen_out_exists", out)
    digest = _digest(source)
    with source.open("rb") as read:
        columns = _columns(read, source)
    part = out.with_name(f"{out.name}.unfinished")
    kept = out.with_name(f"{out.name}.unfinished.json")
    try:
        state = _begun(part, kept, _State(digest, made_of))
        if state.rows:
            print_note(message("screen.goes_on", n=state.rows), lang)
        _keep(kept, state)
        with source.open("rb") as read, part.open("r+b" if part.exists() else "xb") as written:
            _lock(written, part)
            written.truncate(state.size)
            written.seek(state.size)
            run = _Run(source, written, kept, state=state, columns=columns, lang=lang)
            with _bar(source, read, lang) as tell:
                run.all(read, ask, tell)
        part.replace(out)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        said = message("error.screen_not_written", file=str(out), reason=reason)
        raise UsageError(said, hint=message("error.screen_not_written.remedy")) from error
    kept.unlink(missing_ok=True)
    return Counter(state.outcomes)


class _Columns(msgspec.Struct, frozen=True):
    """Where the cells stand that are read: `country` is -1 where there is none."""

    head: tuple[str, ...]
    name: int
    country: int

    @property
    def answer(self) -> tuple[str, ...]:
        """The columns that are added, called otherwise where the file has one of that name."""
        taken = {_plain(each) for each in self.head}
        return tuple(f"{each}_2" if each in taken else each for each in ANSWER)


def _columns(read: IO[bytes], source: Path) -> _Columns:
    try:
        number, head = next(csv_rows(read), (1, None))
    except InputError as error:
        raise InputError(error.message, place=Place(file=str(source)), hint=error.hint) from error
    names = [_plain(name) for name in head or ()]
    place = Place(file=str(source), line=number)
    for wanted in ("name", "country"):
        if names.count(wanted) > 1:
            said = message("error.screen_twice", column=wanted)
            raise InputError(said, place=place, hint=message("error.screen_twice.remedy"))
    if "name" not in names:
        said = message("error.screen_columns")
        raise InputError(said, place=place, hint=message("error.screen_columns.remedy"))
    return _Columns(tuple(head or ()), names.index("name"), _place_of(names, "country"))


def _plain(column: str) -> str:
    return column.strip().casefold()


def _lock(written: IO[bytes], part: Path) -> None:
    """Keeps a second run of the same table out; where the system knows no such lock, nothing does."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(written, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise _usage("error.screen_runs", part) from error


def _keep(kept: Path, state: _State) -> None:
    """Says how far the file is sure: what was written after it is written again."""
    beside = kept.with_name(f"{kept.name}.new")
    beside.write_bytes(msgspec.json.encode(state))
    beside.replace(kept)


class _Run:
    """One run over a table: what it wrote and how far it has come."""

    def __init__(  # noqa: PLR0913  # what a run is made of
        self,
        source: Path,
        written: IO[bytes],
        kept: Path,
        *,
        state: _State,
        columns: _Columns,
        lang: str,
    ) -> None:
        self._source, self._written, self._kept, self._lang = source, written, kept, lang
        self._state, self._columns = state, columns
        self._told = 0

    def all(self, read: IO[bytes], ask: Ask, tell: Callable[[], None]) -> None:
        rows = csv_rows(read)
        next(rows)
        width = len(self._columns.head)
        if not self._state.rows:
            self._write([*self._columns.head, *self._columns.answer])
        seen = 0
        for number, row in rows:
            if row == []:
                continue
            seen += 1
            if seen <= self._state.rows:
                continue
            cells = padded(row or [], width)
            answer = _UNKNOWN
            if any(over.strip() for over in (row or [])[width:]):
                self._tell(number, "screen.row_too_wide")
            elif not cells[self._columns.name].strip():
                self._tell(number, "screen.row_failed" if row else "screen.row_not_read")
            else:
                answer = self._answer(number, cells, ask)
            counted = self._state.outcomes
            counted[answer[0]] = counted.get(answer[0], 0) + 1
            self._write([*map(guarded, cells), *answer])
            self._state.rows = seen
            if seen % _KEPT_EVERY == 0:
                self._keep()
                tell()
        self._keep()

    def _answer(self, number: int, cells: list[str], ask: Ask) -> list[str]:
        stated = cells[self._columns.country].strip() if self._columns.country >= 0 else ""
        known = read_country(stated) if stated else ""
        if known is None:
            self._tell(number, "screen.row_country")
        return _cells(ask(cells[self._columns.name], known or ""))

    def _write(self, cells: list[str]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(cells)
        self._written.write(text.getvalue().encode("utf-8", "replace"))

    def _keep(self) -> None:
        self._written.flush()
        os.fsync(self._written.fileno())
        self._state.size = self._written.tell()
        _keep(self._kept, self._state)

    def _tell(self, number: int, id: str) -> None:
        if self._told < _MOST_TOLD:
            place = Place(file=str(self._source), line=number)
            said, remedy = message(id), message(f"{id}.remedy")
            print_defects([Defect(message=said, place=place, remedy=remedy)], self._lang)
        self._told += 1


def _cells(found: NameScreening) -> list[str]:
    signs = " ".join(sign.rule.removeprefix("screening.") for sign in found.signs)
    if not found.found:
        near = found.nearest
        nearest = [guarded(near.listed), str(near.comparison.score)] if near else ["", ""]
        return [found.outcome, "", "0", "", "", "", *nearest, signs]
    gravest = min(found.found, key=lambda each: SEVERITIES.index(each.severity))
    told = gravest.message.params
    named = [guarded(str(told.get(key, ""))) for key in ("listed", "list", "entry")]
    return [found.outcome, gravest.severity, str(len(found.found)), *named, "", "", signs]


def _place_of(names: list[str], name: str) -> int:
    return names.index(name) if name in names else -1


def _begun(part: Path, kept: Path, fresh: _State) -> _State:
    """Gives the state of an unfinished run of the same things, else a fresh one."""
    try:
        state = msgspec.json.decode(kept.read_bytes(), type=_State)
    except FileNotFoundError:
        if part.exists():
            # No run of ours left it: those leave both files.
            raise _usage("error.screen_out_exists", part) from None
        return fresh
    except (OSError, msgspec.DecodeError) as error:
        raise _usage("error.screen_other_run", kept) from error
    if (state.source_sha256, state.made_of) != (fresh.source_sha256, fresh.made_of):
        raise _usage("error.screen_other_run", kept)
    held = part.stat().st_size if part.exists() else 0
    return state if held >= state.size else fresh


def _digest(source: Path) -> str:
    try:
        with source.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(
            message("error.names_unreadable", reason=error.strerror or ""),
            place=Place(file=str(source)),
            hint=message("error.names_unreadable.remedy"),
        ) from error


def _usage(id: str, path: Path) -> UsageError:
    return UsageError(message(id, file=path.name), hint=message(f"{id}.remedy", file=path.name))


@contextmanager
def _bar(source: Path, read: IO[bytes], lang: str) -> Iterator[Callable[[], None]]:
    """Shows how much of the file is read, where a person looks on."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from sekisho.report.catalogue import say_id

    label = say_id("screen.progress", lang)
    size = max(1, source.stat().st_size)
    with click.progressbar(length=size, label=label, file=sys.stderr) as bar:
        yield lambda: bar.update(max(0, min(read.tell(), size) - bar.pos))
