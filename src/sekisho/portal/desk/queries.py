"""What the pages of the desk read: of the person's own organisation, and of no other."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import OuterRef, Subquery

from sekisho.desk.register_sheet import register_sheet
from sekisho.desk.triage.month.sheets import updates_sheet
from sekisho.model.canonical import decode_hook
from sekisho.model.errors import Defect
from sekisho.model.operator.memo import Memo
from sekisho.model.operator.register import Register, RegisterEntry
from sekisho.model.schema import from_json
from sekisho.model.values.message import Message
from sekisho.portal import who_may
from sekisho.portal.accounts.models import Organisation
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import engine, vault
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.desk import handing
from sekisho.portal.desk.models import (
    MemoRow,
    Month,
    OpenedDraft,
    Plan,
    RegisterVersion,
    Result,
    Sbom,
    Sheet,
)
from sekisho.portal.desk.running import KIND
from sekisho.portal.personal.models import DataKey
from sekisho.portal.refusals import NotAllowedError, UnknownError
from sekisho.portal.work.models import Work
from sekisho.regime.pack import Regime

_ZIP = 4 * 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A version of the register: its rows, the other versions, the plans at hand and to take."""

    version: RegisterVersion | None
    register: Register
    newest: int
    versions: tuple[RegisterVersion, ...]
    plans: tuple[Plan, ...]
    cases: tuple[CaseFile, ...]

    @property
    def entries(self) -> tuple[RegisterEntry, ...]:
        """The components."""
        return self.register.entries


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month in a list: its sheet, and the newest result where there is one."""

    month: Month
    sheet: str
    on: date | None
    outcome: str
    updates: int


@dataclass(frozen=True, slots=True)
class Named:
    """An SBOM that the sheet names, and the file, where it is here."""

    path: str
    file: Sbom | None


@dataclass(frozen=True)
class MonthView:
    """A month as its page shows it; without a result while it has not been sorted."""

    month: Month
    sheet: Sheet
    result: Result | None
    earlier: tuple[Result, ...]
    percent: int | None
    failed: bool
    sboms: tuple[Named, ...]
    opened: Mapping[str, OpenedDraft]
    drafts_here: bool
    """Whether the files of the drafts are here: they go with the plan they were filled from."""

    @property
    def told(self) -> dict[str, Any]:
        """What the result sums up."""
        return self.result.told if self.result else {}

    @cached_property
    def regime(self) -> Regime | None:
        """The rules that the result was sorted under."""
        if self.result is None or not self.result.regime:
            return None
        id, _, _ = self.result.regime.partition("@")
        return engine.regime_on(id, self.result.on)

    @cached_property
    def defects(self) -> tuple[Defect, ...]:
        """What could not be read."""
        return tuple(_defect(one) for one in self.told.get("defects", ()))

    @cached_property
    def notes(self) -> tuple[Message, ...]:
        """What is to be told beside the result."""
        return tuple(msgspec.convert(one, Message) for one in self.told.get("notes", ()))

    @property
    def caveats(self) -> tuple[Message, ...]:
        """What the rules themselves leave open on that day."""
        return self.regime.caveats(self.result.on) if self.regime and self.result else ()

    @property
    def waiting(self) -> list[dict[str, Any]]:
        """The questions that nobody has answered yet."""
        return [one for one in self.told.get("questions", ()) if one["waits"]]


def view_register(sitting: Sitting, number: int | None = None) -> RegisterView:
    """Gives the newest version of the register, or an earlier one."""
    place = _place(sitting, "register.see")
    versions = tuple(
        RegisterVersion.objects.filter(organisation=place)
        .defer("body")
        .select_related("made_by")
        .order_by("-number")
    )
    newest = versions[0].number if versions else 0
    wanted = number or newest
    version = next((row for row in versions if row.number == wanted), None)
    if number is not None and version is None:
        raise UnknownError
    return RegisterView(
        version=version,
        register=handing.register_of(version),
        newest=newest,
        versions=versions,
        plans=tuple(
            Plan.objects.filter(organisation=place, dropped_at__isnull=True)
            .select_related("case", "made_by")
            .order_by("made_at", "id")
        ),
        cases=_to_take(place) if who_may.may(sitting, "register.keep") else (),
    )


def register_file(sitting: Sitting, number: int | None = None) -> bytes:
    """Writes a version of the register as a sheet; a blank one where there is none."""
    return register_sheet(view_register(sitting, number).register)


def updates_file(sitting: Sitting) -> bytes:
    """Writes the sheet of updates to fill in, from the newest register."""
    return updates_sheet(view_register(sitting).register)


def list_months(sitting: Sitting) -> tuple[MonthRow, ...]:
    """Lists the months of the organisation, the newest first."""
    place = _place(sitting, "triage.see")
    results = Result.objects.filter(month=OuterRef("id")).order_by("-number")
    sheets = Sheet.objects.filter(month=OuterRef("id")).order_by("-number")
    rows = Month.objects.filter(organisation=place).annotate(
        sheet_name=Subquery(sheets.values("name")[:1]),
        result_on=Subquery(results.values("on")[:1]),
        result_outcome=Subquery(results.values("outcome")[:1]),
        result_updates=Subquery(results.values("updates")[:1]),
    )
    return tuple(
        MonthRow(
            month=row,
            sheet=row.sheet_name or "",
            on=row.result_on,
            outcome=row.result_outcome or "",
            updates=row.result_updates or 0,
        )
        for row in rows.order_by("-made_at", "id")[:200]
    )


def view_month(id: UUID, sitting: Sitting, number: int | None = None) -> MonthView:
    """Gathers what the page of a month shows: its newest result, or an earlier one."""
    month = find_month(id, sitting)
    results = tuple(
        month.results.select_related("register", "sheet")
        .defer("register__body")
        .order_by("-number")
    )
    result = next((row for row in results if number in (None, row.number)), None)
    if number is not None and result is None:
        raise UnknownError
    sheet = month.sheets.order_by("-number")[0]
    files = handing.sboms_of(month, sheet)
    work = Work.objects.filter(kind=KIND, key=str(month.id), done_at__isnull=True).order_by("-id")
    newest = work.first()
    waits = newest is not None and newest.failed_at is None
    return MonthView(
        month=month,
        sheet=sheet,
        result=result,
        earlier=results[1:] if number is None else results,
        percent=newest.progress if newest is not None and waits else None,
        failed=newest is not None and not waits,
        sboms=tuple(Named(path, files.get(path)) for path in sheet.named),
        opened={row.name: row for row in OpenedDraft.objects.filter(result=result)},
        drafts_here=DataKey.objects.filter(name=result.drafts_key if result else "").exists(),
    )


def find_month(id: UUID, sitting: Sitting) -> Month:
    """Gives a month of the person's organisation; raises `UnknownError` for any other."""
    place = _place(sitting, "triage.see")
    month = Month.objects.select_related("made_by").filter(id=id, organisation=place).first()
    if month is None:
        raise UnknownError
    return month


