"""Projects a case onto the flat, typed facts that the conditions of a pack speak of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

from sekisho.model.case import Case
from sekisho.model.filing import NO_PLAN, Acquisition, Change, Emergency, Filing
from sekisho.model.party import Party
from sekisho.regime.changes import acts_of_plan, count_changes
from sekisho.regime.days.count import last_day
from sekisho.regime.pack import Regime
from sekisho.regime.procedure import find_standing
from sekisho.regime.rules.vocabulary import Facts, Value
from sekisho.regime.words import authority_in_charge, find_id

__all__ = ["Facts", "covered_until", "moment", "newly_covered", "project", "stated"]

_NO_PLAN = frozenset({NO_PLAN, "なし"})


def moment(day: date) -> datetime:
    """Gives a day as the conditions see it: its first moment in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def stated(facts: dict[str, Value | None]) -> dict[str, Value]:
    """Leaves out what is not stated: a missing fact is absent, never false or empty."""
    return {name: value for name, value in facts.items() if value is not None}


def project(case: Case, regime: Regime, on: date) -> Facts:
    """Gives the facts of a case under a regime, on a day."""
    kinds = [item.evidence.kind for item in case.evidence]
    facts: dict[str, Value | None] = {
        "today": moment(on),
        "filing.given": case.filing is not None,
        "suppliers.named": _names_suppliers(case),
        "evidence.sbom": "sbom" in kinds,
        "evidence.sbom_in_service": "sbom_in_service" in kinds,
        "components.count": len(case.filing.components) if case.filing else 0,
    }
    if case.filing is None:
        return stated(facts)
    filing = case.filing
    facts |= {
        "filing.kind": filing.kind,
        "facility.critical": _is_critical(regime, filing.facility.kind),
        "facility.embedded_facility": filing.facility.embedded_facility,
    }
    facts |= _authority(_spoken(filing, case.cleared), regime)
    facts |= _standing(case, regime, on)
    facts |= _acts(filing, case.cleared)
    facts |= _designation(filing, regime)
    works = filing.entrustment.works if filing.entrustment else ()
    facts |= newly_covered(regime, filing.facility.kind, works)
    facts |= _rename(case)
    if facts["operator.renames"] and _is_bare(case):
        facts |= {"act.introduction": False, "act.entrustment": False}
    facts |= _supplier(filing.party(filing.facility.supplier))
    facts |= _own(filing)
    facts |= _acquisition(filing.acquisition)
    facts |= _change(case, regime)
    facts |= _emergency(filing.emergency)
    return stated(facts)


def _spoken(filing: Filing, cleared: Filing | None) -> Filing:
    """The filing that says who is in charge: a change that does not is about the cleared plan."""
    return filing if filing.sector or filing.authority or cleared is None else cleared


def _authority(filing: Filing, regime: Regime) -> dict[str, Value | None]:
    """A word the pack does not know is told as such; no other word is put in its place."""
    authority = find_id(regime.authorities, filing.authority)
    sector = find_id(regime.sectors, filing.sector)
    return {
        "filing.authority": authority_in_charge(regime, filing) or None,
        "filing.unknown_authority": None if authority else filing.authority or None,
        "filing.unknown_sector": None if sector else filing.sector or None,
    }


def _standing(case: Case, regime: Regime, on: date) -> dict[str, Value | None]:
    """Where the procedure stands; the state of a history that cannot be is not told."""
    standing = find_standing(regime, case.events, on)
    fits = standing.problem is None
    return {"case.fits": fits, "case.state": standing.state if fits else None}


def _names_suppliers(case: Case) -> bool:
    """Says whether the filing or an SBOM names anyone who supplies or makes something."""
    if case.filing is not None and case.filing.parties:
        return True
    inventories = [item.inventory for item in case.evidence if item.inventory is not None]
    return any(
        package.supplier or package.maker
        for inventory in inventories
        for package in (*inventory.packages, *([inventory.primary] if inventory.primary else []))
    )


