"""OFAC's lists as XML of the simple form (`sdnList`): the SDN list and the consolidated one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from sekisho.model.errors import Defect, Place
from sekisho.model.reference import ListedParty, Strength
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog
from sekisho.read.guarded_xml import Element, read_elements
from sekisho.read.limits import FEED
from sekisho.read.lists.draft import Draft, Kind, named
from sekisho.read.lists.published import country_code

ROOT = "sdnList"
_KINDS: dict[str, Kind] = {
    "individual": "person",
    "entity": "organisation",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_HEAD, _ENTRY = "publshInformation", "sdnEntry"
_ADDRESS = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")


def read_ofac_xml(
    stream: BinaryIO, file: str, feed: str, defects: DefectLog
) -> Iterator[ListedParty]:
    """Reads every entry; one without a name becomes a defect.

    A file that states more entries than it holds is not complete, and that is a defect too.
    """
    stated, found = "", 0
    for element in read_elements(stream, file, FEED, {_HEAD, _ENTRY}.__contains__):
        if element.name == _HEAD:
            stated = element.text_of("Record_Count")
            continue
        found += 1
        place = Place(file=file, line=element.line)
        yield from named(_entry(element, feed).done(), place, defects)
    if stated and stated != str(found):
        defects.add(
            Defect(
                message=message("lists.count", stated=stated, found=found), place=Place(file=file)
            )
        )


def _entry(element: Element, feed: str) -> Draft:
    draft = Draft(feed, element.text_of("uid"))
    draft.kind = _KINDS.get(element.text_of("sdnType").lower(), "unknown")
    draft.call(_name(element), "name")
    for alias in element.all("akaList", "aka"):
        strength: Strength = "strong"
        if alias.text_of("type").lower().startswith("f.k.a"):
            strength = "former"
        if alias.text_of("category").lower() == "weak":
            strength = "weak"
        draft.call(_name(alias), strength)
    for nation in ("nationality", "citizenship"):
        for country in element.texts(f"{nation}List", nation, "country"):
            draft.belongs(country)
    for address in element.all("addressList", "address"):
        draft.lives(*(address.text_of(part) for part in _ADDRESS))
        draft.belongs(address.text_of("country"))
    draft.belongs(element.text_of("vesselInfo", "vesselFlag"))
    for text in element.texts("dateOfBirthList", "dateOfBirthItem", "dateOfBirth"):
        draft.was_born(text)
    for paper in element.all("idList", "id"):
        country = country_code(paper.text_of("idCountry"))
        draft.numbered(paper.text_of("idType"), paper.text_of("idNumber"), country)
    draft.says(draft.programmes, *element.texts("programList", "program"))
    draft.says(draft.reasons, element.text_of("title"), element.text_of("remarks"))
    return draft


def _name(element: Element) -> str:
    return f"{element.text_of('firstName')} {element.text_of('lastName')}"
