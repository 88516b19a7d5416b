"""OFAC's lists as XML of the advanced form (`Sanctions`), in which all is said by reference.

Values, places and documents are numbered apart from the parties, and the entries that name the
programme and the day come last: what the parties say is held until then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from sekisho.model.errors import Place
from sekisho.model.reference import ListedParty, Relation, Strength
from sekisho.read.defects import DefectLog
from sekisho.read.guarded_xml import Element, read_elements
from sekisho.read.limits import FEED
from sekisho.read.lists.draft import Draft, Kind, named
from sekisho.read.lists.published import country_code

ROOT = "Sanctions"
_KINDS: dict[str, Kind] = {
    "individual": "person",
    "entity": "organisation",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_VALUES = frozenset(
    {
        "AliasType",
        "Country",
        "DetailReference",
        "FeatureType",
        "IDRegDocType",
        "LegalBasis",
        "List",
        "PartySubType",
        "PartyType",
        "RelationType",
        "Script",
    }
)
_RECORDS = frozenset(
    {"DistinctParty", "IDRegDocument", "Location", "ProfileRelationship", "SanctionsEntry"}
)
_PROGRAMME = "1"
"""The type of a measure that names a programme."""


@dataclass(slots=True)
class _Held:
    values: dict[tuple[str, str], Element] = field(default_factory=dict)
    places: dict[str, tuple[list[str], str]] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    identities: dict[str, str] = field(default_factory=dict)
    places_of: list[tuple[str, str]] = field(default_factory=list)
    countries_of: list[tuple[str, str]] = field(default_factory=list)
    papers: list[Element] = field(default_factory=list)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def word(self, kind: str, id: str) -> str:
        found = self.values.get((kind, id))
        return found.text if found else ""


def read_ofac_advanced(
    stream: BinaryIO, file: str, feed: str, defects: DefectLog
) -> Iterator[ListedParty]:
    """Reads every distinct party; one without a name becomes a defect."""
    held = _Held()
    for element in read_elements(stream, file, FEED, _VALUES.union(_RECORDS).__contains__):
        if element.name in _VALUES:
            held.values[element.name, element.attributes.get("ID", "")] = element
        elif element.name == "Location":
            _place(element, held)
        elif element.name == "IDRegDocument":
            held.papers.append(element)
        elif element.name == "ProfileRelationship":
            said = element.attributes
            held.relations.append(
                (
                    said.get("From-ProfileID", ""),
                    said.get("To-ProfileID", ""),
                    said.get("RelationTypeID", ""),
                )
            )
        elif element.name == "SanctionsEntry":
            _entry(element, held)
        else:
            _party(element, feed, held)
    _join(held)
    for id, draft in held.drafts.items():
        place = Place(file=file, line=held.lines[id])
        yield from named(draft.done(), place, defects)


def _place(element: Element, held: _Held) -> None:
    parts = element.texts("LocationPart", "LocationPartValue", "Value")
    country = next(
        (found.attributes.get("CountryID", "") for found in element.all("LocationCountry")), ""
    )
    held.places[element.attributes.get("ID", "")] = parts, country


def _party(element: Element, feed: str, held: _Held) -> None:
    for profile in element.all("Profile"):
        id = profile.attributes.get("ID") or element.attributes.get("FixedRef", "")
        draft = held.drafts.setdefault(id, Draft(feed, element.attributes.get("FixedRef", id)))
        held.lines.setdefault(id, element.line)
        draft.kind = _kind(profile.attributes.get("PartySubTypeID", ""), held)
        for identity in profile.all("Identity"):
            held.identities[identity.attributes.get("ID", "")] = id
            for alias in identity.all("Alias"):
                _alias(alias, draft, held)
        for feature in (*profile.all("Feature"), *element.all("Feature")):
            _feature(feature, id, draft, held)
        draft.says(draft.reasons, *profile.texts("Comment"), *element.texts("Comment"))


def _kind(subtype: str, held: _Held) -> Kind:
    """The subtype says vessel or aircraft; else the type it belongs to says person or entity."""
    own = held.values.get(("PartySubType", subtype))
    if own is None:
        return "unknown"
    found = _KINDS.get(own.text.lower())
    return found or _KINDS.get(
        held.word("PartyType", own.attributes.get("PartyTypeID", "")).lower(), "unknown"
    )


def _alias(alias: Element, draft: Draft, held: _Held) -> None:
    said = alias.attributes
    kind = held.word("AliasType", said.get("AliasTypeID", "")).lower()
    for documented in alias.all("DocumentedName"):
        values = list(documented.all("DocumentedNamePart", "NamePartValue"))
        name = " ".join(value.text for value in values)
        strength: Strength = "strong"
        if said.get("Primary") == "true" and not draft.name:
            strength = "name"
        elif said.get("LowQuality") == "true":
            strength = "weak"
        elif "f.k.a" in kind or "formerly" in kind:
            strength = "former"
        script = next((value.attributes.get("ScriptID", "") for value in values), "")
        source = held.word("Script", script)
        draft.call(name, strength, "" if source in ("", "Latin") else source)


def _feature(feature: Element, id: str, draft: Draft, held: _Held) -> None:
    words = held.word("FeatureType", feature.attributes.get("FeatureTypeID", ""))
    lowered = words.lower()
    for version in feature.all("FeatureVersion"):
        for place in version.all("VersionLocation"):
            ref = place.attributes.get("LocationID", "")
            (
                held.countries_of
                if "national" in lowered or "citizen" in lowered
                else held.places_of
            ).append((id, ref))
        if "birthdate" in lowered:
            days = (_day(start) for start in version.all("DatePeriod", "Start", "From"))
            draft.was_born(next(filter(None, days), ""))
            continue
        for detail in version.all("VersionDetail"):
            text = detail.text or held.word(
                "DetailReference", detail.attributes.get("DetailReferenceID", "")
            )
            if any(char.isdigit() for char in text) and _names_a_number(lowered):
                draft.numbered(words, text)
            elif "additional sanctions information" in lowered or "secondary" in lowered:
                draft.says(draft.reasons, text)


def _names_a_number(lowered: str) -> bool:
    return any(word in lowered for word in ("number", "identif", "code", "swift", "imo", "mmsi"))


def _day(element: Element) -> str:
    parts = (element.text_of("Year"), element.text_of("Month"), element.text_of("Day"))
    return "-".join(part.zfill(2) for part in parts if part)


def _entry(element: Element, held: _Held) -> None:
    draft = held.drafts.get(element.attributes.get("ProfileID", ""))
    if draft is None:
        return
    draft.part = held.word("List", element.attributes.get("ListID", ""))
    for event in element.all("EntryEvent"):
        draft.says(draft.bases, held.word("LegalBasis", event.attributes.get("LegalBasisID", "")))
        for told in event.all("Date"):
            day = _date(_day(told))
            if day and (draft.listed_on is None or day < draft.listed_on):
                draft.listed_on = day
    for measure in element.all("SanctionsMeasure"):
        if measure.attributes.get("SanctionsTypeID") == _PROGRAMME:
            draft.says(draft.programmes, measure.text_of("Comment"))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _join(held: _Held) -> None:
    for id, ref in held.countries_of:
        country = held.word("Country", held.places.get(ref, ([], ""))[1])
        held.drafts[id].belongs(country)
    for id, ref in held.places_of:
        parts, country_id = held.places.get(ref, ([], ""))
        country = held.word("Country", country_id)
        held.drafts[id].lives(*parts, country)
        if country:
            held.drafts[id].belongs(country)
    for paper in held.papers:
        said = paper.attributes
        draft = held.drafts.get(held.identities.get(said.get("IdentityID", ""), ""))
        if draft is None:
            continue
        issuer = held.word("Country", said.get("IssuedBy-CountryID", ""))
        words = held.word("IDRegDocType", said.get("IDRegDocTypeID", "")) or "document"
        draft.numbered(words, paper.text_of("IDRegistrationNo"), country_code(issuer))
    for source, target, kind in held.relations:
        draft, other = held.drafts.get(source), held.drafts.get(target)
        if draft is not None and other is not None:
            name = other.name or next(iter(other.strong), "")
            draft.knows(_relation(held.word("RelationType", kind)), name, other.id)


def _relation(words: str) -> Relation:
    lowered = words.lower()
    if "owned" in lowered or "controlled" in lowered:
        return "owner"
    if "leader" in lowered or "official" in lowered or "executive" in lowered:
        return "officer"
    if "family" in lowered:
        return "family"
    return "linked"
