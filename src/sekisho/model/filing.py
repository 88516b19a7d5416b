"""The filing: what an operator tells the authority before something enters its facility."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Literal

from sekisho.model.canonical import sha256_of
from sekisho.model.evidence import Evidence
from sekisho.model.party import Location, Party
from sekisho.model.values.ratio import Ratio
from sekisho.model.values.record import Record

FilingKind = Literal["plan", "emergency", "change", "change_report", "component_change"]
Act = Literal["introduction", "entrustment"]
Phase = Literal["before_introduction", "in_service"]
Work = Literal["maintenance", "operation"]

NO_PLAN = "none"
"""Written where it is stated that there is no plan that was filed; empty means unknown."""


class Operator(Record, frozen=True, kw_only=True):
    """The operator of critical infrastructure, and from when to when it is designated.

    `designated` answers for who does not know the day. `released_on` is the day a designation was
    released.
    """

    party: str = ""
    designated: bool | None = None
    designated_on: date | None = None
    released_on: date | None = None


class Facility(Record, frozen=True, kw_only=True):
    """The critical facility: `kind` in the words of the rule pack, `overview` in the filer's.

    `supplier` is the party that supplies the facility as a whole; `embedded_facility` says
    whether a critical facility supplied by someone else is built into it, `exposed` whether those
    outside can reach it over a network.
    """

    kind: str = ""
    name: str = ""
    overview: str = ""
    site: Location = Location()
    supplier: str = ""
    place_of_manufacture: Location = Location()
    embedded_facility: bool | None = None
    exposed: bool | None = None


class Component(Record, frozen=True, kw_only=True):
    """A component of the facility: the unit the law speaks of (type, name, function, supplier).

    `supplier` sells it, `maker` made it where that is someone else (a house brand); `models`
    are model numbers as printed on the product. `exposed` says whether those outside can reach it
    over a network; what is not stated is as the facility is.
    """

    id: str
    type: str = ""
    name: str = ""
    function: str = ""
    version: str = ""
    supplier: str = ""
    maker: str = ""
    brand: str = ""
    models: tuple[str, ...] = ()
    place_of_manufacture: Location = Location()
    exposed: bool | None = None


class Introduction(Record, frozen=True, kw_only=True):
    """What is introduced, and when it is to enter service."""

    content: str = ""
    planned_on: date | None = None


class Entrustment(Record, frozen=True, kw_only=True):
    """Maintenance or operation entrusted to another business, and for how long."""

    contractor: str = ""
    works: tuple[Work, ...] = ()
    content: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


class Shortcut(Record, frozen=True, kw_only=True):
    """What lets a re-contractor's owners and officers be left out of the filing."""

    content_known: bool | None = None
    work_zone_controlled: bool | None = None
    work_audited: bool | None = None
    proof: str = ""


class Reentrustment(Record, frozen=True, kw_only=True):
    """One link of the chain of re-entrustments.

    `entrusted_by` is the `id` of the re-entrustment above it; empty means the contractor itself
    passes the work on.
    """

    id: str
    entrusted_by: str = ""
    contractor: str = ""
    content: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    shortcut: Shortcut | None = None


class RiskMeasure(Record, frozen=True, kw_only=True):
    """One risk-management measure: taken with what means and proof, or why not."""

    id: str
    applied: bool | None = None
    means: str = ""
    evidence: tuple[str, ...] = ()
    reason: str = ""


class FieldChange(Record, frozen=True, kw_only=True):
    """One field that differs from the cleared plan; `path` in the words of the rule pack."""

    path: str
    subject: str = ""
    before: str = ""
    after: str = ""


