"""The package of a case: the same files as `sekisho filing package` makes, as one archive."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from msgspec.structs import replace

from sekisho.check.look import Look
from sekisho.desk.package.copies import place_copies
from sekisho.desk.package.folder import Wish, make_package
from sekisho.desk.package.form import form_numbers
from sekisho.desk.package.printing import Printer
from sekisho.desk.package.review import lacks, open_points
from sekisho.desk.package.view import Vetted, View
from sekisho.model.assessment import Assessment
from sekisho.model.case import Case
from sekisho.model.values.message import Message, message
from sekisho.portal.cases import engine, vault, vetting
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.cases.standing import WRITING
from sekisho.portal.filing.models import Draft
from sekisho.portal.filing.workbench.tree import finished
from sekisho.portal.refusals import RefusedError
from sekisho.regime.words import authority_in_charge

_UNSAFE = re.compile(r"[^\w-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Outline:
    """What a package would hold: for which authority, on which forms, what lacks, what is open.

    `problem` says why it cannot be made yet.
    """

    authority: str = ""
    forms: tuple[str, ...] = ()
    missing: int = 0
    open: int = 0
    evidence: int = 0
    problem: Message | None = None


def outline_of(case: CaseFile, doing: Doing) -> Outline:
    """Sums a package up without making it."""
    try:
        vetted = _vetted(case, doing)
        authority = _authority(vetted)
    except RefusedError as error:
        return Outline(problem=error.message)
    view = View(vetted, authority, "ja", "authority")
    return Outline(
        authority,
        form_numbers(view),
        lacks(view),
        open_points(view),
        len(place_copies(vetted.case.evidence)),
    )


def file_of(case: CaseFile, doing: Doing) -> tuple[str, Iterator[bytes]]:
    """Gives the name of the archive, and its bytes piece by piece.

    Raises `RefusedError` where the filing was not checked as it now stands.
    """
    vetted = _vetted(case, doing)
    stored = _stored(case)
    vetted = Vetted(
        _plainly_named(vetted.case, stored), vetted.filing, vetted.look, vetted.assessment
    )
    files, _ = make_package(vetted, Wish(authorities=(_authority(vetted),), print=Printer()))
    copies = {
        path: stored[stated]
        for stated, path in place_copies(vetted.case.evidence).items()
        if stated in stored
    }
    name = _UNSAFE.sub("-", vetted.filing.reference).strip("-") or str(case.id)[:8]
    return f"package-{name}.zip", _archive(files, copies, vetted.on)


def _vetted(case: CaseFile, doing: Doing) -> Vetted:
    """The newest check of the operator's own, if it is of the filing and evidence as they stand."""
    filing = finished(Draft.objects.get(case=case).filing) if case.state in WRITING else None
    looked_at = vetting.looked_at(case, filing)
    kept = engine.latest(case, Document.Kind.ASSESSMENT, "operator")
    assessment = engine.assessment_of(kept) if kept else None
    if looked_at.filing is None or assessment is None or not _is_of(assessment, looked_at):
        raise RefusedError(message("portal.package.unchecked"))
    look = Look(
        case=looked_at,
        regime=engine.regime_of(case, doing.today),
        library=engine.current_library(),
        on=assessment.on,
    )
    return Vetted(looked_at, looked_at.filing, look, assessment)


def _is_of(assessment: Assessment, case: Case) -> bool:
    seen = tuple(sorted((one.evidence.id, one.observed_sha256) for one in case.evidence))
    inputs = assessment.inputs
    return (inputs.filing_sha256, inputs.evidence_sha256) == (case.name_of(case.filing), seen)


def _authority(vetted: Vetted) -> str:
    found = authority_in_charge(vetted.regime, vetted.plan)
    if not found:
        raise RefusedError(message("portal.submit.no_authority"))
    return found


def _stored(case: CaseFile) -> dict[str, Document]:
    rows = Document.objects.filter(case=case, kind=Document.Kind.EVIDENCE).order_by("made_at")
    return {row.name: row for row in rows.defer("body")}


def _plainly_named(case: Case, stored: dict[str, Document]) -> Case:
    """Names each file by the digest of its bytes, which who is handed it can check.

    Within the portal the digest of personal papers is salted; it leaves with them, to their owner.
    """
    items = tuple(
        replace(item, observed_sha256=_digest(stored[item.evidence.path]))
        if item.observed_sha256 and item.evidence.path in stored
        else item
        for item in case.evidence
    )
    return replace(case, evidence=items)


def _digest(document: Document) -> str:
    digest = hashlib.sha256()
    for piece in vault.open_stream(document.vault_key):
        digest.update(piece)
    return digest.hexdigest()


class _Sink(io.RawIOBase):
    """Takes what an archive writes, and gives it away piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        """Is written to."""
        return True

    def write(self, data: Any) -> int:
        """Takes bytes."""
        self._held += data
        return len(data)

    def take(self) -> bytes:
        """Gives what has come since the last time."""
        held = bytes(self._held)
        self._held.clear()
        return held


def _archive(files: dict[str, bytes], copies: dict[str, Document], on: date) -> Iterator[bytes]:
    """Writes the evidence first and the manifest last: what has one is whole."""
    sink = _Sink()
    made = (on.year, on.month, on.day, 0, 0, 0)
    contents: list[tuple[str, Iterable[bytes]]] = [
        (path, vault.open_stream(row.vault_key)) for path, row in copies.items()
    ]
    contents += [(path, (data,)) for path, data in files.items()]
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, pieces in contents:
            row = zipfile.ZipInfo(path, made)
            row.compress_type = zipfile.ZIP_DEFLATED
            row.external_attr = 0o600 << 16
            with archive.open(row, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)
                    yield sink.take()
    yield sink.take()
