"""Completeness: does the filing state everything the regime asks of it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sekisho.check.look import Answer, Check, Look, or_erased
from sekisho.model.assessment import Duty
from sekisho.model.filing import Filing
from sekisho.model.finding import Finding, Severity
from sekisho.model.values.message import Message, message
from sekisho.regime.pack import Regime
from sekisho.regime.rules.decided import add_duties
from sekisho.regime.rules.vocabulary import filing_paths
from sekisho.regime.sales import look_at_sales
from sekisho.regime.scopes import Subject, is_stated, list_subjects, read_path
from sekisho.regime.tables.contents import Condition, Field, Scope
from sekisho.regime.words import Named, find_id, name_rows, near_ids, write_names

VERSION = "1"


@dataclass(frozen=True, slots=True)
class _Question:
    """A filing, what it has to be, and the subjects the regime asks about."""

    look: Look
    filing: Filing
    filings: frozenset[str]
    subjects: dict[Scope, tuple[Subject, ...]]

    def cite(self, article: str) -> str:
        """The article as the order of the authority in charge numbers it."""
        return self.look.regime.cite(article, str(self.look.facts.get("filing.authority", "")))


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
    unread = tuple(_unknown_words(look.regime, filing))
    if not filings:
        unknown = any(duty.need == "not_checked" for duty in duties)
        reason = message("completeness.duty_unknown") if unknown else None
        unnamed = tuple(_unnamed_components(filing))
        return Answer(findings=(*unread, *unnamed), basis="declared", reason=reason)
    subjects = list_subjects(look.regime, filing, add_duties(facts, duties), look.on)
    question = _Question(look, filing, filings, subjects)
    findings = [*unread, *(finding for answer in _ANSWERS for finding in answer(question))]
    findings.extend(_kind(filing, duties))
    return Answer(
        findings=tuple(findings),
        looked_at=sum(len(group) for group in subjects.values()),
        basis="declared",
    )


def _unnamed_components(filing: Filing) -> Iterator[Finding]:
    """Components nobody can tell apart; a plan asks for their names as fields of its own."""
    for at, component in enumerate(filing.components):
        if not component.name:
            yield _found(
                "completeness.unnamed_component",
                Subject(id=f"component:{component.id}", pointer="", name="", record=None, facts={}),
                "medium",
                message("completeness.unnamed_component", component=component.id),
                place=f"/components/{at}/name",
                remedy=message("completeness.unnamed_component.remedy"),
            )


def _unknown_words(regime: Regime, filing: Filing) -> Iterator[Finding]:
    """Words that are stated and none of the pack: nothing of the law can be looked up by them."""
    asked: tuple[tuple[str, str, tuple[Named, ...]], ...] = (
        ("sector", filing.sector, regime.sectors),
        ("authority", filing.authority, regime.authorities),
        ("facility.kind", filing.facility.kind, regime.facilities),
    )
    for path, word, rows in asked:
        if word and not find_id(rows, word):
            names = name_rows(rows) if path != "facility.kind" else _kinds(regime, filing)
            place = f"/{path.replace('.', '/')}"
            yield _unknown_word(regime, f"word.{path}", place, word, names)
    paths: dict[str, tuple[str, ...]] = {
        path: () for row in regime.changes.classes for path in row.paths
    }
    places: dict[str, int] = {}
    for at, field in enumerate(filing.change.fields if filing.change else ()):
        if field.path and field.path not in paths:
            places.setdefault(field.path, at)
    for word, at in sorted(places.items()):
        yield _unknown_word(regime, "word.change.path", f"/change/fields/{at}/path", word, paths)


def _kinds(regime: Regime, filing: Filing) -> dict[str, tuple[str, ...]]:
    """The kinds of facility of the sector, all of them where the sector says nothing."""
    sector = find_id(regime.sectors, filing.sector)
    rows = [row for row in regime.facilities if row.sector == sector or not row.sector]
    return name_rows(rows if sector else regime.facilities)


def _unknown_word(
    regime: Regime, what: str, place: str, word: str, names: Mapping[str, tuple[str, ...]]
) -> Finding:
    near = near_ids(names, word)
    remedy = "completeness.unknown_word.near" if near else "completeness.unknown_word.remedy"
    return _found(
        "completeness.unknown_word",
        Subject(id="filing", pointer="", name="", record=None, facts={}),
        "medium",
        message("completeness.unknown_word", what=what, word=word),
        place=place,
        remedy=message(remedy, words=write_names(names, near or names), regime=regime.id),
    )


def _open_contents(question: _Question) -> Iterator[Finding]:
    """What a filing of these kinds must state is not held by the pack: nobody may call it complete."""
    for filing in sorted(question.filings & {*question.look.regime.contents.open_for}):
        yield Finding(
            rule="completeness.contents_open",
            rule_version=VERSION,
            subject="filing",
            state="not_checked",
            severity="medium",
            message=message("completeness.contents_open", filing=filing),
            basis="declared",
            place="filing#",
            cause=f"contents:{filing}",
            remedy=message("completeness.contents_open.remedy"),
        )


def _missing_fields(question: _Question) -> Iterator[Finding]:
    for row in question.look.regime.contents.fields:
        if not question.filings.intersection(row.filings):
            continue
        for subject in question.subjects[row.scope]:
            required = question.look.regime.ask(row.when, subject.facts)
            if required.answer == "no":
                continue
            if any(is_stated(read_path(subject.record, path)) for path in row.paths):
                continue
            if required.answer == "yes":
                found = _missing(row, subject, question.cite(row.article))
                yield or_erased(found, f"field.{row.id}", question.look.case)


def _missing(row: Field, subject: Subject, article: str) -> Finding:
    field = f"field.{row.id}"
    said = (
        message("completeness.missing", field=field)
        if subject.id == "filing"
        else message("completeness.missing.of", field=field, subject=subject.name)
    )
    return _found(
        f"completeness.{row.id}",
        subject,
        row.severity,
        said,
        place=_pointer(subject, row.paths[0]),
        remedy=message("completeness.missing.remedy", paths=row.paths),
        article=article,
    )


def _broken_conditions(question: _Question) -> Iterator[Finding]:
    regime = question.look.regime
    for row in regime.contents.conditions:
        if not question.filings.intersection(row.filings):
            continue
        for subject in question.subjects[row.scope]:
            if regime.ask(row.about, subject.facts).answer != "yes":
                continue
            holds = regime.ask(row.when, subject.facts)
            if holds.answer == "no":
                yield _broken(row, subject, question.cite(row.article))
            elif holds.answer == "unknown":
                missing = filing_paths(holds.missing)
                yield _unanswered(row, subject, missing, question.cite(row.article))


def _broken(row: Condition, subject: Subject, article: str) -> Finding:
    return _found(
        f"completeness.{row.id}",
        subject,
        row.severity,
        message(row.message, subject=subject.name),
        place=_pointer(subject, row.path),
        remedy=message(row.remedy) if row.remedy else None,
        article=article,
    )


def _unanswered(
    row: Condition, subject: Subject, missing: tuple[str, ...], article: str
) -> Finding:
    return Finding(
        rule=f"completeness.{row.id}",
        rule_version=VERSION,
        subject=subject.id,
        state="not_checked",
        severity=row.severity,
        message=message("completeness.not_stated", subject=subject.name, facts=missing),
        basis="declared",
        place=f"filing#{_pointer(subject, row.path)}",
        cause=f"completeness:{row.id}:{subject.id}",
        details=(_source(article),) if article else (),
    )


def _broken_references(question: _Question) -> Iterator[Finding]:
    """An id that nothing in the filing has: what it stands for is not stated at all."""
    filing = question.filing
    parties = {party.id for party in filing.parties}
    components = {part.id for part in filing.components}
    evidence = {item.id for item in filing.evidence}
    asked: list[tuple[str, str, str, set[str]]] = [
        ("filing", "/operator/party", filing.operator.party, parties),
        ("filing", "/facility/supplier", filing.facility.supplier, parties),
    ]
    if filing.entrustment:
        asked.append(("filing", "/entrustment/contractor", filing.entrustment.contractor, parties))
    for at, part in enumerate(filing.components):
        for name in ("supplier", "maker"):
            place = f"/components/{at}/{name}"
            asked.append((f"component:{part.id}", place, getattr(part, name), parties))
    links = {link.id for link in filing.reentrustments}
    for at, link in enumerate(filing.reentrustments):
        subject, place = f"reentrustment:{link.id}", f"/reentrustments/{at}"
        asked.append((subject, f"{place}/contractor", link.contractor, parties))
        asked.append((subject, f"{place}/entrusted_by", link.entrusted_by, links - {link.id}))
    for at, item in enumerate(filing.evidence):
        subject = f"evidence:{item.id}"
        asked.append((subject, f"/evidence/{at}/party", item.party, parties))
        asked.append((subject, f"/evidence/{at}/component", item.component, components))
    for at, measure in enumerate(filing.risk_measures):
        for number, proof in enumerate(measure.evidence):
            place = f"/risk_measures/{at}/evidence/{number}"
            asked.append((f"measure:{measure.id}", place, proof, evidence))
    for id, place, word, known in asked:
        if word and word not in known:
            yield _dangling(id, place, word)


def _dangling(id: str, place: str, word: str) -> Finding:
    subject = Subject(id=id, pointer=place, name=word, record=None, facts={})
    return _found(
        "completeness.reference",
        subject,
        "medium",
        message("completeness.reference", id=word),
        place=place,
        remedy=message("completeness.reference.remedy", id=word),
    )


def _reached_shares(question: _Question) -> Iterator[Finding]:
    """Tells where the sales to one country reach the share that must be stated."""
    regime, filing = question.look.regime, question.filing
    window = regime.contents.sales
    for subject in question.subjects["party"]:
        party = filing.party(subject.id.removeprefix("party:"))
        sales = look_at_sales(regime, party, filing.filed_on or question.look.on) if party else None
        for share in sales.reportable if sales and window else ():
            yield _found(
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
                place=_pointer(subject, "foreign_government_sales"),
                article=question.cite(window.article) if window else "",
            )


def _unread_measures(question: _Question) -> Iterator[Finding]:
    """Tells which measures of the pack the filing does not speak of; a hint, no requirement."""
    facts = question.subjects["filing"][0].facts
    acts = {act for act in ("introduction", "entrustment") if facts.get(f"act.{act}") is True}
    spoken = {measure.id for measure in question.filing.risk_measures}
    open_ones = tuple(
        row.id
        for row in question.look.regime.measures
        if row.id not in spoken and (not row.acts or acts.intersection(row.acts))
    )
    if open_ones and question.filings.intersection({"plan", "emergency"}):
        yield _found(
            "completeness.measures",
            question.subjects["filing"][0],
            "info",
            message("completeness.measures", measures=open_ones),
            place="/risk_measures",
            remedy=message("completeness.measures.remedy"),
        )


def _unlisted_components(question: _Question) -> Iterator[Finding]:
    """Tells a component of a kind the order does not list; a hint, since a person decides."""
    regime, filing = question.look.regime, question.filing
    kind = find_id(regime.facilities, filing.facility.kind)
    lists = [row for row in regime.components if kind in row.facilities]
    if not lists or any(row.open or row.unverified for row in lists):
        return
    kinds = [part for row in lists for part in row.kinds]
    names = name_rows(kinds)
    for subject in question.subjects["component"]:
        type = str(read_path(subject.record, "type") or "")
        if type and not find_id(kinds, type) and not near_ids(names, type):
            yield _found(
                "completeness.component_kind",
                subject,
                "info",
                message("completeness.component_kind", subject=subject.name, type=type),
                place=_pointer(subject, "type"),
                remedy=message(
                    "completeness.component_kind.remedy",
                    kinds=write_names(names, names),
                    regime=regime.id,
                ),
                article=question.cite(lists[0].article),
            )


def _kind(filing: Filing, duties: tuple[Duty, ...]) -> Iterator[Finding]:
    """A filing of another kind than the law asks for would not do what it is filed for."""
    needed = tuple(dict.fromkeys(duty.filing for duty in duties if duty.need == "needed"))
    if filing.kind and filing.kind not in needed:
        subject = Subject(id="filing", pointer="", name="", record=filing, facts={})
        yield _found(
            "completeness.kind",
            subject,
            "medium",
            message("completeness.kind", kind=filing.kind, needed=needed),
            place="/kind",
            remedy=message("completeness.kind.remedy", needed=needed),
        )


def _found(  # noqa: PLR0913  # a finding has these parts
    rule: str,
    subject: Subject,
    severity: Severity,
    said: Message,
    *,
    place: str,
    remedy: Message | None = None,
    article: str = "",
) -> Finding:
    return Finding(
        rule=rule,
        rule_version=VERSION,
        subject=subject.id,
        state="found",
        severity=severity,
        message=said,
        basis="declared",
        place=f"filing#{place}",
        remedy=remedy,
        details=(_source(article),) if article else (),
    )


def _source(article: str) -> Message:
    return message("completeness.article", article=article)


def _pointer(subject: Subject, path: str) -> str:
    return f"{subject.pointer}/{path.replace('.', '/')}" if path else subject.pointer


_ANSWERS: tuple[Callable[[_Question], Iterator[Finding]], ...] = (
    _open_contents,
    _missing_fields,
    _broken_conditions,
    _broken_references,
    _reached_shares,
    _unread_measures,
    _unlisted_components,
)

CHECK = Check(name="completeness", version=VERSION, run=look_at_completeness)