class Change(Record, frozen=True, kw_only=True):
    """What changes against a cleared plan or an equipment in service.

    The three `*_changed` answers are a person's, confirmed by name: no comparison of files can
    tell whether a function changed. `of` is the reference of the plan that was filed, `none` where
    none was. `planned_on` is the day of the change itself. `applied_by` is a party, or empty for the operator's own
    staff; `entrustment_cleared` says whether a cleared plan covers that party's work.
    """

    of: str = ""
    phase: Phase | None = None
    component: str = ""
    planned_on: date | None = None
    facility_replaced: bool | None = None
    type_changed: bool | None = None
    name_changed: bool | None = None
    function_changed: bool | None = None
    confirmed_by: str = ""
    confirmed_on: date | None = None
    applied_by: str = ""
    entrustment_cleared: bool | None = None
    fields: tuple[FieldChange, ...] = ()
    reason: str = ""


class Authorisation(Record, frozen=True, kw_only=True):
    """What bears on an authorisation of a component to be sold in the country of the regime.

    `granted_on` is the day of one it has already; `uses` and `exemptions` are words of the rule
    pack; `exempt_until` is the last day of the exemption claimed, where it states one.
    """

    id: str
    component: str = ""
    granted_on: date | None = None
    uses: tuple[str, ...] = ()
    exemptions: tuple[str, ...] = ()
    exempt_until: date | None = None


class Acquisition(Record, frozen=True, kw_only=True):
    """The acquiring of control over an entity, for a regime that asks about it.

    Shares and votes are those the acquirer holds, or is treated as holding, before and after.
    `secures_resolutions` says whether the votes acquired let it secure or prevent a class of
    resolution; `influences_policy` whether it gains material influence otherwise.
    `specified_activity` says whether the entity carries on, in the country of the regime, an
    activity its rules specify; `confirmed_by` is who answered these questions.
    """

    acquirer: str = ""
    entity: str = ""
    activities: str = ""
    completes_on: date | None = None
    shares_before: Ratio | None = None
    shares_after: Ratio | None = None
    votes_before: Ratio | None = None
    votes_after: Ratio | None = None
    secures_resolutions: bool | None = None
    influences_policy: bool | None = None
    specified_activity: bool | None = None
    confirmed_by: str = ""


class Emergency(Record, frozen=True, kw_only=True):
    """Why something was done before any filing."""

    occurred_on: date | None = None
    done_on: date | None = None
    cause: str = ""
    service_hindered: bool | None = None
    no_other_means: bool | None = None
    caused_to_escape_duty: bool | None = None


class Filing(
    Record, frozen=True, kw_only=True, dict=True, tag_field="schema", tag="sekisho/filing/1"
):
    """A filing or a draft of one; every field may still be missing.

    `kind` may be left out: the rule pack then says which filing, if any, is needed. Parties are
    stated once in `parties` and referred to by id everywhere else. `prefilled` are JSON pointers
    of what a tool filled in from records and nobody typed; a pointer stands for all below it.
    """

    reference: str = ""
    kind: FilingKind | None = None
    act: Act | None = None
    regime: str = ""
    sector: str = ""
    authority: str = ""
    filed_on: date | None = None
    operator: Operator = Operator()
    facility: Facility = Facility()
    introduction: Introduction | None = None
    entrustment: Entrustment | None = None
    acquisition: Acquisition | None = None
    components: tuple[Component, ...] = ()
    authorisations: tuple[Authorisation, ...] = ()
    reentrustments: tuple[Reentrustment, ...] = ()
    parties: tuple[Party, ...] = ()
    risk_measures: tuple[RiskMeasure, ...] = ()
    change: Change | None = None
    emergency: Emergency | None = None
    evidence: tuple[Evidence, ...] = ()
    fictional: bool = False
    notes: str = ""
    prefilled: tuple[str, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """Gives the digest that names the filing; it is taken once, for many cases may change one
        cleared plan.
        """
        return sha256_of(self)

    def party(self, id: str) -> Party | None:
        """Gives the party of that id, `None` when the filing states none."""
        return next((party for party in self.parties if party.id == id), None)

    def component(self, id: str) -> Component | None:
        """Gives the component of that id, `None` when the filing states none."""
        return next((component for component in self.components if component.id == id), None)
