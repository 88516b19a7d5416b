"""What an operator does: open a case, write, attach, check, submit, answer, withdraw."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from msgspec.structs import replace

from sekisho.model.canonical import plain
from sekisho.model.case import Event
from sekisho.model.evidence import Evidence
from sekisho.model.filing import Filing
from sekisho.model.values.message import message
from sekisho.portal import who_may
from sekisho.portal.accounts.models import Organisation
from sekisho.portal.cases import engine, vetting
from sekisho.portal.cases.door import Doing, Opened, enter, sha256_of_text
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.cases.standing import WRITING
from sekisho.portal.filing.models import Draft
from sekisho.portal.filing.queries import listed_evidence
from sekisho.portal.filing.workbench.tree import (
    Tree,
    finished,
    read_draft,
    texts_of,
    with_texts,
    without,
)
from sekisho.portal.personal import filings, retention
from sekisho.portal.queue.sectors import keep_sector
from sekisho.portal.refusals import IncompleteError, RefusedError
from sekisho.read.limits import EVIDENCE

_LONGEST_NAME = 255
_SHOWN = {"reference": 120, "title": 300, "kind": 24, "regime": 64, "authority_in_pack": 64}
"""Characters that the columns of a case hold."""
STATUTE = "jp-espa"
"""The pack under which a filing stands that names none."""


def open_case(doing: Doing, filing: Filing, cleared: Filing | None = None) -> UUID:
    """Opens a case with a draft of a filing, and the cleared one that it changes; gives its id."""
    who_may.require(doing.sitting, "case.open")
    operator = doing.sitting.organisation
    if operator is None:
        raise RefusedError
    with transaction.atomic():
        case = CaseFile(
            operator=operator,
            regime=filing.regime or STATUTE,
            fictional=filing.fictional or operator.fictional,
        )
        head(case, filing)
        case.save()
        Draft.objects.create(case=case, filing=texts_of(filing), saved_by=doing.sitting.user)
        keep_sector(case, filing)
        opened = Opened(case, doing)
        if cleared is not None:
            opened.add(Document.Kind.CLEARED, cleared)
        opened.append("opened")
        case.version = 1
        case.save()
    return case.id


def copy_of(case: CaseFile) -> Filing:
    """Gives a filing of one's own as the start of a new one: what is bound to that time is left
    out, and the rest counts as filled in by a tool.
    """
    document = engine.latest(case, Document.Kind.FILING)
    earlier = (
        filings.whole(document).filing
        if document
        else read_draft(Draft.objects.get(case=case).filing)[0]
    )
    filing = replace(
        earlier,
        reference="",
        filed_on=None,
        evidence=(),
        change=None,
        emergency=None,
        introduction=replace(earlier.introduction, planned_on=None)
        if earlier.introduction
        else None,
        prefilled=(),
    )
    stated = texts_of(filing)
    kept = [f"/{name}" for name in stated if name not in {"schema", "regime", "fictional"}]
    return replace(filing, prefilled=tuple(kept))


def save_draft(case_id: UUID, doing: Doing, filing: Filing) -> None:
    """Puts another filing in the place of the draft."""
    with enter(case_id, "draft.save", doing) as opened:
        keep(opened, open_draft(opened), texts_of(filing))


def save_texts(case_id: UUID, doing: Doing, typed: dict[str, str]) -> None:
    """Keeps what was typed, each text under the JSON pointer of its place, right or wrong."""
    with enter(case_id, "draft.save", doing) as opened:
        draft = open_draft(opened)
        keep(opened, draft, with_texts(draft.filing, typed))


def remove_entry(case_id: UUID, doing: Doing, pointer: str) -> None:
    """Takes an entry of a list out of the draft."""
    with enter(case_id, "draft.save", doing) as opened:
        draft = open_draft(opened)
        keep(opened, draft, without(draft.filing, pointer))


def add_evidence(case_id: UUID, doing: Doing, evidence: Evidence, chunks: Iterable[bytes]) -> None:
    """Attaches a file to the draft: stored whole, hashed, listed in the filing."""
    if len(evidence.path) > _LONGEST_NAME:
        raise IncompleteError(
            message("portal.evidence.long_name", limit=_LONGEST_NAME),
            hint=message("portal.evidence.long_name.remedy"),
        )
    with enter(case_id, "evidence.add", doing) as opened:
        _attach(opened, evidence, chunks)


def add_files(
    case_id: UUID, doing: Doing, files: Iterable[tuple[str, Iterable[bytes]]], kind: str
) -> None:
    """Attaches files by their names, all of them or, where one is refused, none.

    One that the draft lists is what the draft says it is; of others the kind is the one given.
    """
    with enter(case_id, "evidence.add", doing) as opened:
        for name, chunks in files:
            _attach(opened, listed_evidence(opened.case, name, kind), chunks)


def _attach(opened: Opened, evidence: Evidence, chunks: Iterable[bytes]) -> None:
    draft = open_draft(opened)
    about = retention.about_of(opened.case, evidence, opened.doing.today)
    stored = opened.store(chunks, EVIDENCE.bytes, about)
    Document.objects.create(
        case=opened.case,
        kind=Document.Kind.EVIDENCE,
        sha256=stored.sha256,
        name=evidence.path,
        media_type=evidence.media_type[:127],
        size=stored.size,
        vault_key=stored.key,
        made_by=opened.doing.sitting.user,
    )
    tree = draft.filing
    listed = [row for row in tree.get("evidence", []) if row.get("path") != evidence.path]
    keep(opened, draft, {**tree, "evidence": [*listed, plain(evidence)]})
    opened.append("attached", name=evidence.path, sha256=stored.sha256)


def check_draft(case_id: UUID, doing: Doing) -> None:
    """Vets the draft as it stands, once handed in what was received, for the operator's own eyes;
    a large one in the background.
    """
    with enter(case_id, "case.check", doing) as opened:
        if vetting.is_long(opened.case):
            vetting.enqueue_vetting(opened.case, "operator")
            return
        draft = Draft.objects.get(case=opened.case)
        filing = finished(draft.filing) if opened.case.state in WRITING else None
        draft.checked = vetting.vet_for(opened.case, filing, "operator", doing.today)
        draft.checked_at_save = draft.saves
        draft.save()


def submit(case_id: UUID, doing: Doing) -> None:
    """Hands the filing in: what is in the draft now is kept as received, and goes to the
    authority that it names.
    """
    with enter(case_id, "submit", doing) as opened:
        opened.require_lawful("submit", doing.today)
        draft = Draft.objects.get(case=opened.case)
        filing = finished(draft.filing)
        authority = authority_of(filing)
        if not filing.authority:
            raise IncompleteError(message("portal.submit.no_authority"))
        if authority is None:
            raise RefusedError(
                message("portal.submit.not_here"), hint=message("portal.submit.not_here.remedy")
            )
        take_head(opened.case, filing)
        opened.case.authority = authority
        document = opened.add(Document.Kind.FILING, filing)
        opened.append("submit", kind="submitted", decided_sha256=document.sha256)
        vetting.enqueue_vetting(opened.case, "authority")


def reply(case_id: UUID, doing: Doing, question_id: int, text: str) -> None:
    """Answers a question of the authority."""
    from sekisho.portal.examine.models import Question  # noqa: PLC0415 (rooms beside each other)

    if not text.strip():
        raise IncompleteError(message("portal.reply.empty"))
    with enter(case_id, "reply", doing) as opened:
        opened.require_lawful("reply", doing.today)
        question = Question.objects.filter(
            case=opened.case, id=question_id, replied__isnull=True
        ).first()
        if question is None:
            raise RefusedError(message("portal.reply.none"))
        question.replied = opened.append(
            "reply", kind="replied", question=question_id, decided_sha256=sha256_of_text(text)
        )
        question.reply = text.strip()
        question.save()


def answer(case_id: UUID, doing: Doing, *, accepts: bool, reasons: str) -> None:
    """Answers a recommendation: whether it is accepted, and why not where it is not."""
    if not accepts and not reasons.strip():
        raise IncompleteError(message("portal.answer.no_reasons"))
    with enter(case_id, "answer", doing) as opened:
        opened.require_lawful("answer", doing.today)
        opened.append("answer", kind="answered", accepts=accepts, reason=reasons.strip())


def file_changed_plan(case_id: UUID, doing: Doing, filing: Filing) -> None:
    """Files the plan as changed on a recommendation or order; the first one stays as received."""
    with enter(case_id, "file_changed_plan", doing) as opened:
        opened.require_lawful("file_changed_plan", doing.today)
        document = opened.add(Document.Kind.FILING, filing)
        opened.append(
            "file_changed_plan", kind="changed_plan_filed", decided_sha256=document.sha256
        )
        vetting.enqueue_vetting(opened.case, "authority")


def withdraw(case_id: UUID, doing: Doing, reason: str) -> None:
    """Takes the filing back."""
    with enter(case_id, "withdraw", doing) as opened:
        opened.require_lawful("withdraw", doing.today)
        opened.append("withdraw", kind="withdrawn", reason=reason.strip())


def proceed(case_id: UUID, doing: Doing, on: date) -> None:
    """Records that the operator has introduced what it filed, or begun the entrustment."""
    doing.refuse_ahead(on)
    with enter(case_id, "proceed", doing) as opened:
        opened.require_lawful("proceed", on)
        opened.append("proceed", kind="introduced", on=on)


def keep(opened: Opened, draft: Draft, tree: Tree) -> None:
    """Keeps a draft as it now is, and what the lists show of it."""
    draft.filing = tree
    draft.saves += 1
    draft.saved_at = opened.doing.at
    draft.saved_by = opened.doing.sitting.user
    draft.save()
    filing = read_draft(tree)[0]
    retention.settle(opened.case, filing, opened.doing.today)
    if opened.case.authority_id is None:
        # An authority that was shown or handed something sees the head of the case: what is
        # written after that stays the operator's until it is handed in.
        take_head(opened.case, filing)
    opened.case.version += 1


def introduce_urgently(case_id: UUID, doing: Doing, on: date) -> None:
    """Records that an emergency was met before any filing: the filing follows."""
    doing.refuse_ahead(on)
    with enter(case_id, "proceed", doing) as opened:
        if opened.case.kind != "emergency":
            raise RefusedError(message("portal.urgent.no_emergency"))
        opened.require_possible(Event(kind="introduced", on=on))
        opened.append("proceed", kind="introduced", on=on)


def open_draft(opened: Opened) -> Draft:
    """Gives the draft that may be written to: a filing that was received is so no more."""
    if opened.case.state not in WRITING:
        raise RefusedError(
            message("portal.draft.closed"), hint=message("portal.draft.closed.remedy")
        )
    return Draft.objects.get(case=opened.case)


def authority_of(filing: Filing) -> Organisation | None:
    """Gives the authority that a filing names, where it runs this portal."""
    return _authorities(filing.authority).first() if filing.authority else None


def runs_here(authority: str) -> bool:
    """Says whether an authority of the pack runs this portal."""
    return _authorities(authority).exists()


def _authorities(authority: str) -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind=Organisation.Kind.AUTHORITY, authority=authority)


def take_head(case: CaseFile, filing: Filing) -> None:
    """Takes from a filing what lists show of it and are asked by; the case is there already."""
    head(case, filing)
    keep_sector(case, filing)


def head(case: CaseFile, filing: Filing) -> None:
    """Takes from the filing what the lists show of it."""
    values: dict[str, Any] = {
        "reference": filing.reference or case.reference or str(case.id)[:8],
        "title": filing.facility.name,
        "kind": filing.kind or "",
        "regime": filing.regime or STATUTE,
        "authority_in_pack": filing.authority,
    }
    for name, value in values.items():
        # What is typed may be longer than a list shows; the filing itself keeps it whole.
        setattr(case, name, value[: _SHOWN[name]])
