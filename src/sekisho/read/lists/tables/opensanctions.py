"""The targets of OpenSanctions as its simple table (`targets.simple.csv`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from sekisho.model.errors import Place
from sekisho.model.reference import ListedParty
from sekisho.read.defects import DefectLog
from sekisho.read.lists.draft import Draft, Kind, named
from sekisho.read.lists.numbers import is_right
from sekisho.read.lists.tables.rows import read_rows

HEADINGS = ("id", "schema", "name", "aliases", "identifiers", "dataset")
KINDS: dict[str, Kind] = {
    "Person": "person",
    "Company": "organisation",
    "Organization": "organisation",
    "PublicBody": "organisation",
    "Vessel": "vessel",
    "Airplane": "aircraft",
}
"""A `LegalEntity` may be a person or a firm: nothing is said."""


def read_targets(
    stream: BinaryIO, file: str, feed: str, defects: DefectLog
) -> Iterator[ListedParty]:
    """Reads every row; one without a name becomes a defect."""
    for line, cells in read_rows(stream, file, defects, HEADINGS):
        draft = Draft(feed, cells.get("id", ""), KINDS.get(cells.get("schema", ""), "unknown"))
        draft.call(cells.get("name", ""), "name")
        for name in _several(cells, "aliases"):
            draft.call(name)
        for country in _several(cells, "countries"):
            draft.belongs(country, country)
        for address in _several(cells, "addresses"):
            draft.lives(address)
        for number in _several(cells, "identifiers"):
            draft.numbered("lei" if is_right("lei", number) else "identifier", number)
        for birth in _several(cells, "birth_date"):
            draft.was_born(birth)
        draft.says(draft.programmes, *_several(cells, "program_ids"))
        draft.says(draft.reasons, cells.get("sanctions", ""))
        draft.part = cells.get("dataset", "")
        party = draft.done()
        place = Place(file=file, line=line)
        yield from named(party if party and party.id else None, place, defects)


def _several(cells: dict[str, str], heading: str) -> list[str]:
    return [text.strip() for text in cells.get(heading, "").split(";") if text.strip()]
