"""What `sekisho vet FOLDER` does where the folder holds no filing but what a vendor sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.model.errors import UsageError
from sekisho.model.values.message import message

if TYPE_CHECKING:
    from sekisho.cli.vet import Request
    from sekisho.model.case import Case


def is_delivery(request: Request) -> bool:
    """Says whether what was asked to vet is a folder without a filing."""
    folder = request.filing
    if folder is None or request.sbom is not None or not _holds_no_filing(folder):
        if _states_something(request):
            id = "cli.vet.not_a_delivery"
            raise UsageError(message(id), hint=message(f"{id}.remedy"))
        return False
    return True


def _holds_no_filing(folder: Path) -> bool:
    from sekisho.read.vendor.case import holds_no_filing

    return holds_no_filing(folder)


def _states_something(request: Request) -> bool:
    stated = (request.columns, request.product, request.vendor, request.product_version)
    return any(stated) or request.all_new


def open_delivery(request: Request) -> Case:
    """Opens a vendor's folder as a case, with what the caller states about it."""
    from msgspec.structs import replace

    from sekisho.read.beside.statements import read_statements
    from sekisho.read.vendor.case import Stated, open_vendor_case
    from sekisho.read.vendor.columns import read_columns

    folder = request.filing or Path()
    columns = read_columns(request.columns) if request.columns else None
    case = open_vendor_case(
        folder,
        Stated(
            product=request.product,
            vendor=request.vendor,
            version=request.product_version,
            in_service=str(request.in_service or ""),
            all_new=request.all_new,
            columns=columns,
            leave_out=_own(folder, request),
        ),
    )
    if request.statements is None:
        return case
    return replace(case, statements=read_statements(request.statements))


def _own(folder: Path, request: Request) -> frozenset[str]:
    """The files of the operator's own that lie in the folder and did not come."""
    given = (request.columns, request.statements, request.notes)
    return frozenset(
        path.name for path in given if path and path.resolve().parent == folder.resolve()
    )


def print_delivery(case: Case, lang: str) -> None:
    """Lists what was delivered on standard output; nothing for any other case."""
    if case.delivery is None:
        return
    from sekisho.report.delivery import listing

    click.echo(listing(case, lang))


def print_questions(case: Case, lang: str) -> None:
    """Lists what to ask the vendor on standard output; nothing for any other case."""
    if case.delivery is None:
        return
    from sekisho.report.delivery import asked

    click.echo(asked(case, lang))


def write_questions(case: Case, path: Path, lang: str) -> None:
    """Writes the questions to the vendor in Japanese and English, and tells where.

    Raises `UsageError` for a case that is no delivery, `InputError` where it cannot be written.
    """
    from sekisho.read.refused import not_written
    from sekisho.report.catalogue import say
    from sekisho.report.delivery import letter

    if case.delivery is None:
        id = "cli.vet.not_a_delivery"
        raise UsageError(message(id), hint=message(f"{id}.remedy"))
    try:
        path.write_text(letter(case), encoding="utf-8")
    except OSError as error:
        raise not_written(path, error) from error
    click.echo(say(message("cli.vet.written", file=str(path)), lang), err=True)
