"""What an operator does at the desk: keeps the register, hands in sheets, answers, opens drafts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import PurePosixPath
from uuid import UUID

from django.db import transaction

from sekisho.desk.plans import HandedIn, regime_named
from sekisho.desk.register import RegisterRead, add_plans
from sekisho.desk.triage.questions import read_answers
from sekisho.model.canonical import canonical_bytes, plain, sha256_of
from sekisho.model.errors import DefectsError, UsageError
from sekisho.model.operator.register import Register
from sekisho.model.operator.update import Answer, Answers
from sekisho.model.values.message import Message, message
from sekisho.portal import who_may
from sekisho.portal.cases import queries as cases
from sekisho.portal.cases import vault
from sekisho.portal.cases.door import Doing
from sekisho.portal.desk import handing
from sekisho.portal.desk.door import Desk, enter
from sekisho.portal.desk.handing import Uploaded
from sekisho.portal.desk.models import (
    Answered,
    Month,
    Paper,
    Plan,
    RegisterVersion,
    Result,
    Sbom,
    Sheet,
)
from sekisho.portal.personal.models import DataKey
from sekisho.portal.refusals import IncompleteError, RefusedError, UnknownError
from sekisho.portal.work.table import enqueue
from sekisho.read.limits import EVIDENCE, FILING, SBOM, SHEET
from sekisho.read.sheets.listing import plain_name
from sekisho.report.catalogue import both

PERSONAL = "plan"
"""What the vault is told of files that hold personal data of a plan: their names are salted."""


def keep_sheet(doing: Doing, read: RegisterRead, name: str) -> tuple[Message, ...]:
    """Appends a register that was read from a file as the newest version; gives what to tell."""
    with enter(doing, "register.keep") as desk:
        known = handing.register_of(handing.newest_register(desk.organisation))
        if not read.register.entries:
            raise IncompleteError(
                message("portal.register.empty"), hint=message("portal.register.empty.remedy")
            )
        _refuse_another(known, read.register, name)
        regime_named(read.register.regime, doing.today)
        version = _append(desk, read.register, "sheet", name)
    return (message("register.made", n=version.rows),)


def add_plan(
    doing: Doing,
    plan: HandedIn,
    papers: Sequence[Uploaded] = (),
    case_id: UUID | None = None,
) -> tuple[Message, ...]:
    """Takes a cleared plan to hand, and adds what it states to the register; gives what to tell.

    Raises an error, with its reason, for a plan that was not cleared, is at hand already, or is
    of another operator.
    """
    with enter(doing, "register.keep") as desk:
        known = handing.register_of(handing.newest_register(desk.organisation))
        handing.refuse_uncleared(plan, doing)
        handing.refuse_others(plan, known, desk.organisation)
        grown = add_plans(known, [plan], doing.today)
        stored = None
        if case_id is None:
            data = canonical_bytes(plan.filing)
            stored = desk.store([data], FILING.bytes, PERSONAL)
        row = Plan.objects.create(
            organisation=desk.organisation,
            case_id=case_id,
            reference=plan.filing.reference[:200],
            title=plan.filing.facility.name[:300],
            name=plan.file[:255],
            vault_key=stored.key if stored else "",
            events=[] if case_id else handing.events_kept(plan),
            stated_on=plan.stated_on,
            made_by=desk.user,
        )
        for file in papers:
            name = PurePosixPath(str(file.name)).name
            kept = desk.store(file.chunks(), EVIDENCE.bytes, PERSONAL)
            Paper.objects.create(plan=row, name=name[:255], vault_key=kept.key)
        if not grown.register.entries:
            raise IncompleteError(
                message("portal.register.no_component", plan=plan.name),
                hint=message("portal.register.no_component.remedy"),
            )
        if grown.register != known:
            _append(desk, grown.register, "plan", plan.name)
    said = [
        message("portal.register.grown", plan=plan.name, added=grown.added, filled=grown.filled)
    ]
    if grown.kept:
        said.append(message("portal.register.kept", components=grown.kept))
    if plan.introduces_as_planned:
        said.append(message("portal.register.as_planned"))
    return tuple(said)


def add_case(doing: Doing, case_id: UUID) -> tuple[Message, ...]:
    """Takes a case of this portal, once it was cleared, as a plan at hand; gives what to tell."""
    case = cases.find_case(case_id, doing.sitting)
    who_may.require(doing.sitting, "plan.take", case)
    return add_plan(doing, handing.plan_of_case(case), case_id=case.id)


def drop_plan(doing: Doing, plan_id: UUID) -> None:
    """Uses a plan no more: its file is destroyed, and so are the drafts filled from it."""
    with enter(doing, "register.keep") as desk:
        plan = Plan.objects.filter(
            id=plan_id, organisation=desk.organisation, dropped_at__isnull=True
        ).first()
        if plan is None:
            raise UnknownError
        made = Result.objects.filter(month__organisation=desk.organisation).exclude(drafts_key="")
        keys = [row.drafts_key for row in made if plan.reference in row.plans]
        keys += [plan.vault_key] if plan.vault_key else []
        keys += plan.papers.values_list("vault_key", flat=True)
        DataKey.objects.filter(name__in=keys).delete()
        plan.dropped_at, plan.dropped_by = doing.at, desk.user
        plan.save()
        transaction.on_commit(lambda: _remove(keys))


def open_month(
    doing: Doing, file: Uploaded, sboms: Sequence[Uploaded], on: date | None = None
) -> UUID:
    """Begins a month with its sheet and the SBOMs that come with it; it is then sorted, as of a
    day, or as of today.
    """
    with enter(doing, "triage.run") as desk:
        month = Month.objects.create(organisation=desk.organisation, on=on, made_by=desk.user)
        sheet = _hand_in(desk, month, file)
        _attach(desk, month, sheet, sboms)
        _sort(month)
    return month.id


def replace_sheet(doing: Doing, month_id: UUID, file: Uploaded) -> None:
    """Hands in a corrected sheet; what was answered stays with the updates it was given for."""
    with enter(doing, "triage.run") as desk:
        month = desk.month(month_id)
        _hand_in(desk, month, file)
        _sort(month)


def add_sboms(doing: Doing, month_id: UUID, files: Sequence[Uploaded]) -> None:
    """Attaches SBOMs that the sheet names."""
    if not files:
        raise IncompleteError(message("portal.file.required"))
    with enter(doing, "triage.run") as desk:
        month = desk.month(month_id)
        _attach(desk, month, month.sheets.order_by("-number")[0], files)
        _sort(month)


def sort_again(doing: Doing, month_id: UUID) -> None:
    """Sorts a month anew: as of today, with the newest register and the plans now at hand."""
    with enter(doing, "triage.run") as desk:
        _sort(desk.month(month_id))


def answer(doing: Doing, month_id: UUID, answers: Iterable[Answer]) -> None:
    """Keeps what was answered on the page; raises `DefectsError` for what contradicts itself."""
    document = canonical_bytes(Answers(answers=tuple(answers)))
    _keep_answers(doing, month_id, document, "answers.json")


def answer_by_file(doing: Doing, month_id: UUID, file: Uploaded) -> None:
    """Keeps the answers of a filled in sheet of questions; errors as in `read_answers`."""
    _keep_answers(doing, month_id, handing.bytes_of(file, SHEET), str(file.name))


def _keep_answers(doing: Doing, month_id: UUID, data: bytes, name: str) -> None:
    with enter(doing, "triage.run") as desk:
        month = desk.month(month_id)
        result = month.results.order_by("-number").first()
        if result is None:
            raise RefusedError(message("portal.month.not_sorted"))
        answers, defects = read_answers(data, name, result.told["keys"], result.on, both)
        if defects:
            raise DefectsError(defects)
        given = [each for each in answers if each != Answer(question=each.question)]
        if not given:
            raise IncompleteError(message("portal.questions.none_given"))
        Answered.objects.create(
            month=month,
            answers=[plain(each) for each in given],
            source=name[:255],
            made_by=desk.user,
        )
        _sort(month)


def _hand_in(desk: Desk, month: Month, file: Uploaded) -> Sheet:
    """Keeps a sheet that can be read; which of its rows cannot is told by what comes of it."""
    data, name = handing.bytes_of(file, SHEET), str(file.name)
    version = handing.newest_register(desk.organisation)
    if version is None:
        raise RefusedError(
            message("portal.month.no_register"), hint=message("portal.month.no_register.remedy")
        )
    on = month.on or desk.doing.today
    read = handing.read_sheet(data, name, handing.register_of(version), on)
    stored = desk.store([data], SHEET.bytes)
    paths = [
        path
        for each in read.planned
        for path in (each.update.sbom_in_service, each.update.sbom)
        if path
    ]
    return Sheet.objects.create(
        month=month,
        number=month.sheets.count() + 1,
        name=name[:255],
        vault_key=stored.key,
        sha256=stored.sha256,
        size=stored.size,
        named=list(dict.fromkeys(paths)),
        made_by=desk.user,
    )


def _attach(desk: Desk, month: Month, sheet: Sheet, files: Sequence[Uploaded]) -> None:
    """Keeps SBOMs by their names; a name that stands for several paths of the sheet is refused."""
    for file in files:
        name = PurePosixPath(str(file.name)).name
        paths = handing.named(sheet, name)
        if len(paths) > 1:
            raise RefusedError(
                message("portal.month.two_paths", name=name, paths=tuple(paths)),
                hint=message("portal.month.two_paths.remedy"),
            )
        stored = desk.store(file.chunks(), SBOM.bytes)
        Sbom.objects.create(
            month=month,
            name=name[:255],
            vault_key=stored.key,
            sha256=stored.sha256,
            size=stored.size,
            made_by=desk.user,
        )


def _remove(keys: list[str]) -> None:
    for key in keys:
        vault.remove(key)


def _sort(month: Month) -> None:
    enqueue("triage", str(month.id))


def _append(desk: Desk, register: Register, source: str, name: str) -> RegisterVersion:
    before = handing.newest_register(desk.organisation)
    return RegisterVersion.objects.create(
        organisation=desk.organisation,
        number=before.number + 1 if before else 1,
        body=canonical_bytes(register),
        sha256=sha256_of(register),
        rows=len(register.entries),
        source=source,
        name=name[:255],
        made_by=desk.user,
    )


def _refuse_another(known: Register, new: Register, name: str) -> None:
    """A register of one operator is followed by none of another."""
    names = (known.operator, new.operator)
    if all(names) and plain_name(names[0]) != plain_name(names[1]):
        raise UsageError(
            message("plans.two_operators", operators=names, files=("register", name)),
            hint=message("plans.two_operators.remedy"),
        )
