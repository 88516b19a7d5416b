"""Files that the commands of `sekisho filing` write, and what they say when they cannot."""

from __future__ import annotations

from pathlib import Path

from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.read.refused import not_written


def write_file(target: Path, data: bytes, *, overwrite: bool) -> None:
    """Writes a new file; an existing one only when asked to."""
    try:
        with target.open("wb" if overwrite else "xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise usage("filing.exists", target) from error
    except OSError as error:
        raise not_written(target, error) from error


def usage(id: str, target: Path | None) -> UsageError:
    """Gives the error of an id that names a file, with its remedy."""
    name = target.name if target else ""
    return UsageError(message(id, name=name), hint=message(f"{id}.remedy"))