def percent_of(id: UUID, sitting: Sitting) -> int | None:
    """Gives how far the sorting of a month is; `None` when none is to be done."""
    month = find_month(id, sitting)
    waits = Work.objects.filter(
        kind=KIND, key=str(month.id), done_at__isnull=True, failed_at__isnull=True
    )
    return waits.values_list("progress", flat=True).first()


def memo_rows(result: Result | None, becomes: str = "") -> Any:
    """Gives the rows of a result, of one class where it is named, in the order of the sheet."""
    rows = MemoRow.objects.filter(result=result).order_by("number")
    return rows.filter(becomes=becomes) if becomes else rows


def memo_of(row: MemoRow) -> Memo:
    """Reads the memo of a row."""
    return from_json(bytes(row.memo), Memo)


def find_memo(
    id: UUID, sitting: Sitting, number: int, row: int
) -> tuple[Result, MemoRow, tuple[int | None, int | None]]:
    """Gives a memo of a result of a month, and the numbers of those before and after it."""
    month = find_month(id, sitting)
    result = month.results.filter(number=number).first()
    found = MemoRow.objects.filter(result=result, number=row).first() if result else None
    if result is None or found is None:
        raise UnknownError
    before = row - 1 if row > 1 else None
    after = row + 1 if row < result.updates else None
    return result, found, (before, after)


def files_of(id: UUID, sitting: Sitting, number: int, what: str) -> Iterable[bytes]:
    """Gives the bytes of a zip of a result: `memos` or `drafts`.

    The drafts hold personal data: they are for those alone who may make filings of them.
    """
    month = find_month(id, sitting)
    result = month.results.filter(number=number).first()
    if result is None or not result.memos_key:
        raise UnknownError
    if what != "drafts":
        return vault.open_stream(result.memos_key)
    who_may.require(sitting, "triage.run")
    if not result.drafts_key:
        raise UnknownError
    return vault.open_stream(result.drafts_key)


def file_in_memos(id: UUID, sitting: Sitting, number: int, name: str) -> bytes:
    """Gives one file of the zip of memos and tables."""
    data = b"".join(files_of(id, sitting, number, "memos"))
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        if name not in found.namelist():
            raise UnknownError
        return found.read(name)


def draft_files(result: Result, name: str) -> dict[str, bytes]:
    """Gives the files of one draft of a result, by their path in its folder."""
    if not result.drafts_key:
        raise UnknownError
    data = vault.read(result.drafts_key, _ZIP)
    start = f"drafts/{name}/"
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        return {
            path.removeprefix(start): found.read(path)
            for path in found.namelist()
            if path.startswith(start)
        }


def steps(sitting: Sitting) -> tuple[RegisterVersion | None, int]:
    """Gives what the first page of the desk tells: the newest register, and how many plans."""
    place = _place(sitting, "register.see")
    plans = Plan.objects.filter(organisation=place, dropped_at__isnull=True).count()
    version = (
        RegisterVersion.objects.filter(organisation=place).defer("body").order_by("-number").first()
    )
    return version, plans


def _to_take(place: Organisation) -> tuple[CaseFile, ...]:
    """Gives the cases that were handed in and are no plan at hand yet; the newest 50."""
    held = Plan.objects.filter(organisation=place, dropped_at__isnull=True, case__isnull=False)
    return tuple(
        CaseFile.objects.filter(operator=place, submitted_on__isnull=False)
        .exclude(id__in=held.values("case"))
        .order_by("-submitted_on", "id")[:50]
    )


def _place(sitting: Sitting, permission: str) -> Organisation:
    who_may.require(sitting, permission)
    if sitting.organisation is None:
        raise NotAllowedError
    return sitting.organisation


def _defect(one: Any) -> Defect:
    return msgspec.convert(one, Defect, dec_hook=decode_hook)


def last_answers(month: Month) -> dict[str, Any]:
    """Gives what was answered last to each question, in JSON, to be shown again."""
    newest: dict[str, Any] = {}
    for row in month.answered.order_by("id"):
        newest |= {one["question"]: one for one in row.answers}
    return newest
