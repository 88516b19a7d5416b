"""From an update and the register to the case that the engine judges: facts only, no law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from sekisho.desk.triage.updates import Planned, plan_stated
from sekisho.model.case import Case
from sekisho.model.evidence import EvidenceItem
from sekisho.model.filing import (
    Change,
    Component,
    Emergency,
    Facility,
    FieldChange,
    Filing,
    Introduction,
    Operator,
)
from sekisho.model.operator.register import Register, RegisterEntry
from sekisho.model.operator.update import Told
from sekisho.model.party import Party
from sekisho.read.sheets.listing import plain_name

TOLD: Mapping[Told, bool] = {"yes": True, "no": False}
"""What an answer states; one that cannot be told states nothing."""
APPLIER = "applied-by"
"""The id of whoever applies an update and is no party of the plan."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What stands beside all updates: the register, and earlier plans by their reference."""

    register: Register
    plans: Mapping[str, Filing]

    def plan_of(self, entry: RegisterEntry) -> Filing | None:
        """Gives the cleared plan a component entered under, where it was handed in."""
        return self.plans.get(entry.cleared_plan) if entry.cleared_plan else None


def case_of(desk: Desk, planned: Planned, evidence: tuple[EvidenceItem, ...] = ()) -> Case:
    """Gives the case of one update: nothing of any other update is in it."""
    plan = desk.plan_of(planned.entry)
    filing = filing_of(desk, planned)
    listed = tuple(item.evidence for item in evidence)
    return Case(filing=replace(filing, evidence=listed), evidence=evidence, cleared=plan)


def filing_of(desk: Desk, planned: Planned) -> Filing:
    """States the change of one component as a filing, in the words of the plan it changes."""
    register, entry, update = desk.register, planned.entry, planned.update
    plan = desk.plan_of(entry)
    parties = _Parties(plan)
    operator = parties.id_of("operator", register.operator, _operator(plan))
    supplier = parties.id_of("supplier", entry.supplier)
    component = _component(planned, plan, supplier)
    return Filing(
        reference=update.id,
        act=plan.act if plan and plan.act else "introduction",
        regime=register.regime,
        sector=register.sector,
        authority=register.authority,
        operator=Operator(
            party=operator,
            designated_on=register.designated_on,
            released_on=register.released_on,
        ),
        facility=_facility(entry, plan, parties),
        introduction=Introduction(planned_on=update.planned_on),
        components=(component,),
        change=change_of(planned, parties.applier(planned.applied_by)),
        emergency=emergency_of(planned),
        parties=parties.listed(component),
        fictional=register.fictional,
    )


def change_of(planned: Planned, applied_by: str) -> Change:
    """States what changes, what a person answered, and who applies it."""
    update, entry = planned.update, planned.entry
    told = {
        name: TOLD.get(answer) if (answer := getattr(update, name)) else None
        for name in ("type_changed", "name_changed", "function_changed", "facility_replaced")
    }
    return Change(
        of=plan_stated(entry.cleared_plan),
        phase=entry.phase,
        component=entry.component,
        planned_on=update.planned_on,
        confirmed_by=update.confirmed_by,
        confirmed_on=update.confirmed_on,
        applied_by=applied_by,
        entrustment_cleared=planned.covered,
        fields=tuple(_fields(planned)),
        reason=update.vendor_note,
        **told,
    )


def emergency_of(planned: Planned) -> Emergency | None:
    """States the emergency of an update that was done before any filing."""
    update = planned.update
    if not update.emergency:
        return None
    told = {
        name: TOLD.get(answer) if (answer := getattr(update, name)) else None
        for name in ("service_hindered", "no_other_means", "caused_to_escape_duty")
    }
    return Emergency(
        occurred_on=update.occurred_on,
        done_on=update.planned_on,
        cause=update.emergency_cause,
        **told,
    )


def party_named(plan: Filing | None, name: str) -> Party | None:
    """Gives the party of a plan that is meant by an id or by any of its names."""
    wanted = plain_name(name)
    if plan is None or not wanted:
        return None
    return next(
        (
            party
            for party in plan.parties
            if wanted in {plain_name(each) for each in (party.id, party.name, *party.other_names)}
        ),
        None,
    )


def component_after(planned: Planned, before: Component) -> Component:
    """Gives a component as it is after the update; what is not said to change stays."""
    update = planned.update
    return replace(
        before,
        type=update.new_type or before.type,
        name=update.new_name or before.name,
        function=update.new_function or before.function,
        version=update.version,
    )


def _fields(planned: Planned) -> Iterator[FieldChange]:
    for name in ("type", "name", "function"):
        after = getattr(planned.update, f"new_{name}")
        if after and getattr(planned.update, f"{name}_changed") == "yes":
            yield FieldChange(
                path=f"component.{name}",
                subject=planned.entry.component,
                before=getattr(planned.entry, name),
                after=after,
            )


def _component(planned: Planned, plan: Filing | None, supplier: str) -> Component:
    entry = planned.entry
    known = plan.component(entry.component) if plan else None
    before = replace(
        known or Component(id=entry.component),
        type=entry.type or (known.type if known else ""),
        name=entry.name or (known.name if known else ""),
        function=entry.function or (known.function if known else ""),
        supplier=supplier or (known.supplier if known else ""),
    )
    return component_after(planned, before)


def _facility(entry: RegisterEntry, plan: Filing | None, parties: _Parties) -> Facility:
    known = plan.facility if plan else Facility()
    supplier = parties.id_of("facility-supplier", entry.facility_supplier) or known.supplier
    return replace(
        known,
        kind=entry.facility_kind or known.kind,
        name=entry.facility,
        supplier=supplier,
        embedded_facility=known.embedded_facility
        if entry.embedded_facility is None
        else entry.embedded_facility,
    )


def _operator(plan: Filing | None) -> str:
    return plan.operator.party if plan else ""


class _Parties:
    """The parties of one filing: those of the plan where it names them, else by name alone."""

    def __init__(self, plan: Filing | None) -> None:
        self._plan = plan
        self._named: dict[str, Party] = {}

    def id_of(self, role: str, name: str, known: str = "") -> str:
        """Gives the id of a party; an unnamed one has none."""
        found = party_named(self._plan, name) or party_named(self._plan, known)
        if found is None:
            if not name:
                return ""
            found = next(
                (
                    each
                    for each in self._named.values()
                    if plain_name(each.name) == plain_name(name)
                ),
                Party(id=role, name=name),
            )
        self._named[found.id] = found
        return found.id

    def applier(self, name: str | None) -> str:
        """Gives the id of whoever applies an update: of a party without a name where nobody knows."""
        if name is not None:
            return self.id_of(APPLIER, name)
        self._named[APPLIER] = Party(id=APPLIER)
        return APPLIER

    def listed(self, component: Component) -> tuple[Party, ...]:
        """Gives every party named so far, and the maker of the component."""
        maker = party_named(self._plan, component.maker)
        if maker is not None:
            self._named.setdefault(maker.id, maker)
        return tuple(self._named.values())
