"""The names by which a filing is found again, taken from it when it is received."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.match.names.normalise import normalise
from sekisho.model.filing import Filing
from sekisho.model.party import Party
from sekisho.portal.cases import engine
from sekisho.portal.cases.models import CaseFile, Document, KnownName
from sekisho.portal.examine.models import Subject
from sekisho.report.catalogue import say_id, say_term


def keep_subjects(case: CaseFile, filing: Filing) -> None:
    """Keeps the products, suppliers and contractors of a filing, once each, for grouping."""
    Subject.objects.filter(case=case).delete()
    found = {(row.kind, row.key): row for row in _subjects(case, filing)}
    Subject.objects.bulk_create(found.values())
    KnownName.objects.bulk_create(
        [KnownName(kind=row.kind, key=row.key, name=row.name) for row in found.values()],
        ignore_conflicts=True,
    )


def subjects_of(case: CaseFile, lang: str) -> tuple[tuple[str, str], ...]:
    """Gives what advice may be given on: the filing, each component, each party, by id and name."""
    received = engine.latest(case, Document.Kind.FILING)
    filing = engine.filing_of(received) if received else Filing()
    found = {"filing": say_term("filing", lang)}
    for component in filing.components:
        name = f"{component.name} {component.version}".strip() or component.id
        found[f"component:{component.id}"] = say_id("portal.subject.component", lang, name=name)
    for party in filing.parties:
        name = party.name or party.id
        found[f"party:{party.id}"] = say_id("portal.subject.party", lang, name=name)
    return tuple(found.items())


def _subjects(case: CaseFile, filing: Filing) -> Iterator[Subject]:
    kinds = Subject.Kind
    for component in filing.components:
        maker = filing.party(component.maker or component.supplier)
        key = f"{_key(maker)}/{_plain(component.name)}" if maker else _plain(component.name)
        yield Subject(
            case=case,
            kind=kinds.PRODUCT,
            key=key[:200],
            name=component.name[:200],
            version=component.version[:100],
        )
        yield from _party(case, filing, kinds.SUPPLIER, component.supplier)
    yield from _party(case, filing, kinds.SUPPLIER, filing.facility.supplier)
    if filing.entrustment:
        yield from _party(case, filing, kinds.CONTRACTOR, filing.entrustment.contractor)
    for again in filing.reentrustments:
        yield from _party(case, filing, kinds.RECONTRACTOR, again.contractor)


def _party(case: CaseFile, filing: Filing, kind: str, id: str) -> Iterator[Subject]:
    party = filing.party(id)
    if party is not None:
        yield Subject(case=case, kind=kind, key=_key(party)[:200], name=party.name[:200])


def _key(party: Party) -> str:
    """A registered number where there is one, else the name as it is compared."""
    return party.identifiers.corporate_number or party.identifiers.lei or _plain(party.name)


def _plain(name: str) -> str:
    return normalise(name).native or name
