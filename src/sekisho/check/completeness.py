"""Completeness: does the filing state everything the regime asks of it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sekisho.check.contents.asked import broken_conditions, missing_field, missing_fields
from sekisho.check.contents.question import VERSION, Question, found, pointer
from sekisho.check.contents.words import (
    broken_references,
    unknown_words,
    unlisted_components,
    unnamed_components,
)
from sekisho.check.look import Answer, Check, Look
from sekisho.model.assessment import Duty
from sekisho.model.filing import Filing
from sekisho.model.finding import Finding
from sekisho.model.values.message import message
from sekisho.regime.pack import Regime
from sekisho.regime.plans.judged import judge, lay_over
from sekisho.regime.rules.decided import add_duties
from sekisho.regime.sales import look_at_sales
from sekisho.regime.scopes import Subject, is_stated, list_subjects, read_path

_WHAT_CHANGES = "change.what"
"""The field by which a filing says what changes."""


def look_at_completeness(look: Look) -> Answer:
    """Asks every field, condition and attachment the pack requires of the filings needed.

    Where nothing has to be filed nothing is required; where that cannot be told the check does
    not run. Words the pack does not know and components without a name are told in any case. What is stated is the filer's
    word, so a clear answer is clear as declared.
    """
    filing = look.case.filing
    if not look.regime.duties.duties:
        return Answer(basis="declared")
    if filing is None:
        return Answer(basis="declared", reason=message("completeness.no_filing"))
    facts, duties = look.facts, look.duties
    filings = frozenset(duty.filing for duty in duties if duty.need == "needed")
    unread = tuple(unknown_words(look.regime, filing))
    if not filings:
        unknown = any(duty.need == "not_checked" for duty in duties)
        reason = message("completeness.duty_unknown") if unknown else None
        cleared = look.case.cleared
        unnamed = tuple(unnamed_components(lay_over(filing, cleared) if cleared else filing))
        unsaid = tuple(_unsaid_change(look.regime, filing)) if unknown else ()
        return Answer(findings=(*unread, *unnamed, *unsaid), basis="declared", reason=reason)
    judged = judge(look.regime, look.case, filing, filings)
    known = add_duties(facts, duties)
    subjects = list_subjects(look.regime, judged.filing, known, look.on, judged.cleared)
    question = Question(look, judged, subjects)
    findings = [*unread, *(one for answer in _ANSWERS for one in answer(question))]
    findings.extend(_kind(filing, duties))
    return Answer(
        findings=tuple(findings),
        looked_at=sum(len(group) for group in subjects.values()),
        basis="declared",
    )


def _unsaid_change(regime: Regime, filing: Filing) -> Iterator[Finding]:
    """A change of which nothing is said: no duty can follow from it, and nobody could judge it."""
    if filing.change is None:
        return
    whole = Subject(id="filing", pointer="", name="", record=filing, facts={})
    for row in regime.contents.fields:
        stated = any(is_stated(read_path(filing, path)) for path in row.paths)
        if row.id == _WHAT_CHANGES and not stated:
            yield missing_field(row, whole, "")


def _no_cleared_plan(question: Question) -> Iterator[Finding]:
    """What a changed plan must state is asked of the plan as changed: that takes the one before."""
    if not question.judged.is_open:
        return
    for filing in sorted(question.filings & {*question.look.regime.contents.changed}):
        yield Finding(
            rule="completeness.no_cleared_plan",
            rule_version=VERSION,
            subject="filing",
            state="not_checked",
            severity="medium",
            message=message("completeness.no_cleared_plan", filing=filing),
            basis="declared",
            place="filing#/change/of",
            cause=f"contents:{filing}",
            remedy=message("completeness.no_cleared_plan.remedy"),
        )


def _reached_shares(question: Question) -> Iterator[Finding]:
    """Tells where the sales to one country reach the share that must be stated."""
    regime, filing = question.look.regime, question.filing
    window = regime.contents.sales
    for subject in question.subjects["party"]:
        party = filing.party(subject.id.removeprefix("party:"))
        asked = party if party and _states_sales(subject) else None
        sales = look_at_sales(regime, asked, filing.filed_on or question.look.on) if asked else None
        for share in sales.reportable if sales and window else ():
            yield found(
                "completeness.sales_share",
                subject,
                "info",
                message(
                    "completeness.sales_share",
                    subject=subject.name,
                    country=share.country,
                    share=str(share.share),
                    year=share.fiscal_year_ended_on.isoformat(),
                ),
                place=pointer(subject, "foreign_government_sales"),
                article=question.cite(window.article) if window else "",
            )


def _states_sales(subject: Subject) -> bool:
    """Whether a party has a part in the filing in which its sales are stated."""
    roles = ("subject.is_supplier", "subject.is_contractor", "subject.is_recontractor")
    opened = subject.facts.get("subject.shortcut_holds") is not True
    return opened and any(subject.facts.get(role) is True for role in roles)


def _unread_measures(question: Question) -> Iterator[Finding]:
    """Tells which measures of the pack the filing does not speak of; a hint, no requirement."""
    facts = question.subjects["filing"][0].facts
    acts = {act for act in ("introduction", "entrustment") if facts.get(f"act.{act}") is True}
    spoken = {measure.id for measure in question.filing.risk_measures}
    open_ones = tuple(
        row.id
        for row in question.look.regime.measures
        if row.id not in spoken and (not row.acts or acts.intersection(row.acts))
    )
    if open_ones and question.filings.intersection(question.look.regime.contents.whole):
        yield found(
            "completeness.measures",
            question.subjects["filing"][0],
            "info",
            message("completeness.measures", measures=open_ones),
            place="/risk_measures",
            remedy=message("completeness.measures.remedy"),
        )


def _kind(filing: Filing, duties: tuple[Duty, ...]) -> Iterator[Finding]:
    """A filing of another kind than the law asks for would not do what it is filed for."""
    needed = tuple(dict.fromkeys(duty.filing for duty in duties if duty.need == "needed"))
    if filing.kind and filing.kind not in needed:
        subject = Subject(id="filing", pointer="", name="", record=filing, facts={})
        yield found(
            "completeness.kind",
            subject,
            "medium",
            message("completeness.kind", kind=filing.kind, needed=needed),
            place="/kind",
            remedy=message("completeness.kind.remedy", needed=needed),
        )


_ANSWERS: tuple[Callable[[Question], Iterator[Finding]], ...] = (
    _no_cleared_plan,
    missing_fields,
    broken_conditions,
    broken_references,
    _reached_shares,
    _unread_measures,
    unlisted_components,
)

CHECK = Check(name="completeness", version=VERSION, run=look_at_completeness)
