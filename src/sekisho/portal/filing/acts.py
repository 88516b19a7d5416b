"""What an operator does: open a case, write, attach, check, submit, answer, withdraw."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from sekisho.model.canonical import plain
from sekisho.model.evidence import Evidence
from sekisho.model.filing import Filing
from sekisho.model.schema import from_plain
from sekisho.model.values.message import message
from sekisho.portal import who_may
from sekisho.portal.accounts.models import Organisation
from sekisho.portal.cases import vault, vetting
from sekisho.portal.cases.door import Doing, Opened, enter
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.cases.standing import WRITING
from sekisho.portal.filing.models import Draft
from sekisho.portal.personal import retention
from sekisho.portal.refusals import IncompleteError, RefusedError
from sekisho.portal.work.table import enqueue
from sekisho.read.filing import read_filing
from sekisho.read.limits import EVIDENCE

STATUTE = "jp-espa"
"""The pack under which a filing stands that names none."""


def open_case(doing: Doing, filing: Filing) -> UUID:
    """Opens a case with a draft of a filing and gives its id."""
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
        _head(case, filing)
        case.save()
        Draft.objects.create(case=case, filing=plain(filing), saved_by=doing.sitting.user)
        opened = Opened(case, doing)
        opened.append("opened")
        case.version = 1
        case.save()
    return case.id


def read_draft(data: bytes, name: str) -> Filing:
    """Reads a filing handed in as a file; errors as in `read_filing`."""
    return read_filing(data, name)


def save_draft(case_id: UUID, doing: Doing, filing: Filing) -> None:
    """Keeps what was written; nothing is judged, and a draft may be as empty as it is."""
    with enter(case_id, "draft.save", doing) as opened:
        _open_draft(opened)
        draft = Draft.objects.get(case=opened.case)
        draft.filing = plain(filing)
        draft.saves += 1
        draft.saved_at = doing.at
        draft.saved_by = doing.sitting.user
        draft.save()
        _head(opened.case, filing)
        opened.case.version += 1


def add_evidence(case_id: UUID, doing: Doing, evidence: Evidence, chunks: Iterable[bytes]) -> None:
    """Attaches a file to the draft: stored whole, hashed, listed in the filing."""
    with enter(case_id, "evidence.add", doing) as opened:
        _open_draft(opened)
        about = retention.about_of(opened.case, evidence, doing.today)
        stored = vault.put(chunks, EVIDENCE.bytes, case=opened.case, about=about)
        Document.objects.create(
            case=opened.case,
            kind=Document.Kind.EVIDENCE,
            sha256=stored.sha256,
            name=evidence.path,
            media_type=evidence.media_type,
            size=stored.size,
            vault_key=stored.key,
            made_by=doing.sitting.user,
        )
        draft = Draft.objects.get(case=opened.case)
        listed = [row for row in draft.filing.get("evidence", []) if row["path"] != evidence.path]
        draft.filing["evidence"] = [*listed, plain(evidence)]
        draft.saves += 1
        draft.save()
        opened.append("attached", name=evidence.path, sha256=stored.sha256)


def check_draft(case_id: UUID, doing: Doing) -> None:
    """Vets the draft as it stands, for the operator's own eyes."""
    with enter(case_id, "case.check", doing) as opened:
        draft = Draft.objects.get(case=opened.case)
        filing = from_plain(draft.filing, Filing)
        vetting.vet_for(opened.case, filing, "operator", doing.today)


def submit(case_id: UUID, doing: Doing) -> None:
    """Hands the filing in: what is in the draft now is kept as received, and goes to the
    authority that it names.
    """
    with enter(case_id, "submit", doing) as opened:
        opened.require_lawful("submit", doing.today)
        draft = Draft.objects.get(case=opened.case)
        filing = from_plain(draft.filing, Filing)
        authority = Organisation.objects.filter(
            kind=Organisation.Kind.AUTHORITY, authority=filing.authority
        ).first()
        if not filing.authority:
            raise IncompleteError(message("portal.submit.no_authority"))
        _head(opened.case, filing)
        opened.case.authority = authority
        document = opened.add(Document.Kind.FILING, filing)
        opened.append("submit", kind="submitted", decided_sha256=document.sha256)
        enqueue("vet", str(opened.case.id), {"side": "authority"})


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
        question.replied = opened.append("reply", kind="replied", question=question_id)
        question.reply = text.strip()
        question.save()


def withdraw(case_id: UUID, doing: Doing, reason: str) -> None:
    """Takes the filing back."""
    with enter(case_id, "withdraw", doing) as opened:
        opened.require_lawful("withdraw", doing.today)
        opened.append("withdraw", kind="withdrawn", reason=reason.strip())


def proceed(case_id: UUID, doing: Doing, on: date) -> None:
    """Records that the operator has introduced what it filed, or begun the entrustment."""
    with enter(case_id, "proceed", doing) as opened:
        opened.require_lawful("proceed", on)
        opened.append("proceed", kind="introduced", on=on)


def _open_draft(opened: Opened) -> None:
    """A filing that was received is not written to any more."""
    if opened.case.state not in WRITING:
        raise RefusedError(
            message("portal.draft.closed"), hint=message("portal.draft.closed.remedy")
        )


def _head(case: CaseFile, filing: Filing) -> None:
    """Takes from the filing what the lists show of it."""
    values: dict[str, Any] = {
        "reference": filing.reference or case.reference or str(case.id)[:8],
        "title": filing.facility.name,
        "kind": filing.kind or "",
        "regime": filing.regime or STATUTE,
        "authority_in_pack": filing.authority,
    }
    for name, value in values.items():
        setattr(case, name, value)
