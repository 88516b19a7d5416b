"""Everyone a case names: parties, owners, officers, brands, and whoever the SBOMs credit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Literal

import msgspec

from sekisho.check.look import Look
from sekisho.check.screening.fields import fields_of
from sekisho.match.names.normalise import normalise
from sekisho.model.evidence import EvidenceItem
from sekisho.model.filing import Filing, Reentrustment
from sekisho.model.party import Party
from sekisho.read.lists.numbers import is_right
from sekisho.read.lists.sift import names_in

Role = Literal[
    "operator",
    "facility_supplier",
    "component_supplier",
    "maker",
    "contractor",
    "recontractor",
    "patcher",
    "other_party",
    "representative",
    "officer",
    "vote_holder",
    "brand",
    "credited",
    "name_asked",
]

_CREDIT = re.compile(r"^(organization|organisation|person|tool)\s*:\s*", re.IGNORECASE)
_DEEPEST = 50
"""Links of a chain that are followed; no work is passed on so often."""
_MAIL = re.compile(r"\s*[(<][^()<>]*@[^()<>]*[)>]|\s*\(\s*\)")


class Named(msgspec.Struct, frozen=True):
    """Someone named in the case.

    `subject` is the stable identity for findings, `names` every name given and those that stand
    together in one field, `roles` what the bearer does in the case; `person` is `None` where it may be
    one or not. `doubtful` are registered numbers whose check digit is wrong: they are not compared.
    `address` is the registered one, `founded_on` the day of founding; `chain`
    are those through whom work was passed on to it, the contractor first and it last. `evidence` is the SBOM that gives the name, empty for the filing.
    """

    subject: str
    names: tuple[str, ...]
    roles: tuple[Role, ...]
    place: str
    country: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    person: bool | None = False
    evidence: str = ""
    doubtful: tuple[tuple[str, str], ...] = ()
    address: str = ""
    founded_on: date | None = None
    chain: tuple[str, ...] = ()


def roster(look: Look) -> tuple[Named, ...]:
    """Lists everyone named in a case, in the order of their subjects, each once.

    Names credited by a proposed SBOM are left out when the filing gives the same name already.
    """
    filing = look.case.filing
    stated = tuple(_of_filing(filing)) if filing else ()
    known = {normalise(name).key for named in stated for name in named.names if name}
    credited = {
        named.subject: named
        for item in reversed(look.case.evidence)
        if item.evidence.kind == "sbom"
        for named in _of_sbom(item)
        if normalise(named.names[0]).key not in known
    }
    return tuple(sorted((*stated, *credited.values()), key=lambda named: named.subject))


def _of_filing(filing: Filing) -> Iterator[Named]:
    roles, chains = _roles(filing), _chains(filing)
    for at, party in enumerate(filing.parties):
        place = f"filing#/parties/{at}"
        yield Named(
            f"party:{party.id}",
            apart((party.name, *party.other_names)),
            tuple(roles.get(party.id, {"other_party": None})),
            place,
            party.law_country or party.address.country,
            tuple(pair for pair in _identifiers(party) if is_right(*pair)),
            party.status == "person",
            doubtful=tuple(pair for pair in _identifiers(party) if not is_right(*pair)),
            address=party.address.address,
            founded_on=party.founded_on,
            chain=chains.get(party.id, ()),
        )
        yield from _people_of(party, place)
    for at, component in enumerate(filing.components):
        if component.brand:
            yield Named(
                f"component:{component.id}/brand",
                (component.brand,),
                ("brand",),
                f"filing#/components/{at}/brand",
                person=None,
            )


def _people_of(party: Party, place: str) -> Iterator[Named]:
    """Gives those behind a party; one name once, whatever seats and votes it has."""
    seats: list[tuple[str, str, Role, str, bool | None]] = [
        (party.representative, "", "representative", f"{place}/representative", True),
        *(
            (officer.name, officer.nationality, "officer", f"{place}/officers/{at}", True)
            for at, officer in enumerate(party.officers)
        ),
        *(
            (holder.name, holder.country, "vote_holder", f"{place}/vote_holders/{at}", None)
            for at, holder in enumerate(party.vote_holders)
            if not holder.party
        ),
    ]
    found: dict[str, Named] = {}
    for name, country, role, where, person in seats:
        if not name and role == "representative":
            continue
        subject = f"party:{party.id}/{name or where.removeprefix(place + '/')}"
        before = found.get(subject)
        found[subject] = Named(
            subject,
            apart((name,)),
            (*before.roles, role) if before else (role,),
            before.place if before else where,
            (before.country if before else "") or country,
            person=before.person if before and before.person else person,
        )
    yield from found.values()


def apart(names: tuple[str, ...]) -> tuple[str, ...]:
    """Gives each name, and behind it those that stand together in it or in brackets, and the name
    without an office, a courtesy or an address behind it.
    """
    found: dict[str, None] = {}
    for name in filter(None, names):
        # A field of one name gives that name again: it is looked into once.
        for part in dict.fromkeys((name, *(part for part, _ in names_in(name)))):
            found[part] = None
            found.update((each, None) for each in fields_of(part))
    return tuple(found)


def _roles(filing: Filing) -> dict[str, dict[Role, None]]:
    """Tells what each party does in the filing, by its id, in a fixed order."""
    entrustment = filing.entrustment
    pairs: list[tuple[str, Role]] = [
        (filing.operator.party, "operator"),
        (filing.facility.supplier, "facility_supplier"),
        *((component.supplier, "component_supplier") for component in filing.components),
        *((component.maker, "maker") for component in filing.components),
        (entrustment.contractor if entrustment else "", "contractor"),
        *((link.contractor, "recontractor") for link in filing.reentrustments),
        (filing.change.applied_by if filing.change else "", "patcher"),
        *((h.party, "vote_holder") for party in filing.parties for h in party.vote_holders),
    ]
    roles: dict[str, dict[Role, None]] = {}
    for party, role in pairs:
        if party:
            roles.setdefault(party, {})[role] = None
    return roles


def _chains(filing: Filing) -> dict[str, tuple[str, ...]]:
    """Tells of each re-contractor through whom the work came to it, by its id; the shortest way where it
    has several, none where the links run in a ring.
    """
    links = {link.id: link for link in filing.reentrustments}
    first = filing.entrustment.contractor if filing.entrustment else ""
    chains: dict[str, tuple[str, ...]] = {}
    for link in filing.reentrustments:
        way: list[str] = []
        passed: set[str] = set()
        at: Reentrustment | None = link
        while at is not None and at.id not in passed and len(way) < _DEEPEST:
            passed.add(at.id)
            way.append(at.contractor)
            at = links.get(at.entrusted_by) if at.entrusted_by else None
        if at is not None:
            continue
        chain = tuple(_called(filing, id) for id in (first, *reversed(way)))
        known = chains.get(link.contractor)
        if known is None or len(chain) < len(known):
            chains[link.contractor] = chain
    return chains


def _called(filing: Filing, id: str) -> str:
    party = filing.party(id)
    return (party.name if party else "") or id or "?"


def _identifiers(party: Party) -> tuple[tuple[str, str], ...]:
    stated = party.identifiers
    pairs = (
        ("corporate_number", stated.corporate_number),
        ("lei", stated.lei),
        ("duns", stated.duns),
    )
    return tuple((kind, value) for kind, value in pairs if value)


@lru_cache(maxsize=4_096)
def _credited(credit: str) -> tuple[str, str, bool | None]:
    """The name in a credit, its key, and whether the credit says that it is a person's.

    An SBOM of many packages credits few.
    """
    name = _MAIL.sub("", _CREDIT.sub("", credit)).strip()
    kind = _CREDIT.match(credit)
    is_person = kind.group(1).lower() == "person" if kind else None
    return name, normalise(name).key if name else "", is_person


def _of_sbom(item: EvidenceItem) -> Iterator[Named]:
    """Gives the suppliers and makers an SBOM credits, each once.

    Of several spellings of one name the first by its characters stands, whatever the order of
    the packages; its first place is told.
    """
    inventory = item.inventory
    if inventory is None:
        return
    packages = (*((inventory.primary,) if inventory.primary else ()), *inventory.packages)
    credits = [(inventory.supplier, "")]
    credits += [(name, p.place) for p in packages for name in (p.supplier, p.maker)]
    spelled: dict[str, tuple[str, str]] = {}
    kinds: dict[str, set[bool]] = {}
    for credit, place in credits:
        name, key, is_person = _credited(credit)
        if key and is_person is not None:
            kinds.setdefault(key, set()).add(is_person)
        if key and (key not in spelled or name < spelled[key][0]):
            spelled[key] = name, place
    for key, (name, place) in spelled.items():
        yield Named(
            f"name:{key}",
            (name,),
            ("credited",),
            f"{item.evidence.id}#{place}",
            person=stated.pop() if len(stated := kinds.get(key, set())) == 1 else None,
            evidence=item.evidence.id,
        )
