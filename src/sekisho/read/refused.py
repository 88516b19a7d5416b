"""What the system refused, as words of the catalogues: never its own sentence, which is English."""

from __future__ import annotations

import errno
from pathlib import Path

from sekisho.model.errors import Place, UsageError
from sekisho.model.values.message import message

_CAUSES = {
    errno.ENOENT: "no_such_folder",
    errno.ENOTDIR: "not_a_folder",
    errno.EEXIST: "is_there",
    errno.ENOTEMPTY: "is_there",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EROFS: "no_permission",
    errno.EISDIR: "is_a_folder",
    errno.ENOSPC: "no_space",
    errno.EDQUOT: "no_space",
    errno.ENAMETOOLONG: "name_too_long",
    errno.ELOOP: "links_in_a_circle",
    errno.EIO: "faulty_disk",
}
"""Why a file could not be read or written -> the word the catalogues have for it."""


def cause_of(error: OSError) -> str:
    """Gives the word for why the system refused, else the system's own short name of the cause."""
    if error.errno in _CAUSES:
        return _CAUSES[error.errno]
    return errno.errorcode.get(error.errno or 0, type(error).__name__)


def not_written(target: Path, error: OSError) -> UsageError:
    """Gives the error to raise where the system lets nothing be written to a file or folder."""
    return UsageError(
        message("error.not_written", reason=cause_of(error)),
        place=Place(file=str(target)),
        hint=message("error.not_written.remedy"),
    )
