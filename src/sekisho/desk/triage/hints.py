"""Where to look: what the vendor's note and a comparison of SBOMs suggest, and never decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sekisho.desk.triage.updates import Planned
from sekisho.desk.triage.words import words_of
from sekisho.match.packages.difference import Difference, compare
from sekisho.model.evidence import EvidenceItem
from sekisho.model.inventory import Package
from sekisho.model.values.message import Message, message
from sekisho.read.sheets.listing import plain_name

_MOST = 6
_SPOKEN_OF = {
    "feature": ("function_changed",),
    "replacement": ("type_changed", "name_changed", "function_changed", "facility_replaced"),
}
"""What the kind of an update speaks of: to say no to all of it is at least odd."""
_RUNS = frozenset({"application", "framework", "operating-system", "firmware", "device-driver"})
"""Kinds of item (CycloneDX) that run by themselves."""


def hints_for(planned: Planned, evidence: tuple[EvidenceItem, ...]) -> tuple[Message, ...]:
    """Gives the places at which a person should look before answering for an update."""
    found = [*_in_note(planned.update.vendor_note)]
    items = {item.evidence.kind: item for item in evidence}
    before, after = items.get("sbom_in_service"), items.get("sbom")
    found += [
        message("triage.hint.sbom_unread", path=item.evidence.path)
        for item in evidence
        if item.inventory is None
    ]
    registered = planned.entry.sbom_sha256
    if before and before.observed_sha256 and registered not in ("", before.observed_sha256):
        found.append(message("triage.hint.other_sbom", path=before.evidence.path))
    if before and after and before.inventory and after.inventory:
        found += _in_difference(compare(before.inventory, after.inventory))
    return tuple(found)


def remarks_for(planned: Planned, on: date) -> tuple[Message, ...]:
    """Gives what in a row does not go together, or cannot be as it stands, on a day."""
    update = planned.update
    found = []
    told = _SPOKEN_OF.get(update.nature or "", ())
    if told and all(getattr(update, name) == "no" for name in told):
        found.append(message(f"triage.hint.nature.{update.nature}"))
    if update.planned_on and update.planned_on < on and not update.emergency:
        day = update.planned_on.isoformat()
        found.append(message("triage.hint.past", planned=day, on=on.isoformat()))
    if planned.covered is None and update.entrustment:
        found.append(message("triage.hint.no_such_plan", plan=update.entrustment))
    return tuple(found)


def _in_note(note: str) -> Iterable[Message]:
    words = _found(plain_name(note), words_of("note"))
    if words:
        yield message("triage.hint.note", words=words)


def _in_difference(difference: Difference) -> Iterable[Message]:
    new = [change.after for change in difference.of("new") if change.after]
    runs = [package for package in new if package.kind in _RUNS]
    speaks = [package for package in new if _found(plain_name(package.name), words_of("network"))]
    named = [("triage.hint.runs", runs), ("triage.hint.network", speaks)]
    kinds = ("repackaged", "supplier_changed", "maker_changed")
    for kind in kinds:
        changed = [change.after for change in difference.changes if change.kind == kind]
        named.append((f"triage.hint.{kind}", [package for package in changed if package]))
    for id, packages in named:
        if packages:
            yield message(id, n=len(packages), names=tuple(map(_name, packages[:_MOST])))


def _name(package: Package) -> str:
    return f"{package.name} {package.version}".strip()


def _found(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word in text)
