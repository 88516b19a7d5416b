"""The files of a register: opened in any form, written as YAML, JSON or a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.read.refused import not_written
from sekisho.report.catalogue import say_id

if TYPE_CHECKING:
    from sekisho.desk.register import RegisterRead
    from sekisho.model.operator.register import Register
    from sekisho.read.sheets.listing import Wording
    from sekisho.regime.tables.law import Authority, FacilityKind, Sector
    from sekisho.regime.words import Named


def both(id: str) -> tuple[str, str]:
    """Gives the Japanese and the English text of a message id."""
    return say_id(id, "ja"), say_id(id, "en")


def open_register(path: Path, wording: Wording = both) -> RegisterRead:
    """Opens a register; errors as in `read_register`."""
    from sekisho.desk.register import read_register
    from sekisho.read.files import read_bytes
    from sekisho.read.limits import SHEET

    return read_register(read_bytes(path, SHEET), str(path), wording)


def register_sheet(register: Register) -> bytes:
    """Writes a register as a sheet to fill in, with drop-downs of what the rule pack knows."""
    from sekisho.desk.register import REGISTER, sheet_rows
    from sekisho.model.operator.register import OWN_STAFF
    from sekisho.read.sheets.listing_write import Sheet, write_listing
    from sekisho.regime.loader import find_pack

    pack = find_pack(register.regime or "jp-espa")
    named: dict[str, tuple[FacilityKind | Sector | Authority, ...]] = {
        "facility_kind": pack.facilities,
        "sector": pack.sectors,
        "authority": pack.authorities,
    }
    choices = {
        key: [(row.id, f"{row.title.ja} / {row.title.en}") for row in rows]
        for key, rows in named.items()
    }
    choices["updates_by"] = [(OWN_STAFF, " / ".join(both("triage.word.own_staff")))]
    return write_listing(Sheet(REGISTER, sheet_rows(register), choices=choices), both)


def unknown_words(register: Register) -> tuple[str, ...]:
    """Gives the kinds of facility, the sector and the authority that the rule pack does not know."""
    from sekisho.regime.loader import find_pack
    from sekisho.regime.words import find_id

    pack = find_pack(register.regime or "jp-espa")
    kinds = dict.fromkeys(entry.facility_kind for entry in register.entries)
    asked: list[tuple[str, Sequence[Named]]] = [
        *((word, pack.facilities) for word in kinds),
        (register.sector, pack.sectors),
        (register.authority, pack.authorities),
    ]
    return tuple(word for word, rows in asked if word and not find_id(rows, word))


def written(
    register: Register, output: Path | None, lang: str, *, as_json: bool, force: bool
) -> None:
    """Writes a register to a file, in the form its name asks for, or to standard output."""
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
