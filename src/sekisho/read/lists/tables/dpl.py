"""The Denied Persons List of the US Bureau of Industry and Security, as the text it publishes."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from sekisho.model.errors import Place
from sekisho.model.reference import ListedParty
from sekisho.read.defects import DefectLog
from sekisho.read.lists.draft import Draft, named
from sekisho.read.lists.published import day_of
from sekisho.read.lists.tables.rows import read_rows

HEADINGS = ("name", "street_address", "effective_date", "fr_citation")
_ADDRESS = ("street_address", "city", "state", "postal_code", "country")
_IDENTITY = ("name", *_ADDRESS, "effective_date")


def read_dpl(stream: BinaryIO, file: str, feed: str, defects: DefectLog) -> Iterator[ListedParty]:
    """Reads every row as an entry of its own; one without a name becomes a defect.

    The list numbers nobody: an entry is named by its name, address and first day.
    """
    for line, cells in read_rows(stream, file, defects, HEADINGS, "\t"):
        said = "\0".join(cells.get(key, "") for key in _IDENTITY)
        draft = Draft(feed, sha256(said.encode("utf-8", "replace")).hexdigest()[:12])
        draft.call(cells.get("name", ""), "name")
        draft.lives(*(cells.get(key, "") for key in _ADDRESS))
        draft.belongs(cells.get("country", ""))
        draft.listed_on = day_of(cells.get("effective_date", ""))
        draft.ended_on = day_of(cells.get("expiration_date", ""))
        draft.says(draft.bases, cells.get("fr_citation", ""))
        draft.says(draft.reasons, cells.get("action", ""))
        place = Place(file=file, line=line)
        yield from named(draft.done(), place, defects)
