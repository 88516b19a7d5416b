"""A month's updates: what is planned for the components of a register, and what people say of it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sekisho.model.values.record import Record

Nature = Literal[
    "security_patch",
    "bug_fix",
    "feature",
    "version_upgrade",
    "configuration",
    "replacement",
    "other",
]
"""What the vendor calls the update."""

Told = Literal["yes", "no", "unclear"]
"""A person's answer; `unclear` says that the person looked and cannot tell."""


class Answer(Record, frozen=True, kw_only=True):
    """What a person says of an update, or of all updates of one question.

    `nothing_changed` stands for "no" to the four questions on the component and the facility.
    The last three are the conditions of the emergency rule.
    """

    question: str = ""
    nothing_changed: bool | None = None
    type_changed: Told | None = None
    name_changed: Told | None = None
    function_changed: Told | None = None
    facility_replaced: Told | None = None
    service_hindered: Told | None = None
    no_other_means: Told | None = None
    caused_to_escape_duty: Told | None = None
    confirmed_by: str = ""
    confirmed_on: date | None = None


class Update(Record, frozen=True, kw_only=True):
    """One planned update: a row of the month's sheet.

    `component` is an id or a name of the register, `facility` tells two of the same name apart.
    `applied_by` is who applies it (`own` for own staff, empty: whom the register names), `entrustment` the cleared
    plan that covers this work where it is not the one in the register. `sbom_in_service` and
    `sbom` are paths beside the sheet. `new_type`, `new_name` and `new_function` say what it
    becomes. `emergency` marks what was done before any filing.
    """

    id: str = ""
    component: str
    facility: str = ""
    version: str = ""
    nature: Nature | None = None
    vendor_note: str = ""
    applied_by: str = ""
    planned_on: date | None = None
    sbom_in_service: str = ""
    sbom: str = ""
    nothing_changed: bool | None = None
    type_changed: Told | None = None
    name_changed: Told | None = None
    function_changed: Told | None = None
    facility_replaced: Told | None = None
    new_type: str = ""
    new_name: str = ""
    new_function: str = ""
    confirmed_by: str = ""
    confirmed_on: date | None = None
    entrustment: str = ""
    emergency: bool | None = None
    emergency_cause: str = ""
    occurred_on: date | None = None
    service_hindered: Told | None = None
    no_other_means: Told | None = None
    caused_to_escape_duty: Told | None = None


class Answers(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/answers/1"):
    """The answers to the questions of one month."""

    answers: tuple[Answer, ...] = ()
