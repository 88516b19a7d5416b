"""What goes to each authority, made of a case when it is asked for: nothing of it is kept."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import IO

from sekisho.check.look import Look
from sekisho.desk.package.copies import place_copies
from sekisho.desk.package.folder import Manifest, Wish, make_package
from sekisho.desk.package.printing import Printer
from sekisho.desk.package.view import Vetted
from sekisho.desk.paper.pdf import japanese_fonts
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.portal import who_may
from sekisho.portal.cases import engine, vault, vetting
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.cases.standing import WRITING
from sekisho.portal.filing.queries import draft_of
from sekisho.portal.refusals import RefusedError
from sekisho.regime.words import authority_in_charge
from sekisho.vet import vet

_ZIPPED_AT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Packed:
    """A package in a file without a name, what it holds, and why some of it was not printed."""

    file: IO[bytes]
    manifest: Manifest
    unprinted: tuple[UsageError, ...]


def look_at(case: CaseFile, doing: Doing) -> tuple[Vetted, str]:
    """Vets what would be packed as of today, and names the authority it goes to.

    Raises `RefusedError` where the filing names none, `DefectsError` for a draft in which
    something is wrong.
    """
    who_may.require(doing.sitting, "package.make", case)
    vetted = _vetted(case, doing.today)
    authority = authority_in_charge(vetted.regime, vetted.plan)
    if not authority:
        raise RefusedError(
            message("portal.package.no_authority"),
            hint=message("portal.package.no_authority.remedy"),
        )
    return vetted, authority


def pack(case: CaseFile, doing: Doing) -> Packed:
    """Makes the package, as the command line does, with every document that lies in the vault."""
    vetted, authority = look_at(case, doing)
    printer = Printer()
    files, manifest = make_package(vetted, Wish(authorities=(authority,), print=printer))
    copies = place_copies(vetted.case.evidence)
    keys = _keys(case)
    made = tempfile.TemporaryFile()  # noqa: SIM115 (read and closed by who sends it)
    with zipfile.ZipFile(made, "w") as target:
        for stated, path in copies.items():
            if stated in keys:
                _write(target, path, vault.open_stream(keys[stated]))
        for path, data in files.items():
            _write(target, path, [data])
    made.seek(0)
    return Packed(made, manifest, tuple(printer.refused[:1]))


def _vetted(case: CaseFile, on: date) -> Vetted:
    looked_at = engine.engine_case(case)
    if case.state in WRITING:
        looked_at = vetting.with_draft(case, looked_at, draft_of(case))
    if looked_at.filing is None:
        raise RefusedError(message("package.no_filing"))
    regime, library = engine.regime_of(case, on), engine.current_library()
    look = Look(case=looked_at, regime=regime, library=library, on=on)
    return Vetted(looked_at, looked_at.filing, look, vet(looked_at, regime, library, on))


def _keys(case: CaseFile) -> dict[str, str]:
    """Gives where in the vault the newest file of each name lies."""
    rows = Document.objects.filter(case=case, kind=Document.Kind.EVIDENCE).order_by("made_at")
    return dict(rows.values_list("name", "vault_key"))


def _write(target: zipfile.ZipFile, path: str, chunks: Iterable[bytes]) -> None:
    info = zipfile.ZipInfo(path, _ZIPPED_AT)
    info.compress_type = zipfile.ZIP_DEFLATED
    with target.open(info, "w", force_zip64=True) as written:
        for chunk in chunks:
            written.write(chunk)


def can_print() -> bool:
    """Says whether this machine has a font for the PDF."""
    return bool(japanese_fonts())
