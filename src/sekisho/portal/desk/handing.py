"""What is handed in at the desk: read under its cap, and the plans at hand put together again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

import msgspec
from django.core.files.uploadedfile import UploadedFile

from sekisho.desk.plans import HandedIn, check_operator, one_each, sift_plans
from sekisho.desk.register import RegisterRead
from sekisho.desk.triage.updates import UpdatesRead, read_updates
from sekisho.model.canonical import decode_hook, plain
from sekisho.model.case import Event
from sekisho.model.filing import Filing
from sekisho.model.operator.register import Register
from sekisho.model.schema import from_json
from sekisho.model.values.message import message
from sekisho.portal.accounts.models import Organisation
from sekisho.portal.cases import engine, vault
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.desk.models import Month, Plan, RegisterVersion, Sbom, Sheet
from sekisho.portal.personal import filings
from sekisho.portal.reading.apart import read_apart, read_filing
from sekisho.portal.refusals import RefusedError
from sekisho.read.beside.events import parse_events
from sekisho.read.files import path_within
from sekisho.read.limits import FILING, SHEET, Limits, check_size
from sekisho.report.catalogue import both

_REGISTER = "sekisho.portal.reading.readers:register"

Uploaded: TypeAlias = "UploadedFile[Any]"
"""A file that came with a form."""


def bytes_of(file: Uploaded, limits: Limits) -> bytes:
    """Reads a file whole; raises `TooLargeError` before the first byte of one that is too large."""
    check_size(file.size or 0, limits, str(file.name))
    return bytes(file.read(limits.bytes + 1))


def read_register_file(file: Uploaded) -> RegisterRead:
    """Reads a register from a file; errors as its reader raises them."""
    return read_apart(_REGISTER, bytes_of(file, SHEET), str(file.name), RegisterRead)


def read_plan_file(file: Uploaded, events: Uploaded | None, stated: Any) -> HandedIn:
    """Reads a plan and the events that come with it; errors as their readers raise them."""
    filing = read_filing(bytes_of(file, FILING), str(file.name))
    happened = parse_events(bytes_of(events, FILING), str(events.name)) if events else None
    return HandedIn(filing, str(file.name), happened, stated_on=stated)


def read_sheet(data: bytes, name: str, register: Register, on: date) -> UpdatesRead:
    """Reads a sheet of updates against a register; raises `InputError` where it cannot be read."""
    return read_updates(data, name, register, on, both)


def register_of(version: RegisterVersion | None) -> Register:
    """Gives the register of a version; an empty one for none."""
    return from_json(bytes(version.body), Register) if version else Register()


def newest_register(organisation: Organisation) -> RegisterVersion | None:
    """Gives the newest version of the register of an organisation."""
    return (
        RegisterVersion.objects.filter(organisation=organisation)
        .select_related("made_by")
        .order_by("-number")
        .first()
    )


def plans_at_hand(organisation: Organisation) -> tuple[HandedIn, ...]:
    """Puts the cleared plans together that an organisation has at hand."""
    rows = Plan.objects.filter(organisation=organisation, dropped_at__isnull=True)
    return tuple(
        plan_of_case(row.case) if row.case else _of_file(row)
        for row in rows.select_related("case").order_by("made_at", "id")
    )


def plan_of_case(case: CaseFile) -> HandedIn:
    """Gives a case of this portal as a plan: as it was received, with its events."""
    document = engine.latest(case, Document.Kind.FILING)
    if document is None:
        raise RefusedError(message("portal.register.not_filed"))
    return HandedIn(filings.whole(document).filing, case.reference, engine.events_of(case))


def events_kept(plan: HandedIn) -> list[Any]:
    """Gives the events of a plan for a column of JSON."""
    return [plain(event) for event in plan.events or ()]


def refuse_others(plan: HandedIn, known: Register, organisation: Organisation) -> None:
    """Raises an error for a plan that was not cleared, is at hand already, or is not of this
    operator.
    """
    held = plans_at_hand(organisation)
    kept, twice = one_each((*held, plan))
    if twice or len(kept) == len(held):
        raise RefusedError(message("portal.register.twice", plan=plan.name))
    check_operator((*held, plan), known.operator, "register")
    party = plan.filing.party(plan.filing.operator.party)
    number = party.identifiers.corporate_number if party else ""
    if number and organisation.corporate_number not in ("", number):
        raise RefusedError(
            message("portal.register.other_number", found=number),
            hint=message("portal.register.other_number.remedy"),
        )


def refuse_uncleared(plan: HandedIn, doing: Doing) -> None:
    """Raises `RefusedError`, with the reason, for a plan that was not cleared by today."""
    sifted = sift_plans([plan], doing.today)
    for reason in sifted.reasons:
        raise RefusedError(reason.message, place=reason.place, hint=reason.remedy)


def named(sheet: Sheet, name: str) -> list[str]:
    """Gives the paths by which a sheet names files of that name."""
    return [path for path in sheet.named if PurePosixPath(path).name == name]


def sboms_of(month: Month, sheet: Sheet) -> dict[str, Sbom]:
    """Gives the newest SBOM at hand for each path that a sheet names; none where two paths end
    in the same name.
    """
    files = {row.name: row for row in month.sboms.order_by("id")}
    names = [PurePosixPath(path).name for path in sheet.named]
    return {
        path: files[name]
        for path, name in zip(sheet.named, names, strict=True)
        if name in files and names.count(name) == 1
    }


def lay_out(files: Iterable[tuple[str, str]], folder: Path) -> None:
    """Writes what lies in the vault into a folder, each under its path there."""
    for name, key in files:
        path = path_within(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for piece in vault.open_stream(key):
                file.write(piece)


def _of_file(row: Plan) -> HandedIn:
    filing = from_json(vault.read(row.vault_key, FILING.bytes), Filing)
    events = tuple(msgspec.convert(one, Event, dec_hook=decode_hook) for one in row.events)
    return HandedIn(filing, row.name, events or None, stated_on=row.stated_on)
