"""Covered equipment: does a component fall under a list of equipment, and through whom?"""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.check.covered_equipment.claims import Item, items_of
from sekisho.check.covered_equipment.entries import look_through_entries
from sekisho.check.covered_equipment.verdict import Verdict, consulted_keys, judge, lacks_place
from sekisho.check.look import Answer, Check, Look
from sekisho.model.finding import Finding
from sekisho.model.values.message import Message, message

VERSION = "1"
_SHOWN = 10


def look_for_covered_equipment(look: Look) -> Answer:
    """Compares every component with every entry: maker, product class, place and date.

    What the case says of makers and places is the filer's statement: a clear answer is clear
    as declared. Without a complete, fresh list every miss stays not checked. Under a regime with a
    list of its own, the entries of that list are what is asked.
    """
    if look.regime.entries.entries:
        return look_through_entries(look, VERSION)
    items = items_of(look)
    entries = sorted(look.library.equipment(), key=lambda entry: (entry.feed, entry.id))
    findings: list[Finding] = []
    missed: list[Item] = []
    placeless: list[Item] = []
    consulted: set[str] = set()
    for item in items:
        consulted |= consulted_keys(item)
        verdicts = [verdict for entry in entries if (verdict := judge(item, entry, look.on))]
        findings.extend(_finding(look, verdict) for verdict in verdicts)
        if not verdicts:
            missed.append(item)
        if any(lacks_place(item, entry) for entry in entries):
            placeless.append(item)
    findings.extend(_unanswered(look, missed, placeless))
    return Answer(
        findings=tuple(findings),
        looked_at=len(items),
        basis="declared",
        reason=None if items else message("covered_equipment.nothing"),
        consulted=frozenset(consulted),
    )


def _finding(look: Look, verdict: Verdict) -> Finding:
    item, entry, claim = verdict.item, verdict.entry, verdict.claim
    feed = look.library.feed(entry.feed)
    said = message(
        f"covered_equipment.{verdict.way}",
        component=item.name,
        name=claim.name if claim else verdict.model or item.made_in,
        maker=entry.maker or entry.scope,
        list=feed.title if feed else entry.feed,
        entry=entry.id,
    )
    evidence = (claim.evidence,) if claim and claim.evidence else ()
    return Finding(
        rule=f"covered_equipment.{verdict.way}",
        rule_version=VERSION,
        subject=item.subject,
        state="found",
        severity=verdict.severity,
        message=said,
        basis="observed" if evidence else "declared",
        place=item.place,
        remedy=message(_remedy(verdict)),
        evidence=evidence,
        sources=(look.library.source(entry.feed, entry.id, entry.url),),
        details=tuple(_details(look, verdict)),
    )


def _remedy(verdict: Verdict) -> str:
    if verdict.force == "not_yet":
        return "covered_equipment.remedy.not_yet"
    if verdict.sure and verdict.product_class == "same_class":
        return "covered_equipment.remedy.replace"
    return "covered_equipment.remedy.confirm"


def _details(look: Look, verdict: Verdict) -> Iterator[Message]:
    """Tells first since when and for what the entry holds, then the way to the maker."""
    entry = verdict.entry
    if entry.effective_on:
        later = verdict.force == "not_yet"
        id = "covered_equipment.effective_later" if later else "covered_equipment.effective_on"
        yield message(id, on=entry.effective_on.isoformat())
    if entry.ended_on:
        yield message("covered_equipment.ended_on", on=entry.ended_on.isoformat())
    yield _class_line(verdict)
    yield from _chain(verdict)
    for id, words in (("scope", entry.scope), ("effect", entry.effect), ("basis", entry.basis)):
        if words:
            yield message(f"covered_equipment.{id}", words=words)
    feed = look.library.feed(entry.feed)
    if feed and feed.published_on:
        yield message("covered_equipment.published_on", on=feed.published_on.isoformat())


def _chain(verdict: Verdict) -> Iterator[Message]:
    """Tells the way from the component to the covered maker, one step a line."""
    claim, entry = verdict.claim, verdict.entry
    if claim and claim.via:
        yield message("covered_equipment.step.behind", name=claim.name, via=claim.via)
    elif claim:
        yield message("covered_equipment.step.claim", relation=claim.relation, name=claim.name)
    if verdict.rebadge:
        yield message(
            "covered_equipment.step.rebadge", brand=verdict.rebadge.brand, maker=entry.maker
        )
    if verdict.model:
        yield message("covered_equipment.step.model", model=verdict.model)
    if verdict.way == "made_in":
        yield message("covered_equipment.step.made_in", country=verdict.item.made_in)
    if verdict.comparison and verdict.listed:
        yield message(
            "covered_equipment.step.name",
            name=verdict.listed,
            score=verdict.comparison.score,
        )
        if not verdict.comparison.exact:
            yield from verdict.comparison.explain()


def _class_line(verdict: Verdict) -> Message:
    stated = tuple(sorted(verdict.item.classes))
    if verdict.product_class == "same_class":
        both = tuple(sorted(verdict.item.classes & set(verdict.entry.classes)))
        return message("covered_equipment.same_class", classes=both)
    if verdict.product_class == "other_class":
        return message("covered_equipment.other_class", stated=stated, listed=verdict.entry.classes)
    return message("covered_equipment.class_open")


def _unanswered(look: Look, missed: list[Item], placeless: list[Item]) -> Iterator[Finding]:
    nameless = [item for item in missed if item.nameless]
    if nameless:
        yield _not_checked("covered_equipment.nameless", nameless)
    if placeless:
        yield _not_checked("covered_equipment.placeless", placeless)
    named = [item for item in missed if not item.nameless]
    if named and not look.library.covers("equipment", "*", look.on):
        yield _not_checked("covered_equipment.no_complete_list", named)


def _not_checked(id: str, items: list[Item]) -> Finding:
    details = [message("covered_equipment.subject", name=item.name) for item in items[:_SHOWN]]
    if len(items) > _SHOWN:
        details.append(message("covered_equipment.and_more", n=len(items) - _SHOWN))
    return Finding(
        rule=id,
        rule_version=VERSION,
        subject="library" if id.endswith("list") else "filing",
        state="not_checked",
        severity="low",
        message=message(id, n=len(items)),
        place=items[0].place,
        cause=id.replace(".", ":"),
        remedy=message(f"{id}.remedy"),
        details=tuple(details),
    )


CHECK = Check(name="covered_equipment", version=VERSION, run=look_for_covered_equipment)