def _is_critical(regime: Regime, kind: str) -> bool | None:
    """A word the pack does not know says nothing about the facility."""
    id = find_id(regime.facilities, kind)
    return next((row.critical for row in regime.facilities if row.id == id), None)


def _acts(filing: Filing, cleared: Filing | None) -> dict[str, Value | None]:
    introduces = filing.act == "introduction" or filing.introduction is not None
    entrusts = filing.act == "entrustment" or filing.entrustment is not None
    if not introduces and not entrusts:
        if cleared is not None:
            return _acts(cleared, None)
        return {"act.introduction": None, "act.entrustment": None}
    days: dict[str, date | None] = {}
    if introduces:
        days["act.introduction_on"] = (
            filing.introduction.planned_on if filing.introduction else None
        )
    if entrusts:
        days["act.entrustment_on"] = filing.entrustment.starts_on if filing.entrustment else None
    if filing.emergency is not None:
        days = dict.fromkeys(days, filing.emergency.done_on)
    known = [day for day in days.values() if day is not None]
    return {
        "act.introduction": introduces,
        "act.entrustment": entrusts,
        "act.on": moment(max(known)) if len(known) == len(days) else None,
        **{name: moment(day) if day else None for name, day in days.items()},
    }


def _designation(filing: Filing, regime: Regime) -> dict[str, Value | None]:
    operator, designated_on = filing.operator, filing.operator.designated_on
    released_on = operator.released_on
    released: dict[str, Value | None] = {
        "operator.release_stated": released_on is not None,
        "operator.released_on": moment(released_on) if released_on else None,
    }
    if designated_on is None:
        known = True if released_on else operator.designated
        return {**released, "operator.designation_stated": False, "operator.designated": known}
    periods = [row for row in regime.clocks.periods if row.start == "designated"]
    ends = [last_day(row, designated_on, regime.calendar) for row in periods]
    return {
        **released,
        "operator.designated": True,
        "operator.designation_stated": True,
        "operator.designated_on": moment(designated_on),
        "grace.last_on": moment(ends[0]) if ends and ends[0] else None,
    }


def newly_covered(regime: Regime, kind: str, works: tuple[str, ...]) -> dict[str, Value | None]:
    """Whether an amendment brought the facility, or work entrusted, under the duty, and until
    when it has time of its own; one work that was covered before leaves no time for any.

    `kind` and `works` are as a filing writes them; what is not stated is not known.
    """
    kind = find_id(regime.facilities, kind)
    covered = {row.id: row for row in regime.facilities if row.covered_by_amendment}
    facts: dict[str, Value | None] = {"facility.newly_covered": kind in covered if kind else None}
    if kind in covered:
        facts["facility.grace_last_on"] = covered_until(regime, covered[kind].valid_from)
    new = [row.valid_from for row in regime.works if row.id in works and row.covered_by_amendment]
    facts["work.newly_covered"] = len(new) == len(works) if works else None
    ends = [end for day in new if (end := covered_until(regime, day)) is not None]
    if ends:
        facts["work.grace_last_on"] = min(ends)
    return facts


def covered_until(regime: Regime, day: date | None) -> datetime | None:
    """Gives the end of the time that an amendment of that day leaves, `None` where there is none."""
    periods = [row for row in regime.clocks.periods if row.start == "became_critical"]
    end = last_day(periods[0], day, regime.calendar) if periods and day else None
    return moment(end) if end else None


def _rename(case: Case) -> dict[str, Value | None]:
    """A change of name or address that is stated, ahead or past, and whether it was notified."""
    kinds = [event.kind for event in case.events]
    return {
        "operator.renames": "renamed" in kinds,
        "operator.rename_notified": "rename_notified" in kinds,
    }


def _is_bare(case: Case) -> bool:
    """Whether a filing speaks of no facility and no act: one about a change of name only."""
    filing = case.filing
    if filing is None or case.cleared is not None:
        return False
    spoken = (filing.act, filing.introduction, filing.entrustment, filing.change, filing.emergency)
    return not any((*spoken, filing.facility.kind, filing.components, filing.reentrustments))


