"""The consolidated list of the United Nations Security Council, as XML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from sekisho.model.errors import Place
from sekisho.model.reference import ListedParty, Strength
from sekisho.read.defects import DefectLog
from sekisho.read.guarded_xml import Element, read_elements
from sekisho.read.limits import FEED
from sekisho.read.lists.draft import Draft, named
from sekisho.read.lists.published import day_of

ROOT = "CONSOLIDATED_LIST"
_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_STRENGTHS: dict[str, Strength] = {"low": "weak", "f.k.a.": "former"}
_SCRIPT = "source_script"


def read_un(stream: BinaryIO, file: str, feed: str, defects: DefectLog) -> Iterator[ListedParty]:
    """Reads every individual and entity; one without a name becomes a defect."""
    kinds = {"INDIVIDUAL", "ENTITY"}
    for element in read_elements(stream, file, FEED, kinds.__contains__):
        place = Place(file=file, line=element.line)
        yield from named(_entry(element, feed).done(), place, defects)


def _entry(element: Element, feed: str) -> Draft:
    of = element.name
    reference = element.text_of("REFERENCE_NUMBER") or element.text_of("DATAID")
    draft = Draft(feed, reference, "person" if of == "INDIVIDUAL" else "organisation")
    draft.part = element.text_of("LIST_TYPE", "VALUE")
    draft.listed_on = day_of(element.text_of("LISTED_ON"))
    draft.call(" ".join(element.text_of(part) for part in _PARTS), "name")
    draft.call(element.text_of("NAME_ORIGINAL_SCRIPT"), "strong", _SCRIPT)
    for alias in element.all(f"{of}_ALIAS"):
        quality = alias.text_of("QUALITY").lower()
        draft.call(alias.text_of("ALIAS_NAME"), _STRENGTHS.get(quality, "strong"))
    for country in element.texts("NATIONALITY", "VALUE"):
        draft.belongs(country)
    for address in element.all(f"{of}_ADDRESS"):
        parts = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
        draft.lives(*(address.text_of(part) for part in parts))
        draft.belongs(address.text_of("COUNTRY"))
    for birth in element.all(f"{of}_DATE_OF_BIRTH"):
        span = "-".join(filter(None, (birth.text_of("FROM_YEAR"), birth.text_of("TO_YEAR"))))
        draft.was_born(birth.text_of("DATE") or birth.text_of("YEAR") or span)
    for paper in element.all(f"{of}_DOCUMENT"):
        words = paper.text_of("TYPE_OF_DOCUMENT") or paper.text_of("TYPE_OF_DOCUMENT2")
        draft.numbered(words or "document", paper.text_of("NUMBER"))
    draft.says(draft.programmes, element.text_of("UN_LIST_TYPE"))
    draft.says(draft.reasons, *element.texts("DESIGNATION", "VALUE"), element.text_of("COMMENTS1"))
    return draft
