"""What the conditions of a pack may speak of: each fact and its type.

Names mirror the paths of a filing, so that a message can tell a person which fact is missing.
Shares come as `.num` and `.den`, whole numbers, so that a comparison with a threshold is exact.
A fact that is not stated is absent, and a condition over it is not answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

FactType = Literal["bool", "int", "text", "day", "texts"]
Value = bool | int | str | datetime | list[str]
Facts = Mapping[str, Value]
"""Facts by name; what is not stated is not in it."""

CASE: dict[str, FactType] = {
    "today": "day",
    "filing.given": "bool",
    "filing.kind": "text",
    "filing.authority": "text",
    "filing.unknown_authority": "text",
    "filing.unknown_sector": "text",
    "act.introduction": "bool",
    "act.entrustment": "bool",
    "act.on": "day",
    "act.introduction_on": "day",
    "act.entrustment_on": "day",
    "operator.designated": "bool",
    "operator.release_stated": "bool",
    "operator.released_on": "day",
    "operator.designation_stated": "bool",
    "operator.designated_on": "day",
    "grace.last_on": "day",
    "operator.renames": "bool",
    "operator.rename_notified": "bool",
    "facility.critical": "bool",
    "facility.newly_covered": "bool",
    "facility.grace_last_on": "day",
    "work.newly_covered": "bool",
    "work.grace_last_on": "day",
    "facility.embedded_facility": "bool",
    "contractor.is_operator": "bool",
    "supplier.is_operator": "bool",
    "supplier.status": "text",
    "supplier.control_stated": "bool",
    "supplier.control.votes.num": "int",
    "supplier.control.votes.den": "int",
    "supplier.control.joint.num": "int",
    "supplier.control.joint.den": "int",
    "supplier.control.facts": "texts",
    "change.stated": "bool",
    "change.plan_stated": "bool",
    "change.plan_filed": "bool",
    "change.plan_introduces": "bool",
    "change.plan_ends_on": "day",
    "change.on": "day",
    "change.phase": "text",
    "change.facility_replaced": "bool",
    "change.type_changed": "bool",
    "change.name_changed": "bool",
    "change.function_changed": "bool",
    "change.confirmed_by": "bool",
    "change.applied_by_others": "bool",
    "change.entrustment_cleared": "bool",
    "change.fields.important": "int",
    "change.fields.report": "int",
    "change.fields.component": "int",
    "change.fields.minor": "int",
    "emergency.stated": "bool",
    "emergency.service_hindered": "bool",
    "emergency.no_other_means": "bool",
    "emergency.caused_to_escape_duty": "bool",
    "acquisition.stated": "bool",
    "acquisition.specified": "bool",
    "acquisition.shares.before.num": "int",
    "acquisition.shares.before.den": "int",
    "acquisition.shares.after.num": "int",
    "acquisition.shares.after.den": "int",
    "acquisition.votes.before.num": "int",
    "acquisition.votes.before.den": "int",
    "acquisition.votes.after.num": "int",
    "acquisition.votes.after.den": "int",
    "acquisition.secures_resolutions": "bool",
    "acquisition.influences_policy": "bool",
    "acquisition.confirmed_by": "bool",
    "components.count": "int",
    "case.fits": "bool",
    "case.state": "text",
    "suppliers.named": "bool",
    "evidence.sbom": "bool",
    "evidence.sbom_in_service": "bool",
}
"""The case as a whole."""

DECISION: dict[str, FactType] = {
    "duties.needed": "texts",
    "duties.unknown": "texts",
    "duties.filings": "texts",
    "found.critical": "int",
    "found.high": "int",
    "found.medium": "int",
    "found.low": "int",
    "found.checks": "texts",
    "found.rules": "texts",
    "unanswered.required": "texts",
}
"""What the vetting has decided so far: duties, then findings."""

FIELD_CHANGE: dict[str, FactType] = {
    "field.before_stated": "bool",
    "field.after_stated": "bool",
    "field.before_band": "int",
    "field.after_band": "int",
    "field.country_changed": "bool",
    "field.is_earlier": "bool",
    "field.plan_introduces": "bool",
    "field.plan_entrusts": "bool",
    "field.period_ends": "bool",
}
"""One field that differs from the cleared plan."""

SUBJECT: dict[str, FactType] = {
    "filing.filed_on": "day",
    "documents.earliest_on": "day",
    "subject.status": "text",
    "subject.law_country": "text",
    "subject.is_operator": "bool",
    "subject.is_supplier": "bool",
    "subject.is_component_supplier": "bool",
    "subject.is_contractor": "bool",
    "subject.is_recontractor": "bool",
    "subject.is_acquirer": "bool",
    "subject.is_entity": "bool",
    "subject.shortcut_stated": "bool",
    "subject.shortcut_holds": "bool",
    "subject.no_vote_holders": "bool",
    "subject.name_changed": "bool",
    "subject.representative_changed": "bool",
    "subject.address_changed": "bool",
    "subject.law_country_changed": "bool",
    "subject.officers_changed": "bool",
    "subject.officers": "int",
    "subject.sales_reportable": "bool",
    "subject.sales_stated": "int",
    "subject.years_stated": "int",
    "subject.years_counted": "int",
    "subject.newer_year_ended": "bool",
    "subject.registry_certificates": "int",
    "subject.officer_documents": "int",
    "subject.applied": "bool",
    "subject.is_attachment": "bool",
    "subject.has_term": "bool",
    "subject.is_dated": "bool",
    "subject.valid_until": "day",
    "subject.issued_on": "day",
}
"""One party, officer, holder, sale, component, re-entrustment, measure or document."""

PROCEDURE: dict[str, FactType] = {
    "window.open": "bool",
    "window.moved_by": "text",
    "answer.overdue": "bool",
    "answer.given": "bool",
    "answer.accepts": "bool",
    "recommendation.measure": "text",
    "order.measure": "text",
    "since_accepted": "texts",
    "since_recommended": "texts",
    "since_free": "texts",
}
"""Where the procedure stands: events since a step, and the window of the powers."""

PRODUCT: dict[str, FactType] = {
    "product.classes": "texts",
    "product.made_in": "text",
    "product.uses": "texts",
    "product.exemptions": "texts",
    "product.exempt_until": "day",
    "product.authorised_on": "day",
    "entity.same": "bool",
    "entity.related": "bool",
}
"""One product against one entry of a list: what it is, and who made it."""

PRECEDENT: dict[str, FactType] = {
    "precedent.cleared_on": "day",
    "precedent.same_product": "bool",
    "precedent.same_version": "bool",
    "precedent.same_supplier": "bool",
    "precedent.same_contractor": "bool",
    "precedent.new_findings": "int",
}
"""One plan that was cleared before, compared with this one."""

TRIAGE: dict[str, FactType] = {
    "update.unclear": "texts",
    "update.open": "texts",
    "duties.unverified": "texts",
}
"""One update of a month: what a person cannot tell, what nobody was asked, and the duties whose
rule was not compared with the law."""

FACTS: dict[str, FactType] = (
    CASE | DECISION | FIELD_CHANGE | SUBJECT | PROCEDURE | PRODUCT | PRECEDENT | TRIAGE
)
"""Every fact a condition may name."""

_PATHS = {
    "filing.authority": "authority",
    "filing.unknown_authority": "authority",
    "filing.unknown_sector": "sector",
    "act.introduction": "act",
    "act.entrustment": "act",
    "act.on": "introduction.planned_on",
    "act.introduction_on": "introduction.planned_on",
    "act.entrustment_on": "entrustment.starts_on",
    "change.on": "change.planned_on",
    "change.applied_by_others": "change.applied_by",
    "change.plan_filed": "change.of",
    "change.plan_introduces": "act",
    "change.plan_ends_on": "entrustment.ends_on",
    "grace.last_on": "operator.designated_on",
    "supplier.status": "facility.supplier",
    "supplier.control.votes.num": "controlled_by_operator.votes",
    "supplier.control.votes.den": "controlled_by_operator.votes",
    "supplier.control.joint.num": "controlled_by_operator.aligned_votes",
    "supplier.control.joint.den": "controlled_by_operator.aligned_votes",
    "supplier.control.facts": "controlled_by_operator.facts",
    "change.fields.important": "change.fields",
    "change.fields.report": "change.fields",
    "change.fields.component": "change.fields",
    "change.fields.minor": "change.fields",
    "facility.critical": "facility.kind",
    "facility.newly_covered": "facility.kind",
    "work.newly_covered": "entrustment.works",
    "acquisition.specified": "acquisition.specified_activity",
    "acquisition.shares.before.num": "acquisition.shares_before",
    "acquisition.shares.before.den": "acquisition.shares_before",
    "acquisition.shares.after.num": "acquisition.shares_after",
    "acquisition.shares.after.den": "acquisition.shares_after",
    "acquisition.votes.before.num": "acquisition.votes_before",
    "acquisition.votes.before.den": "acquisition.votes_before",
    "acquisition.votes.after.num": "acquisition.votes_after",
    "acquisition.votes.after.den": "acquisition.votes_after",
    "product.classes": "components.type",
    "product.made_in": "components.place_of_manufacture.country",
    "product.uses": "authorisations.uses",
    "product.exempt_until": "authorisations.exempt_until",
    "entity.same": "components.maker",
    "entity.related": "parties.vote_holders",
}


def filing_paths(facts: Iterable[str]) -> tuple[str, ...]:
    """Gives the paths of the filing that would state the facts, once each."""
    return tuple(dict.fromkeys(_PATHS.get(fact, fact) for fact in facts))
