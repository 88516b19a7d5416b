"""The lists of the United Kingdom as XML: the sanctions list of the Foreign Office, and the
consolidated list of the Treasury (OFSI), in which each name is a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from sekisho.model.errors import Place
from sekisho.model.reference import ListedParty
from sekisho.read.defects import DefectLog
from sekisho.read.guarded_xml import Element, read_elements
from sekisho.read.limits import FEED
from sekisho.read.lists.draft import Draft, named
from sekisho.read.lists.published import day_first
from sekisho.read.lists.tables.uk import KINDS, Rows, birth, strength_of

ROOT, CONSOLIDATED_ROOT = "Designations", "ArrayOfFinancialSanctionsTarget"
_ADDRESS = tuple(f"AddressLine{n}" for n in range(1, 7))


def read_uk(stream: BinaryIO, file: str, feed: str, defects: DefectLog) -> Iterator[ListedParty]:
    """Reads every designation; one without a name or an id becomes a defect."""
    for element in read_elements(stream, file, FEED, lambda name: name == "Designation"):
        party = _designation(element, feed).done()
        place = Place(file=file, line=element.line)
        yield from named(party if party and party.id else None, place, defects)


def _designation(element: Element, feed: str) -> Draft:
    draft = Draft(feed, element.text_of("UniqueID") or element.text_of("OFSIGroupID"))
    draft.kind = KINDS.get(element.text_of("IndividualEntityShip").lower(), "unknown")
    draft.listed_on = day_first(element.text_of("DateDesignated"))
    draft.part = element.text_of("DesignationSource")
    draft.says(draft.programmes, element.text_of("RegimeName"))
    draft.says(draft.reasons, element.text_of("OtherInformation"))
    draft.says(draft.reasons, element.text_of("UKStatementofReasons"))
    draft.scope = element.text_of("SanctionsImposed").replace("|", "; ")
    for name in element.all("Names", "Name"):
        words = " ".join(name.text_of(f"Name{n}") for n in range(1, 7))
        draft.call(words, strength_of(name.text_of("NameType"), name.text_of("AliasStrength")))
    for text in element.texts("NonLatinNames", "NonLatinName", "NameNonLatinScript"):
        draft.call(text, "strong", "source_script")
    for address in element.all("Addresses", "Address"):
        lines = (*_ADDRESS, "AddressPostalCode", "AddressCountry")
        draft.lives(*(address.text_of(line) for line in lines))
        draft.belongs(address.text_of("AddressCountry"))
    _person(element, draft)
    _firm(element, draft)
    return draft


def _person(element: Element, draft: Draft) -> None:
    for person in element.all("IndividualDetails", "Individual"):
        for text in person.texts("DOBs", "DOB"):
            draft.was_born(birth(text))
        for country in person.texts("Nationalities", "Nationality"):
            draft.belongs(country)
        draft.says(draft.reasons, *person.texts("Positions", "Position"))
        for number in person.texts("PassportDetails", "Passport", "PassportNumber"):
            draft.numbered("passport", number)
        path = ("NationalIdentifierDetails", "NationalIdentifier", "NationalIdentifierNumber")
        for number in person.texts(*path):
            draft.numbered("national identifier", number)


def _firm(element: Element, draft: Draft) -> None:
    for firm in element.all("EntityDetails", "Entity"):
        for name in firm.texts("ParentCompanies", "ParentCompany"):
            draft.knows("parent", name)
        for name in firm.texts("Subsidiaries", "Subsidiary"):
            draft.knows("subsidiary", name)
        for number in firm.texts("BusinessRegistrationNumbers", "BusinessRegistrationNumber"):
            draft.numbered("business registration number", number)
    for ship in element.all("ShipDetails", "Ship"):
        for number in ship.texts("IMONumbers", "IMONumber"):
            draft.numbered("IMO number", number)
        for name in ship.texts("CurrentOwnerOperators", "CurrentOwnerOperator"):
            draft.knows("owner", name)


_COLUMNS = {
    "name1": "name 1",
    "name2": "name 2",
    "name3": "name 3",
    "name4": "name 4",
    "name5": "name 5",
    "Name6": "name 6",
    "NameNonLatinScript": "name non-latin script",
    "GroupTypeDescription": "group type",
    "AliasType": "alias type",
    "AliasQuality": "alias quality",
    "RegimeName": "regime",
    "DateListed": "listed on",
    "DateDesignated": "uk sanctions list date designated",
    "UKStatementOfReasons": "uk statement of reasons",
    "OtherInformation": "other information",
    "GroupID": "group id",
    "Country": "country",
    "PostCode": "post/zip code",
    "Individual_DateOfBirth": "dob",
    "Individual_Nationality": "nationality",
    "Individual_PassportNumber": "passport number",
    "Individual_NINumber": "national identification number",
    "Individual_Position": "position",
    "Entity_BusinessRegNumber": "business registration number (s)",
    "Entity_ParentCompany": "parent company",
    "Entity_Subsidiaries": "subsidiaries",
    "Ship_IMONumber": "imo number",
    "Ship_CurrentOwners": "current owner/operator (s)",
    **{f"Address{n}": f"address {n}" for n in range(1, 7)},
}


def read_uk_consolidated(
    stream: BinaryIO, file: str, feed: str, defects: DefectLog
) -> Iterator[ListedParty]:
    """Reads every row and puts those of one group together, as the table of the same list."""
    rows = Rows(feed, file, defects)
    wanted = "FinancialSanctionsTarget"
    for element in read_elements(stream, file, FEED, lambda name: name == wanted):
        cells = {
            _COLUMNS[child.name]: child.text for child in element.children if child.name in _COLUMNS
        }
        rows.add(element.line, cells)
    yield from rows.parties()
