"""The gate of `sekisho vet`: what the caller said decides, and the files for machines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from msgspec.structs import replace

from sekisho.model.errors import UsageError
from sekisho.model.values.message import message

if TYPE_CHECKING:
    from sekisho.cli.vet import Request
    from sekisho.model.assessment import Assessment
    from sekisho.model.operator.exceptions import Exception_
    from sekisho.report.gate.policy import Gated, Line


class Asked(msgspec.Struct, frozen=True):
    """What decides, as it was asked for."""

    fail_on: tuple[str, ...] = ()
    since: Path | None = None
    exceptions: Path | None = None

    @property
    def marks(self) -> bool:
        """Whether findings are marked: then the answer is of the gate."""
        return self.since is not None or self.exceptions is not None

    def line(self, *, is_filing: bool) -> Line:
        """Reads what decides; raises `UsageError` for what is no line, and for a filing: what an
        authority is told has no exceptions.
        """
        from sekisho.check.table import CHECKS
        from sekisho.report.gate.policy import read_line

        for name, given in (("--since", self.since), ("--exceptions", self.exceptions)):
            if given is not None and is_filing:
                said = message("gate.not_for_filings", option=name)
                raise UsageError(said, hint=message("gate.not_for_filings.remedy"))
        return read_line(self.fail_on or ("medium",), (check.name for check in CHECKS))


def stand_at_gate(assessment: Assessment, request: Request, asked: Asked, line: Line) -> Gated:
    """Says which findings decide; vets the earlier SBOM by the same rules where one is named."""
    from sekisho.report.gate.policy import judge_gate

    exceptions: tuple[Exception_, ...] = ()
    if asked.exceptions is not None:
        from sekisho.read.beside.exceptions import read_exceptions

        exceptions = read_exceptions(asked.exceptions).exceptions
    before = None
    if asked.since is not None:
        from sekisho.cli.vet import vet_request

        earlier = replace(request, sbom=asked.since, in_service=None, on=assessment.on)
        before = vet_request(earlier).assessment
    return judge_gate(assessment, line, before, exceptions)


def write_for_machines(
    gated: Gated, request: Request, *, sarif: Path | None, junit: Path | None, lang: str
) -> None:
    """Writes the files for machines that were asked for."""
    if sarif is not None:
        import msgspec

        from sekisho.report.gate.places import Files
        from sekisho.report.gate.sarif import sarif as made

        files = Files(*_handed_in(request))
        text = msgspec.json.format(msgspec.json.encode(made(gated, files, lang)), indent=1)
        write(text + b"\n", sarif, lang)
    if junit is not None:
        from sekisho.report.gate.junit import junit as cases

        write(cases(gated, lang), junit, lang)


def write(data: bytes, path: Path, lang: str) -> None:
    """Writes a file and says so; raises `UsageError` where the system does not let it."""
    from sekisho.read.refused import not_written
    from sekisho.report.catalogue import say

    try:
        path.write_bytes(data)
    except OSError as error:
        raise not_written(path, error) from error
    # Not wrapped: a path is there to be copied.
    click.echo(say(message("cli.vet.written", file=str(path)), lang), err=True)


def _handed_in(request: Request) -> tuple[dict[str, str], dict[str, bytes]]:
    """The files of the software, by the id of their evidence; of a filing, its own file."""
    from sekisho.read.case import find_filing
    from sekisho.read.files import read_bytes
    from sekisho.read.limits import FILING, SBOM

    if request.filing is not None:
        file = find_filing(request.filing)
        return {"filing": str(file)}, {"filing": read_bytes(file, FILING)}
    given = {"sbom": request.sbom, "sbom_in_service": request.in_service}
    paths = {id: path for id, path in given.items() if path is not None}
    return (
        {id: str(path) for id, path in paths.items()},
        {id: read_bytes(path, SBOM) for id, path in paths.items()},
    )
