"""The subjects of a filing that a pack asks about, each with its facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import msgspec

from sekisho.model.filing import Filing, Reentrustment
from sekisho.model.party import Party
from sekisho.regime.days.count import last_day
from sekisho.regime.facts import moment, stated
from sekisho.regime.pack import Regime
from sekisho.regime.plans.changes import party_changes
from sekisho.regime.rules.vocabulary import Facts, Value
from sekisho.regime.sales import look_at_sales
from sekisho.regime.tables.contents import Scope


class Subject(msgspec.Struct, frozen=True):
    """Something a pack asks about.

    `id` is the stable identity findings carry, `pointer` its JSON pointer in the filing, `name`
    what a person calls it, `record` the value whose fields are asked for.
    """

    id: str
    pointer: str
    name: str
    record: object
    facts: Facts


class _View(msgspec.Struct, frozen=True):
    """A filing, the regime and the facts that hold for all subjects."""

    filing: Filing
    regime: Regime
    filed_on: date
    facts: Facts
    cleared: Filing | None = None

    def subject(
        self, id: str, pointer: str, name: str, record: object, facts: dict[str, Value | None]
    ) -> Subject:
        return Subject(id, pointer, name, record, {**self.facts, **stated(facts)})


def list_subjects(
    regime: Regime, filing: Filing, facts: Facts, on: date, cleared: Filing | None = None
) -> dict[Scope, tuple[Subject, ...]]:
    """Gives every subject of every scope, in an order of their own that does not follow the filing.

    `facts` are those of the case; a filing that states no day of its own is judged by `on`. Where
    `filing` is a changed plan, `cleared` is the one before: subjects then tell what changed.
    """
    filed_on = filing.filed_on or on
    period = regime.period(regime.contents.documents)
    earliest = last_day(period, filed_on, regime.calendar) if period else None
    dated: dict[str, Value | None] = {
        "filing.filed_on": moment(filed_on),
        "documents.earliest_on": moment(earliest) if earliest else None,
    }
    view = _View(filing, regime, filed_on, {**facts, **stated(dated)}, cleared)
    return {
        scope: tuple(sorted(list_them(view), key=lambda subject: (subject.id, subject.name)))
        for scope, list_them in _SCOPES.items()
    }


def read_path(record: object, path: str) -> object:
    """Gives the value at a dotted path, `None` where a step is missing."""
    for step in path.split("."):
        if record is None:
            return None
        record = getattr(record, step, None)
    return record


def is_stated(value: object) -> bool:
    """Says whether a field says anything: no `None`, no empty text, no empty list."""
    return value is not None and value not in {"", ()}


def _filing(view: _View) -> Iterator[Subject]:
    yield view.subject("filing", "", view.filing.reference, view.filing, {})


def _parties(view: _View) -> Iterator[Subject]:
    for index, party in enumerate(view.filing.parties):
        yield view.subject(
            f"party:{party.id}",
            f"/parties/{index}",
            party.name or party.id,
            party,
            _party_facts(view, party),
        )


def _party_facts(view: _View, party: Party) -> dict[str, Value | None]:
    filing, contents = view.filing, view.regime.contents
    sales = look_at_sales(view.regime, party, view.filed_on)
    proofs = [item.proves for item in filing.evidence if item.party == party.id]
    bundled = any(word in contents.officer_bundles for word in proofs)
    return {
        **_roles(filing, party, view.cleared),
        **(party_changes(filing, party, view.cleared) if view.cleared else {}),
        "subject.status": party.status,
        "subject.law_country": party.law_country or None,
        "subject.no_vote_holders": party.no_vote_holders,
        "subject.officers": len(party.officers),
        "subject.sales_reportable": bool(sales.reportable) if sales else None,
        "subject.sales_stated": len(party.foreign_government_sales),
        "subject.years_stated": len(party.fiscal_years_ended_on),
        "subject.years_counted": len(sales.years) if sales else None,
        "subject.newer_year_ended": sales.newer_year_ended if sales else None,
        "subject.registry_certificates": sum(word in contents.registry_proofs for word in proofs),
        "subject.officer_documents": len(party.officers)
        if bundled
        else sum(word in contents.officer_proofs for word in proofs),
    }


def _roles(filing: Filing, party: Party, cleared: Filing | None) -> dict[str, Value | None]:
    """A party that supplies and is re-contractor as well has no use of the shortcut."""
    introduces = filing.act == "introduction" or filing.introduction is not None
    suppliers = {filing.facility.supplier, *(part.supplier for part in filing.components)}
    is_supplier = introduces and party.id in suppliers
    is_contractor = bool(filing.entrustment and filing.entrustment.contractor == party.id)
    links = [link for link in filing.reentrustments if link.contractor == party.id]
    bought = filing.acquisition
    spared = [_spares(filing, link, cleared) for link in links]
    is_spared = bool(links) and all(spared)
    return {
        "subject.is_operator": party.id == filing.operator.party,
        "subject.is_supplier": is_supplier,
        "subject.is_component_supplier": introduces
        and any(part.supplier == party.id for part in filing.components),
        "subject.is_contractor": is_contractor,
        "subject.is_recontractor": bool(links),
        "subject.is_acquirer": bool(bought and bought.acquirer == party.id),
        "subject.is_entity": bool(bought and bought.entity == party.id),
        "subject.shortcut_holds": is_spared and not is_supplier and not is_contractor,
    }


def _spares(filing: Filing, link: Reentrustment, cleared: Filing | None) -> bool:
    """Whether everything the shortcut asks for is stated, and its proof is handed in.

    What was proven with the cleared plan, and did not change, is not proven a second time.
    """
    shortcut = link.shortcut
    if cleared is not None and link in cleared.reentrustments:
        filing = cleared
    return shortcut is not None and (
        shortcut.content_known is True
        and shortcut.work_zone_controlled is True
        and shortcut.work_audited is True
        and any(item.id == shortcut.proof for item in filing.evidence)
    )


def _inside(part: str, name: Callable[[object], str]) -> Callable[[_View], Iterator[Subject]]:
    """Lists the parts of parties: their facts are those of the party."""

    def list_them(view: _View) -> Iterator[Subject]:
        for index, party in enumerate(view.filing.parties):
            facts = _party_facts(view, party)
            for number, record in enumerate(getattr(party, part)):
                yield view.subject(
                    f"party:{party.id}",
                    f"/parties/{index}/{part}/{number}",
                    f"{party.name or party.id}: {name(record) or number + 1}",
                    record,
                    facts,
                )

    return list_them


def _name(record: object) -> str:
    return str(read_path(record, "name") or "")


def _body(record: object) -> str:
    return str(read_path(record, "body") or "")


def _components(view: _View) -> Iterator[Subject]:
    for index, part in enumerate(view.filing.components):
        name = part.name or part.id
        yield view.subject(f"component:{part.id}", f"/components/{index}", name, part, {})


def _reentrustments(view: _View) -> Iterator[Subject]:
    for index, link in enumerate(view.filing.reentrustments):
        contractor = view.filing.party(link.contractor)
        name = (contractor.name if contractor else "") or link.id
        facts: dict[str, Value | None] = {
            "subject.shortcut_stated": link.shortcut is not None,
            "subject.shortcut_holds": _spares(view.filing, link, view.cleared),
        }
        pointer = f"/reentrustments/{index}"
        yield view.subject(f"reentrustment:{link.id}", pointer, name, link, facts)


def _measures(view: _View) -> Iterator[Subject]:
    for index, measure in enumerate(view.filing.risk_measures):
        yield view.subject(
            f"measure:{measure.id}",
            f"/risk_measures/{index}",
            measure.id,
            measure,
            {"subject.applied": measure.applied},
        )


def _evidence(view: _View) -> Iterator[Subject]:
    contents = view.regime.contents
    attachments = {*contents.registry_proofs, *contents.officer_proofs, *contents.officer_bundles}
    for index, item in enumerate(view.filing.evidence):
        facts: dict[str, Value | None] = {
            "subject.is_attachment": item.proves in attachments,
            "subject.has_term": item.valid_until is not None,
            "subject.is_dated": item.issued_on is not None or item.valid_until is not None,
            "subject.valid_until": moment(item.valid_until) if item.valid_until else None,
            "subject.issued_on": moment(item.issued_on) if item.issued_on else None,
        }
        yield view.subject(f"evidence:{item.id}", f"/evidence/{index}", item.id, item, facts)


_SCOPES: dict[Scope, Callable[[_View], Iterator[Subject]]] = {
    "filing": _filing,
    "party": _parties,
    "officer": _inside("officers", _name),
    "holder": _inside("vote_holders", _name),
    "sale": _inside("foreign_government_sales", _body),
    "component": _components,
    "reentrustment": _reentrustments,
    "measure": _measures,
    "evidence": _evidence,
}
