"""The register: what is in service at an operator's facilities."""

from __future__ import annotations

from datetime import date

from sekisho.model.filing import NO_PLAN, Phase
from sekisho.model.values.record import Record

NONE = NO_PLAN
"""Written where a register states that there is no such plan; empty means unknown."""

OWN_STAFF = "own"
"""Written where the operator's own staff applies updates; empty means unknown."""


class RegisterEntry(Record, frozen=True, kw_only=True):
    """One component that is in service, or cleared and about to be.

    `facility` is the name of the facility, `facility_kind` its kind in the words of the rule
    pack. `cleared_plan` is the reference of the plan it entered under (`none` where
    none was filed), `plan_stated_on` the day
    from which a person says that it was cleared, where no events of the plan say so; `updates_by` who applies
    updates (`own` for own staff, empty where it is not known); `entrustment` the reference of the cleared plan for that work
    (`none` where there is none), in force from `entrustment_starts_on` to `entrustment_ends_on`,
    and `entrustment_stated_on` what `plan_stated_on` is for that plan.
    """

    facility: str
    component: str
    type: str = ""
    name: str = ""
    function: str = ""
    version: str = ""
    supplier: str = ""
    phase: Phase | None = None
    introduced_on: date | None = None
    cleared_plan: str = ""
    plan_stated_on: date | None = None
    updates_by: str = ""
    entrustment: str = ""
    entrustment_starts_on: date | None = None
    entrustment_ends_on: date | None = None
    entrustment_stated_on: date | None = None
    facility_kind: str = ""
    facility_supplier: str = ""
    embedded_facility: bool | None = None
    sbom_sha256: str = ""


class Register(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/register/1"):
    """Everything one operator has in service, as of a day.

    `sector`, `authority` and `regime` are words of the rule packs, as in a filing.
    """

    operator: str = ""
    designated_on: date | None = None
    released_on: date | None = None
    sector: str = ""
    authority: str = ""
    regime: str = ""
    as_of: date | None = None
    fictional: bool = False
    entries: tuple[RegisterEntry, ...] = ()
