"""Files that the commands of `sekisho filing` write, and what they say when they cannot."""

from __future__ import annotations

from pathlib import Path

from sekisho.cli.speech.show_errors import cause_of
from sekisho.model.errors import Place, UsageError
from sekisho.model.values.message import message


def write_file(target: Path, data: bytes, *, overwrite: bool) -> None:
    """Writes a new file; an existing one only when asked to."""
    try:
        with target.open("wb" if overwrite else "xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise usage("filing.exists", target) from error
    except OSError as error:
        raise UsageError(
            message("filing.not_written", reason=cause_of(error)),
            place=Place(file=str(target)),
            hint=message("cli.vet.not_written.remedy"),
        ) from error


def usage(id: str, target: Path | None) -> UsageError:
    """Gives the error of an id that names a file, with its remedy."""
    name = target.name if target else ""
    return UsageError(message(id, name=name), hint=message(f"{id}.remedy"))
