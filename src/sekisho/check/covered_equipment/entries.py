"""Covered equipment under a regime with a list of its own: each product against each entry.

The pack says what falls under an entry, since when and what is excepted; the library says under
which names its entity is known. Both are asked here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import msgspec
from msgspec.structs import replace

from sekisho.check.covered_equipment.claims import Item, items_of
from sekisho.check.covered_equipment.origin import Origin, origin_of
from sekisho.check.covered_equipment.verdict import Verdict, consulted_keys, judge
from sekisho.check.look import Answer, Look
from sekisho.match.names.compare import compare, may_be_alike
from sekisho.model.finding import Finding, Severity, Source
from sekisho.model.reference import CoveredEquipment
from sekisho.model.values.message import Message, message
from sekisho.regime.entries import Judged, Standing, is_current, judge_entry
from sekisho.regime.facts import moment, stated
from sekisho.regime.rules.vocabulary import Facts, Value, filing_paths
from sekisho.regime.tables.entries import Entry

_SEVERITY: dict[Standing, Severity] = {
    "covered": "critical",
    "kept": "low",
    "exempt": "info",
    "not_yet": "low",
    "unknown": "medium",
}
_RULES: dict[Standing, str] = {"covered": "listed"}
"""The rule of a finding is called by the standing, but for this one."""


class _Seen(msgspec.Struct, frozen=True):
    """One product against one entry, with what in the library led there."""

    item: Item
    judged: Judged
    verdicts: tuple[Verdict, ...]
    lacking: tuple[str, ...]


def look_through_entries(look: Look, version: str) -> Answer:
    """Answers every entry of the regime for every component.

    What is not stated leaves an entry open, and so does a name that may or may not mean its
    entity. Where the entries are too old, "not listed" is no answer.
    """
    items = items_of(look)
    records = {record.id: record for record in look.library.equipment()}
    findings: list[Finding] = []
    consulted: set[str] = set()
    for item in items:
        consulted |= consulted_keys(item)
        seen = [_see(look, item, entry, records) for entry in look.regime.entries.entries]
        told = [each for each in seen if each.judged.standing not in ("clear", "unknown")]
        findings.extend(_finding(look, each, version) for each in told)
        findings.extend(_open_question(look, group, version) for group in _by_cause(seen))
    if items and not is_current(look.regime, look.on):
        findings.append(_too_old(look, items, version))
    return Answer(
        findings=tuple(findings),
        looked_at=len(items),
        basis="declared",
        reason=None if items else message("covered_equipment.nothing"),
        consulted=frozenset(consulted | {f"equipment:record/{id}" for id in _named(look)}),
    )


def _named(look: Look) -> Iterator[str]:
    for entry in look.regime.entries.entries:
        yield from entry.records


def _see(look: Look, item: Item, entry: Entry, records: dict[str, CoveredEquipment]) -> _Seen:
    found = [records[id] for id in entry.records if id in records]
    lacking = tuple(id for id in entry.records if id not in records)
    origin = origin_of(look.case, item)
    made = replace(item, claims=origin.claims)
    verdicts = tuple(verdict for record in found if (verdict := judge(made, record, look.on)))
    facts: dict[str, Value | None] = {
        "today": moment(look.on),
        **_product(look, item),
        "entity.same": _is_same(origin, verdicts, complete=not lacking),
        "entity.related": _is_related(look, origin, found, complete=not lacking),
    }
    known: Facts = stated(facts)
    return _Seen(item, judge_entry(look.regime, entry, known, look.on), verdicts, lacking)


def _product(look: Look, item: Item) -> dict[str, Value | None]:
    filing = look.case.filing
    rows = filing.authorisations if filing else ()
    row = next((row for row in rows if f"component:{row.component}" == item.subject), None)
    return {
        "product.classes": sorted(item.classes) or None,
        "product.made_in": item.made_in or None,
        "product.uses": list(row.uses) if row and row.uses else None,
        "product.exemptions": list(row.exemptions) if row else [],
        "product.exempt_until": moment(row.exempt_until) if row and row.exempt_until else None,
        "product.authorised_on": moment(row.granted_on) if row and row.granted_on else None,
    }


def _is_same(origin: Origin, verdicts: Iterable[Verdict], *, complete: bool) -> bool | None:
    """Whether the entity made it; a name that is merely alike leaves the question open."""
    verdicts = tuple(verdicts)
    if any(verdict.sure for verdict in verdicts):
        return True
    if any(verdict.way != "affiliate" for verdict in verdicts) or not complete or origin.unknown:
        return None
    return False


def _is_related(
    look: Look, origin: Origin, records: Iterable[CoveredEquipment], *, complete: bool
) -> bool | None:
    """Whether an owner above the share of the regime, at any step, is the entity."""
    relations = look.regime.entries.relations
    if relations is None or origin.unknown:
        return None
    names = [name for record in records for name in (record.maker, *record.maker_names) if name]
    ties = [name for record in records for name in record.affiliates]
    doubt = not complete
    for claim in origin.claims:
        answer = _means(claim.name, ties)
        if answer:
            return True
        doubt = doubt or answer is None
    for owner in origin.owners:
        answer = _means(owner.name, names)
        if answer and owner.share is not None and owner.share > Fraction(relations.affiliate_over):
            return True
        doubt = doubt or (answer is not False and owner.share is None) or answer is None
    return None if doubt or not origin.owners_stated else False


def _means(name: str, listed: Iterable[str]) -> bool | None:
    """Says whether a name is one of those listed, `None` for one that is alike."""
    alike = False
    for other in listed:
        if may_be_alike(name, other):
            strength = compare(name, other).strength
            if strength == "strong":
                return True
            alike = alike or strength == "medium"
    return None if alike else False


def _finding(look: Look, seen: _Seen, version: str) -> Finding:
    judged, item = seen.judged, seen.item
    rule = f"covered_equipment.{_RULES.get(judged.standing, judged.standing)}"
    return Finding(
        rule=rule,
        rule_version=version,
        subject=item.subject,
        state="found",
        severity=_SEVERITY[judged.standing],
        message=_said(judged, item.name),
        basis="declared",
        place=item.place,
        remedy=message(f"{rule}.remedy"),
        sources=tuple(_sources(look, seen)),
        details=tuple(_details(look, seen)),
    )


def _by_cause(seen: Iterable[_Seen]) -> Iterator[tuple[_Seen, ...]]:
    """Groups the entries that stay open for the same reason: one answer settles all of them."""
    groups: dict[tuple[object, ...], list[_Seen]] = {}
    for each in seen:
        if each.judged.standing == "unknown":
            groups.setdefault(_cause(each), []).append(each)
    yield from (tuple(group) for group in groups.values())


def _cause(seen: _Seen) -> tuple[object, ...]:
    judged = seen.judged
    alike = tuple((verdict.listed, verdict.model) for verdict in seen.verdicts)
    own = judged.entry.id if judged.exemption or judged.unverified or seen.lacking or alike else ""
    return (filing_paths(judged.missing), own)


def _open_question(look: Look, group: tuple[_Seen, ...], version: str) -> Finding:
    first = group[0]
    titles = [each.judged.entry for each in group]
    names = "+".join(entry.id for entry in titles)
    said = message("covered_equipment.unknown", component=first.item.name, n=len(group))
    entries = (
        message("covered_equipment.entry", entry=row.id, title=(row.title.ja, row.title.en))
        for row in titles
    )
    return Finding(
        rule="covered_equipment.unknown",
        rule_version=version,
        subject=first.item.subject,
        state="not_checked",
        severity=_SEVERITY["unknown"],
        message=said,
        basis="declared",
        place=first.item.place,
        cause=f"covered_equipment:{names}:{first.item.subject}",
        remedy=message("covered_equipment.unknown.remedy"),
        sources=tuple(source for each in group for source in _sources(look, each)),
        details=(*_reasons(first), *entries, *_names_alike(first), *_compared(look)),
    )


def _sources(look: Look, seen: _Seen) -> Iterator[Source]:
    for verdict in seen.verdicts:
        entry = verdict.entry
        yield look.library.source(entry.feed, entry.id, entry.url)


def _said(judged: Judged, component: str) -> Message:
    entry, standing = judged.entry, judged.standing
    days = {}
    if standing in ("covered", "kept", "not_yet"):
        days["on" if standing == "not_yet" else "since"] = entry.valid_from.isoformat()
    return message(
        f"covered_equipment.{_RULES.get(standing, standing)}",
        component=component,
        entry=entry.id,
        title=(entry.title.ja, entry.title.en),
        **days,
    )


def _details(look: Look, seen: _Seen) -> Iterator[Message]:
    yield from _reasons(seen)
    yield from _names_alike(seen)
    if seen.item.made_in:
        yield message("covered_equipment.step.made_in", country=seen.item.made_in)
    if seen.judged.entry.article:
        yield message("covered_equipment.article", article=seen.judged.entry.article)
    yield from _compared(look)


def _reasons(seen: _Seen) -> Iterator[Message]:
    judged = seen.judged
    if judged.missing:
        yield message("covered_equipment.missing", facts=filing_paths(judged.missing))
    if judged.unverified:
        yield message("covered_equipment.unverified_entry")
    if seen.lacking:
        yield message("covered_equipment.lacking", records=seen.lacking)
    yield from _of_exemption(judged)


def _names_alike(seen: _Seen) -> Iterator[Message]:
    for verdict in seen.verdicts:
        claim = verdict.claim
        if claim and verdict.listed and verdict.comparison:
            yield message("covered_equipment.step.claim", relation=claim.relation, name=claim.name)
            score = verdict.comparison.score
            yield message("covered_equipment.step.name", name=verdict.listed, score=score)


def _compared(look: Look) -> Iterator[Message]:
    compared_on = look.regime.entries.compared_on
    if compared_on:
        yield message("covered_equipment.compared", on=compared_on.isoformat())


def _of_exemption(judged: Judged) -> Iterator[Message]:
    row = judged.exemption
    if row is None:
        return
    title = (row.title.ja, row.title.en)
    if judged.refused:
        yield message("covered_equipment.exemption.refused", title=title)
    elif judged.standing == "unknown":
        yield message("covered_equipment.exemption.unknown", title=title)
    elif row.valid_to:
        until = row.valid_to.isoformat()
        yield message("covered_equipment.exemption.until", until=until, title=title)
    else:
        yield message("covered_equipment.exemption", title=title)


def _too_old(look: Look, items: tuple[Item, ...], version: str) -> Finding:
    compared = look.regime.entries.compared_on
    on = compared.isoformat() if compared else ""
    return Finding(
        rule="covered_equipment.entries_too_old",
        rule_version=version,
        subject="regime",
        state="not_checked",
        severity="low",
        message=message("covered_equipment.entries_too_old", n=len(items), on=on),
        place=items[0].place,
        cause="covered_equipment:entries_too_old",
        remedy=message("covered_equipment.entries_too_old.remedy"),
    )
