"""The European Union's consolidated list of financial sanctions, as XML (FSF schema 1.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from sekisho.model.errors import Place
from sekisho.model.reference import ListedParty, Strength
from sekisho.read.defects import DefectLog
from sekisho.read.guarded_xml import Element, read_elements
from sekisho.read.limits import FEED
from sekisho.read.lists.draft import Draft, Kind, named
from sekisho.read.lists.published import day_of

SPACE, ROOT = "http://eu.europa.ec/fpi/fsd/export", "export"
_ENTITY = "sanctionEntity"
KINDS: dict[str, Kind] = {
    "person": "person",
    "p": "person",
    "enterprise": "organisation",
    "e": "organisation",
}


def read_eu(stream: BinaryIO, file: str, feed: str, defects: DefectLog) -> Iterator[ListedParty]:
    """Reads every entity; one without a name becomes a defect."""
    for element in read_elements(stream, file, FEED, lambda name: name == _ENTITY):
        place = Place(file=file, line=element.line)
        yield from named(_entry(element, feed).done(), place, defects)


def _entry(element: Element, feed: str) -> Draft:
    own = element.attributes
    draft = Draft(feed, own.get("euReferenceNumber") or own.get("logicalId", ""))
    for subject in element.all("subjectType"):
        draft.kind = KINDS.get(subject.attributes.get("code", ""), "unknown")
    _laws(element, draft)
    for alias in element.all("nameAlias"):
        said = alias.attributes
        parts = (said.get("firstName", ""), said.get("middleName", ""), said.get("lastName", ""))
        whole = said.get("wholeName") or " ".join(filter(None, parts))
        strength: Strength = "strong" if draft.name else "name"
        if said.get("strong") == "false":
            strength = "weak"
        draft.call(whole, strength, _source(alias))
        draft.says(draft.reasons, said.get("function", ""))
    for country in element.all("citizenship"):
        _country(country, draft)
    for address in element.all("address"):
        said = address.attributes
        keys = ("street", "poBox", "city", "zipCode", "region", "place", "countryDescription")
        draft.lives(*(said.get(key, "") for key in keys if said.get(key) != "UNKNOWN"))
        _country(address, draft)
    for birth in element.all("birthdate"):
        said = birth.attributes
        draft.was_born(said.get("birthdate") or said.get("year") or "")
    for paper in element.all("identification"):
        said = paper.attributes
        words = said.get("identificationTypeDescription") or said.get("identificationTypeCode", "")
        number = said.get("number") or said.get("latinNumber", "")
        draft.numbered(words, number, said.get("countryIso2Code", ""))
    draft.says(draft.reasons, *element.texts("remark"))
    return draft


def _laws(element: Element, draft: Draft) -> None:
    """The programme and the acts; in effect since it was designated, else since its first act."""
    days = []
    for law in element.all("regulation"):
        said = law.attributes
        draft.says(draft.programmes, said.get("programme", ""))
        draft.says(draft.bases, said.get("numberTitle", ""))
        draft.url = draft.url or law.text_of("publicationUrl")
        days.append(day_of(said.get("entryIntoForceDate") or said.get("publicationDate", "")))
    designated = day_of(element.attributes.get("designationDate", ""))
    draft.listed_on = designated or min((day for day in days if day), default=None)


def _source(alias: Element) -> str:
    """The act that gave the name."""
    return next(
        (law.attributes.get("numberTitle", "") for law in alias.all("regulationSummary")), ""
    )


def _country(element: Element, draft: Draft) -> None:
    said = element.attributes
    name, code = said.get("countryDescription", ""), said.get("countryIso2Code", "")
    if name.upper() != "UNKNOWN":
        draft.belongs(name, "" if code == "00" else code)
