"""Drafts of what must be filed, filled from the register, last year's plan and the month's sheet."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from msgspec.structs import replace

from sekisho.desk.triage.filings import (
    change_of,
    component_after,
    emergency_of,
    filing_of,
    party_named,
)
from sekisho.desk.triage.run import Judged, Month
from sekisho.desk.triage.updates import Planned, plan_stated
from sekisho.model.case import Case
from sekisho.model.evidence import Evidence
from sekisho.model.filing import Component, Entrustment, Filing, FilingKind, Introduction
from sekisho.model.operator.register import NONE
from sekisho.model.party import Party
from sekisho.regime.pack import Regime
from sekisho.vet import vet

_KINDS = frozenset(get_args(FilingKind))
_ENTRUSTED = "entrustment"
_COMPLETENESS = "completeness"
_WHOLE = ("plan", "emergency")
"""Filings that state the act with all its contents; the others state a change."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A filing to be looked through and completed: for which updates, and from which plan.

    `name` is the name of its folder; `lacks` are facts of the sheet that say that something
    changes and not what it becomes; `missing` counts what the check of completeness found to be
    missing or stale. `wanted` is the reference of the cleared plan where that was not handed in.
    """

    name: str
    filing: Filing
    plan: Filing | None
    updates: tuple[str, ...]
    lacks: tuple[str, ...] = ()
    missing: int = 0
    wanted: str = ""


def drafts_of(month: Month, judged: Sequence[Judged]) -> tuple[Draft, ...]:
    """Gives a draft for everything that must be filed.

    Updates that need the same plan (the same work of the same contractor, the same facility
    renewed) share one; every other update has its own.
    """
    acts = {row.id: row.act for row in month.regime.duties.duties}
    groups: dict[tuple[str, ...], list[Planned]] = {}
    for each in judged:
        for filing, act in _needed(each, acts):
            groups.setdefault(_key(each.planned, filing, act), []).append(each.planned)
    return _apart([_draft(month, key, planned) for key, planned in groups.items()])


def _apart(drafts: list[Draft]) -> tuple[Draft, ...]:
    """Gives each draft a folder of its own, also where case does not count."""
    taken: set[str] = set()
    found = []
    for draft in drafts:
        name, number = draft.name, 1
        while name.casefold() in taken:
            number += 1
            name = f"{draft.name}-{number}"
        taken.add(name.casefold())
        found.append(dataclasses.replace(draft, name=name))
    return tuple(found)


def _needed(each: Judged, acts: Mapping[str, str]) -> dict[tuple[str, str], None]:
    """The filings an update takes, each once: its kind, and the act it is for."""
    needed = (duty for duty in each.assessment.duties if duty.need == "needed")
    return dict.fromkeys((duty.filing, acts.get(duty.id, "")) for duty in needed)


def _key(planned: Planned, filing: str, act: str) -> tuple[str, ...]:
    if filing != "plan":
        return (filing, act, planned.update.id)
    who = (planned.applied_by or "") if act == _ENTRUSTED else ""
    return (filing, act, planned.entry.facility, who)


def _draft(month: Month, key: tuple[str, ...], planned: list[Planned]) -> Draft:
    kind, act, *_ = key
    first = planned[0]
    plan = month.desk.plan_of(first.entry)
    alone = filing_of(month.desk, first)
    base = plan or alone
    updates = tuple(each.update.id for each in planned)
    parties = _with_party(base.parties, alone, first.applied_by or "")
    filing = replace(
        base,
        reference="-".join((kind.replace("_", "-"), updates[0])),
        kind=cast("FilingKind", kind) if kind in _KINDS else None,
        regime=alone.regime,
        sector=alone.sector or base.sector,
        authority=alone.authority or base.authority,
        filed_on=None,
        facility=alone.facility,
        parties=parties,
        notes="",
    )
    if kind in _WHOLE and act == _ENTRUSTED:
        filing = _of_work(filing, planned, month.regime)
    elif kind in _WHOLE:
        filing = _of_renewal(filing, planned)
    else:
        filing = _of_change(filing, alone, first)
    name = filing.reference if len(planned) == 1 else f"{filing.reference}-etc"
    named = plan_stated(first.entry.cleared_plan)
    return Draft(
        name=_folder(name),
        filing=filing,
        plan=plan,
        updates=updates,
        lacks=_lacking(filing, planned),
        missing=_missing(month, filing, plan),
        wanted="" if plan or named == NONE else named,
    )


def _of_change(filing: Filing, alone: Filing, planned: Planned) -> Filing:
    """The plan with the component as it becomes, and what changes."""
    return replace(
        filing,
        components=_components(filing, [planned]),
        change=change_of(planned, alone.change.applied_by if alone.change else ""),
        emergency=emergency_of(planned),
        introduction=filing.introduction or alone.introduction,
        evidence=_evidence(filing, [planned]),
    )


def _of_renewal(filing: Filing, planned: list[Planned]) -> Filing:
    """A new plan for the facility, with the components as they become."""
    notes = dict.fromkeys(each.update.vendor_note for each in planned if each.update.vendor_note)
    days = [each.update.planned_on for each in planned if each.update.planned_on]
    return replace(
        filing,
        act="introduction",
        introduction=Introduction(content="\n".join(notes), planned_on=min(days, default=None)),
        components=_components(filing, planned),
        change=None,
        emergency=emergency_of(planned[0]),
        evidence=_evidence(filing, planned),
    )


def _of_work(filing: Filing, planned: list[Planned], regime: Regime) -> Filing:
    """A plan for the work of a contractor that no cleared plan covers yet."""
    contractor = _id_of(filing.parties, planned[0].applied_by or "")
    days = [each.update.planned_on for each in planned if each.update.planned_on]
    common = {row.id for row in regime.measures if not row.acts or _ENTRUSTED in row.acts}
    kept = {filing.operator.party, contractor}
    measures = tuple(measure for measure in filing.risk_measures if measure.id in common)
    proofs = {id for measure in measures for id in measure.evidence}
    return replace(
        filing,
        act="entrustment",
        introduction=None,
        entrustment=Entrustment(
            contractor=contractor, works=("maintenance",), starts_on=min(days, default=None)
        ),
        facility=replace(filing.facility, supplier=""),
        components=(),
        parties=tuple(party for party in filing.parties if party.id in kept),
        risk_measures=measures,
        change=None,
        emergency=emergency_of(planned[0]),
        evidence=tuple(item for item in filing.evidence if item.party in kept or item.id in proofs),
    )


def _lacking(filing: Filing, planned: list[Planned]) -> tuple[str, ...]:
    """What changes by the word of a person, and nobody said into what."""
    if filing.change is None:
        return ()
    names = ("type", "name", "function")
    return tuple(
        f"new_{name}"
        for name in names
        for each in planned
        if getattr(each.update, f"{name}_changed") == "yes"
        and not getattr(each.update, f"new_{name}")
    )


def _missing(month: Month, filing: Filing, plan: Filing | None) -> int:
    case = Case(filing=filing, cleared=plan if filing.change else None)
    findings = vet(case, month.regime, month.library, month.on).findings
    return sum(
        finding.state == "found" and finding.rule.startswith(f"{_COMPLETENESS}.")
        for finding in findings
    )


def _components(filing: Filing, planned: list[Planned]) -> tuple[Component, ...]:
    by_id = {each.entry.component: each for each in planned}
    known = {part.id for part in filing.components}
    changed = tuple(
        component_after(by_id[part.id], part) if part.id in by_id else part
        for part in filing.components
    )
    added = tuple(
        component_after(each, Component(id=id)) for id, each in by_id.items() if id not in known
    )
    return changed + added


def _evidence(filing: Filing, planned: list[Planned]) -> tuple[Evidence, ...]:
    """The documents of the plan stay; the SBOMs are those of the month."""
    kept = tuple(item for item in filing.evidence if item.kind not in ("sbom", "sbom_in_service"))
    added = []
    for number, each in enumerate(planned, start=1):
        mark = "" if len(planned) == 1 else f"-{number}"
        for kind in ("sbom_in_service", "sbom"):
            if path := getattr(each.update, kind):
                id = f"{kind.replace('_', '-')}{mark}"
                added.append(Evidence(id=id, kind=kind, path=path, component=each.entry.component))
    return kept + tuple(added)


def _with_party(parties: tuple[Party, ...], alone: Filing, name: str) -> tuple[Party, ...]:
    """Adds whoever applies the update, and whom else only the register names."""
    known = {party.id for party in parties}
    return parties + tuple(
        party
        for party in alone.parties
        if party.id not in known and (party.name == name or not parties)
    )


def _id_of(parties: tuple[Party, ...], name: str) -> str:
    found = party_named(Filing(parties=parties), name)
    return found.id if found else ""


def _folder(name: str) -> str:
    """Gives a name that is safe as the name of a folder everywhere."""
    safe = "".join(
        char if char.isascii() and (char.isalnum() or char in "-_.") else "-" for char in name
    )
    return safe.strip("-.")[:80] or "draft"
