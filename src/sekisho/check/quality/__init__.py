"""Quality: does the SBOM say enough to be relied on?

It is held against the profile that the rule pack names, else against the minimum elements of NTIA
(12 July 2021), and against what we ask ourselves.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sekisho.check.look import Answer, Check, Look
from sekisho.check.quality.facts import FactTable
from sekisho.check.quality.judged import Row, judge
from sekisho.check.quality.own import Remark, remarks
from sekisho.check.software import SHOWN, sboms
from sekisho.model.evidence import EvidenceItem
from sekisho.model.finding import Finding, Severity
from sekisho.model.inventory import Inventory
from sekisho.model.values.message import message
from sekisho.regime.profiles import DEFAULT, Element, Profile, find_profile

VERSION = "2"

_PLACES = 3
"""A gap of many packages names the places of this many."""

_SEVERITIES: dict[str, Severity] = {"required": "low", "additional": "info", "optional": "info"}


def look_at_quality(look: Look) -> Answer:
    """Tells, for each proposed SBOM, which elements of the profile are missing and how often."""
    items = [item for item in sboms(look.case, "sbom") if item.inventory]
    if not items:
        return Answer(basis="declared", reason=message("software.no_sbom"))
    profile = find_profile(look.regime.routes.sbom_profile or DEFAULT)
    return Answer(
        findings=tuple(finding for item in items for finding in _of_item(item, profile)),
        looked_at=len(items),
        basis="declared",
    )


def _of_item(item: EvidenceItem, profile: Profile) -> Iterator[Finding]:
    inventory = item.inventory
    if inventory is None:
        return
    yield from _of_schema(item, inventory)
    table = FactTable(inventory)
    rows = zip(profile.elements, judge(table, profile).rows, strict=True)
    # What many packages lack comes first, then what the document does not say of itself; of an
    # SBOM without packages that alone is said.
    for element, row in sorted(
        rows if table.packages else (), key=lambda pair: pair[0].of == "document"
    ):
        if row.standing in {"lacking", "cannot_say"}:
            yield _of_element(item, table, element, row)
    for remark in remarks(table):
        yield _finding(item, remark)


def _of_element(item: EvidenceItem, table: FactTable, element: Element, row: Row) -> Finding:
    """A gap in the words of the element, or in its own where its profile names them."""
    title = (element.title.ja, element.title.en)
    missing = row.total - row.n
    severity = _SEVERITIES[element.level]
    rule = (element.finding or f"quality.no_{element.id}").removeprefix("quality.")
    if row.standing == "cannot_say":
        shown = f"{table.inventory.format} {table.inventory.spec_version}"
        severity, said = "info", message("quality.cannot_say", element=title, format=shown)
    elif element.finding and element.of == "document":
        said = message(element.finding)
    elif element.finding:
        said = message(element.finding, n=missing, total=row.total)
    elif element.of == "document":
        said = message("quality.not_said", element=title)
    else:
        said = message("quality.lacking", element=title, n=missing, total=row.total)
    lacks = Remark(id=rule, severity=severity, message=said, examples=row.examples, count=missing)
    found = _finding(item, lacks)
    if element.finding and row.standing == "lacking":
        return found
    remedy = message("quality.fix", fix=(element.fix.ja, element.fix.en))
    return msgspec.structs.replace(found, remedy=remedy)


def _of_schema(item: EvidenceItem, inventory: Inventory) -> Iterator[Finding]:
    """What the document breaks of the schema of its own format, and whether it was held to one."""
    faults = inventory.schema_faults
    if faults:
        told = tuple(
            message(
                f"quality.schema_{fault.kind}", about=fault.about, n=fault.count, place=fault.place
            )
            for fault in faults[:SHOWN]
        )
        id = "quality.schema_own" if inventory.schema_own else "quality.schema"
        said = message(id, schema=inventory.schema_version, n=len(faults))
        finding = _finding(item, Remark(id="schema", severity="low", message=said))
        first = " ".join(f"{item.evidence.id}#{fault.first}" for fault in faults[:SHOWN])
        yield msgspec.structs.replace(finding, details=told, place=first)
    elif not inventory.schema_version:
        shown = f"{inventory.format} {inventory.spec_version}"
        said = message("quality.no_schema", schema=shown)
        yield _finding(item, Remark(id="no_schema", severity="info", message=said))
    elif inventory.schema_own:
        said = message("quality.schema_own_kept", schema=inventory.schema_version)
        yield _finding(item, Remark(id="no_schema", severity="info", message=said))


def _finding(item: EvidenceItem, remark: Remark) -> Finding:
    names = tuple(example.label for example in remark.examples) if remark.count else ()
    places = [each.place for each in remark.examples[:_PLACES] if names and each.place]
    told = (message("software.packages", names=names, n=remark.count),) if names else ()
    return Finding(
        rule=f"quality.{remark.id}",
        rule_version=VERSION,
        subject=f"evidence:{item.evidence.id}",
        state="found",
        severity=remark.severity,
        message=remark.message,
        basis="declared",
        place=" ".join(f"{item.evidence.id}#{place}" for place in places or [""]),
        remedy=message(f"quality.{remark.id}.remedy"),
        evidence=(item.evidence.id,),
        details=told,
    )


CHECK = Check(name="quality", version=VERSION, run=look_at_quality)
