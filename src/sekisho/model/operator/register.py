"""The register: what is in service at an operator's facilities."""

from __future__ import annotations

from datetime import date

from sekisho.model.values.record import Record


class RegisterEntry(Record, frozen=True, kw_only=True):
    """One component in service.

    `cleared_plan` is the reference of the plan it entered under; `entrustment` the reference of
    the cleared plan for its maintenance; `updates_by` who applies updates, empty for own staff.
    """

    facility: str
    component: str
    type: str = ""
    name: str = ""
    function: str = ""
    version: str = ""
    supplier: str = ""
    introduced_on: date | None = None
    cleared_plan: str = ""
    entrustment: str = ""
    updates_by: str = ""
    sbom_sha256: str = ""


class Register(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/register/1"):
    """Everything one operator has in service, as of a day."""

    operator: str = ""
    as_of: date | None = None
    entries: tuple[RegisterEntry, ...] = ()