def _own(filing: Filing) -> dict[str, Value | None]:
    """Whether the operator supplies the facility, or does the work, itself."""
    operator = filing.operator.party
    contractor = filing.entrustment.contractor if filing.entrustment else ""
    return {
        "supplier.is_operator": bool(operator) and filing.facility.supplier == operator,
        "contractor.is_operator": bool(operator) and contractor == operator,
    }


def _supplier(supplier: Party | None) -> dict[str, Value | None]:
    if supplier is None:
        return {"supplier.control_stated": False}
    control = supplier.controlled_by_operator
    facts: dict[str, Value | None] = {
        "supplier.status": supplier.status,
        "supplier.control_stated": control is not None,
    }
    if control is not None:
        facts["supplier.control.facts"] = list(control.facts)
        facts |= _ratio("supplier.control.votes", control.votes)
        if control.votes is not None and control.aligned_votes is not None:
            joint = control.votes + control.aligned_votes
            facts |= _ratio("supplier.control.joint", joint)
    return facts


def _ratio(name: str, ratio: Fraction | None) -> dict[str, Value | None]:
    if ratio is None:
        return {}
    return {f"{name}.num": ratio.numerator, f"{name}.den": ratio.denominator}


def _acquisition(acquisition: Acquisition | None) -> dict[str, Value | None]:
    if acquisition is None:
        return {"acquisition.stated": False}
    facts: dict[str, Value | None] = {
        "acquisition.stated": True,
        "acquisition.specified": acquisition.specified_activity,
        "acquisition.secures_resolutions": acquisition.secures_resolutions,
        "acquisition.influences_policy": acquisition.influences_policy,
        "acquisition.confirmed_by": bool(acquisition.confirmed_by),
    }
    for what in ("shares", "votes"):
        for when in ("before", "after"):
            held = getattr(acquisition, f"{what}_{when}")
            facts |= _ratio(f"acquisition.{what}.{when}", held)
    return facts


def _change(case: Case, regime: Regime) -> dict[str, Value | None]:
    filing = case.filing
    change: Change | None = filing.change if filing else None
    if filing is None or change is None:
        return {"change.stated": False}
    return {
        "change.stated": True,
        **_plan(case, change),
        "change.on": moment(change.planned_on) if change.planned_on else None,
        "change.phase": change.phase,
        "change.facility_replaced": change.facility_replaced,
        "change.type_changed": change.type_changed,
        "change.name_changed": change.name_changed,
        "change.function_changed": change.function_changed,
        "change.confirmed_by": bool(change.confirmed_by),
        "change.applied_by_others": _applied_by_others(filing, change),
        "change.entrustment_cleared": change.entrustment_cleared,
        **count_changes(regime, case),
    }


def _applied_by_others(filing: Filing, change: Change) -> bool | None:
    """Who is named as a party without any name is not known, and may be the operator's own staff."""
    if change.applied_by in ("", filing.operator.party):
        return False
    party = filing.party(change.applied_by)
    return None if party is not None and not party.name.strip() else True


def _plan(case: Case, change: Change) -> dict[str, Value | None]:
    """What is known of the plan that is changed: only a plan that was filed has duties of change.

    Until when it entrusts work is told by the plan itself alone: the filing states what becomes.
    """
    filed = case.cleared is not None or change.of not in {"", *_NO_PLAN}
    stated = filed or change.of in _NO_PLAN
    acts = acts_of_plan(case)
    work = case.cleared.entrustment if case.cleared else None
    return {
        "change.plan_stated": stated,
        "change.plan_filed": filed if stated else None,
        "change.plan_introduces": "introduction" in acts if acts else None,
        "change.plan_ends_on": moment(work.ends_on) if work and work.ends_on else None,
    }


def _emergency(emergency: Emergency | None) -> dict[str, Value | None]:
    if emergency is None:
        return {"emergency.stated": False}
    return {
        "emergency.stated": True,
        "emergency.service_hindered": emergency.service_hindered,
        "emergency.no_other_means": emergency.no_other_means,
        "emergency.caused_to_escape_duty": emergency.caused_to_escape_duty,
    }
