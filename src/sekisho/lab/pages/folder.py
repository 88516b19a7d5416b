"""The folder a run writes: whole or not at all, and never over a folder of something else."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from sekisho.lab.result import TAG
from sekisho.model.errors import InputError, Place, UsageError
from sekisho.model.values.message import message
from sekisho.read.files import read_bytes
from sekisho.read.limits import Limits
from sekisho.read.refused import not_written

RESULT = "result.json"
"""The file that says of a folder that a run wrote it; it is put in its place last."""

FILES = frozenset(
    {
        "flips.csv",
        "operators.csv",
        "impact.xlsx",
        "report.ja.html",
        "report.en.html",
        RESULT,
    }
)
"""Every file a run writes."""

_RESULT = Limits(bytes=256 * 1024 * 1024)
_READABLE = 0o755


class _Marked(msgspec.Struct, tag_field="schema", tag=TAG):
    """What is looked at of a result: that it is one."""


@contextmanager
def open_pages(folder: Path) -> Iterator[Path]:
    """Gives a folder to write `FILES` into; they are put in place when the block ends well.

    `folder` may be new, empty, or one that an earlier run wrote, which stays as it is until
    then. Raises `UsageError` for any other, and where it cannot be written.
    """
    _refuse_other(folder)
    is_new = not folder.exists()
    beside = folder.absolute().parent if is_new else folder
    try:
        beside.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".sekisho-lab.", dir=beside))
    except OSError as error:
        raise not_written(beside, error) from error
    try:
        yield draft
        _put_in_place(draft, folder, is_new=is_new)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _put_in_place(draft: Path, folder: Path, *, is_new: bool) -> None:
    try:
        if is_new:
            draft.chmod(_READABLE)
            draft.rename(folder)
            return
        written = sorted(draft.iterdir(), key=lambda path: path.name == RESULT)
        for path in written:
            path.replace(folder / path.name)
    except OSError as error:
        raise not_written(folder, error) from error


def _refuse_other(folder: Path) -> None:
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir():
        raise not_written(folder, FileExistsError(errno.EEXIST, ""))
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise not_written(folder, error) from error
    strangers = [name for name in names if name not in FILES]
    if names and (strangers or not _is_result(folder / RESULT)):
        raise UsageError(
            message("lab.other_folder", names=tuple(strangers or names)[:3]),
            place=Place(file=str(folder)),
            hint=message("lab.other_folder.remedy"),
        )


def _is_result(path: Path) -> bool:
    try:
        msgspec.json.decode(read_bytes(path, _RESULT), type=_Marked)
    except (InputError, msgspec.MsgspecError):
        return False
    return True
