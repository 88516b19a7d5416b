"""Delivery: what a vendor sent, what of it could be looked into, and what to ask it for.

A file that was only hashed is known by its digest and by nothing else: it is told as not looked
into, never as clean.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sekisho.check.look import Answer, Check, Look
from sekisho.model.case import Case
from sekisho.model.finding import Finding, Severity, State
from sekisho.model.inventory import Inventory
from sekisho.model.operator.delivery import Arrived, Delivery
from sekisho.model.values.message import Message, message

VERSION = "1"
_SHOWN = 20
_READABLE = frozenset(
    {"sbom", "mail", "zip", "workbook", "csv", "text", "empty", "locked", "unread"}
)
"""Kinds of which nothing inside is left unsaid, or of which a defect tells."""

_PROGRAMS = frozenset(
    {
        "elf",
        "macho",
        "windows_program",
        "java_archive",
        "java_class",
        "android_app",
        "android_boot",
        "installer",
        "deb",
        "rpm",
        "uimage",
        "flat_image",
        "squashfs",
        "cramfs",
        "ubi",
        "jffs2",
        "cpio",
        "trx",
        "iso",
        "flash_text",
        "data",
    }
)
_DECEIVES = "vendor.leaves_folder"
_GUESSED = "vendor.columns_unconfirmed"


def look_at_delivery(look: Look) -> Answer:
    """Tells what of a delivery was not looked into and why, and what no SBOM speaks for."""
    delivery = look.case.delivery
    if delivery is None:
        return Answer(reason=message("delivery.none"))
    findings = [*_without_sbom(look.case, delivery), *_guesses(delivery)]
    findings += [*_defects(delivery), *_not_inside(delivery)]
    return Answer(findings=tuple(findings), looked_at=len(delivery.files))


def questions(case: Case) -> tuple[Message, ...]:
    """Gives what to ask the vendor, what matters most first."""
    delivery = case.delivery
    if delivery is None:
        return ()
    asked: list[Message] = []
    stated = _stated(case)
    programs = tuple(file.path for file in delivery.files if file.kind in _PROGRAMS)
    said = {defect.message.id for file in delivery.files for defect in file.defects}
    if stated is not None:
        product = _product(delivery)
        id = "vendor.ask.sbom_of" if product else "vendor.ask.sbom"
        asked.append(message(id, **({"product": product} if product else {})))
    if delivery.guesses:
        asked.append(message("vendor.ask.table", files=tuple(g.path for g in delivery.guesses)))
    unread = tuple(
        i.evidence.path for i in case.evidence if _is_unread(i.evidence.kind, i.inventory)
    )
    for id, files in (
        ("vendor.ask.unread", unread),
        ("vendor.ask.programs", programs),
        ("vendor.ask.locked", _with(delivery, "vendor.encrypted")),
        ("vendor.ask.outlook", tuple(f.path for f in delivery.files if f.kind == "outlook")),
        ("vendor.ask.again", _again(delivery)),
    ):
        if files:
            asked.append(message(id, files=files))
    if _DECEIVES in said:
        asked.append(message("vendor.ask.names", files=_with(delivery, _DECEIVES)))
    asked.extend(message(f"vendor.ask.{id}") for id in ("digests", "changes", "flaws", "support"))
    return tuple(asked)


def _is_unread(kind: str, inventory: Inventory | None) -> bool:
    return kind in {"sbom", "sbom_in_service"} and inventory is None


def _with(delivery: Delivery, id: str) -> tuple[str, ...]:
    return tuple(f.path for f in delivery.files if any(d.message.id == id for d in f.defects))


def _again(delivery: Delivery) -> tuple[str, ...]:
    """Files that came damaged, or too large or too deep to be opened."""
    told = {"vendor.encrypted", _DECEIVES, _GUESSED, "vendor.broken_mail", "vendor.link"}
    return tuple(
        file.path
        for file in delivery.files
        if file.kind != "sbom" and any(d.message.id not in told for d in file.defects)
    )


def _stated(case: Case) -> Inventory | None:
    held = (item.inventory for item in case.evidence)
    return next((inventory for inventory in held if inventory and inventory.stated_by), None)


def _product(delivery: Delivery) -> str:
    return f"{delivery.product} {delivery.version}".strip()


def _without_sbom(case: Case, delivery: Delivery) -> Iterator[Finding]:
    if _stated(case) is None:
        return
    lacking = tuple(
        word for word in ("product", "vendor", "version") if not getattr(delivery, word)
    )
    details = [message("delivery.lacking", words=lacking)] if lacking else []
    if delivery.product:
        said = message("delivery.stated", product=_product(delivery), vendor=delivery.vendor)
        details.insert(0, said)
    yield _finding("no_sbom", "medium", message("delivery.no_sbom"), tuple(details))


def _guesses(delivery: Delivery) -> Iterator[Finding]:
    for guess in delivery.guesses:
        pairs = tuple(f"{heading} → {field}" for field, heading in guess.columns)
        said = message(
            "delivery.columns", file=guess.path, sheet=guess.sheet or guess.path, row=guess.row
        )
        told = (message("delivery.column_pairs", pairs=pairs),)
        yield _finding("columns", "medium", said, told, about=guess.path)


def _defects(delivery: Delivery) -> Iterator[Finding]:
    """One finding for each thing that was wrong, with the files it was wrong with."""
    pairs = [
        (defect, file)
        for file in delivery.files
        for defect in file.defects
        if defect.message.id != _GUESSED and file.kind != "sbom"
    ]
    pairs.sort(key=lambda pair: (pair[0].message.id, pair[1].path))
    for id, group in groupby(pairs, key=lambda pair: pair[0].message.id):
        found = list(group)
        deceives = id == _DECEIVES
        yield Finding(
            rule=f"delivery.{id.removeprefix('vendor.')}",
            rule_version=VERSION,
            subject="delivery",
            state="found" if deceives else "not_checked",
            severity="medium" if deceives else "low",
            message=found[0][0].message,
            cause="" if deceives else f"delivery:{id.removeprefix('vendor.')}",
            remedy=found[0][0].remedy,
            details=_files([file for _, file in found]),
        )


def _not_inside(delivery: Delivery) -> Iterator[Finding]:
    files = [file for file in delivery.files if file.kind not in _READABLE]
    if files:
        said = message("delivery.not_inside", n=len(files), total=len(delivery.files))
        yield _finding("not_inside", "info", said, _files(files))


def _files(files: list[Arrived]) -> tuple[Message, ...]:
    shown = tuple(
        message("delivery.file", file=f.path, kind=f"file.{f.kind}") for f in files[:_SHOWN]
    )
    more = len(files) - len(shown)
    return (*shown, message("provenance.and_more", n=more)) if more else shown


def _finding(
    id: str, severity: Severity, said: Message, details: tuple[Message, ...], about: str = ""
) -> Finding:
    state: State = "not_checked"
    return Finding(
        rule=f"delivery.{id}",
        rule_version=VERSION,
        subject=f"delivery:{about}" if about else "delivery",
        state=state,
        severity=severity,
        message=said,
        basis="declared" if id == "no_sbom" else "observed",
        cause=f"delivery:{id}:{about}" if about else f"delivery:{id}",
        remedy=message(f"delivery.{id}.remedy", **({"file": about} if about else {})),
        details=details,
    )


CHECK = Check(
    name="delivery",
    version=VERSION,
    run=look_at_delivery,
    applies=lambda look: look.case.delivery is not None,
)
