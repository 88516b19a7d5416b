"""The files of a register: opened in any form, written as YAML, JSON or a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.read.refused import not_written
from sekisho.report.catalogue import both, say_id

if TYPE_CHECKING:
    from sekisho.desk.register import RegisterRead
    from sekisho.model.operator.register import Register
    from sekisho.read.sheets.listing import Wording


def open_register(path: Path, wording: Wording = both) -> RegisterRead:
    """Opens a register; errors as in `read_register`."""
    from sekisho.desk.register import read_register
    from sekisho.read.files import read_bytes
    from sekisho.read.limits import SHEET

    return read_register(read_bytes(path, SHEET), str(path), wording)


def written(
    register: Register, output: Path | None, lang: str, *, as_json: bool, force: bool
) -> None:
    """Writes a register to a file, in the form its name asks for, or to standard output."""
    from sekisho.desk.register_sheet import register_sheet
    from sekisho.read.filing.write import write_json, write_yaml

    ending = output.suffix.casefold() if output else (".json" if as_json else ".yaml")
    if ending == ".xlsx":
        data = register_sheet(register)
    elif ending in (".yaml", ".yml", ".json"):
        data = (write_json if ending == ".json" else write_yaml)(register).encode()
    else:
        name = output.name if output else ""
        raise UsageError(
            message("filing.unknown_output", name=name),
            hint=message("filing.unknown_output.remedy"),
        )
    if output is None:
        click.echo(data.decode(), nl=False)
        return
    write_file(output, data, overwrite=force)
    click.echo(say_id("filing.written", lang, name=str(output)), err=True)


def write_file(target: Path, data: bytes, *, overwrite: bool) -> None:
    """Writes a new file; an existing one only when asked to."""
    try:
        with target.open("wb" if overwrite else "xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise UsageError(
            message("filing.exists", name=target.name), hint=message("filing.exists.remedy")
        ) from error
    except OSError as error:
        raise not_written(target, error) from error
