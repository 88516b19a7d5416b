"""What comes in is looked at before anything of it is kept: how much it is, and where it goes."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse

from sekisho.model.errors import TooLargeError
from sekisho.model.values.message import message
from sekisho.portal.look.refusals import refusal_page
from sekisho.portal.refusals import RefusedError
from sekisho.read.limits import EVIDENCE, SHEET

_MIB = 1024 * 1024
_DIGITS = 16
_ROOM = 4 * _MIB
"""What the rest of a form may come to, beside its file."""
_LARGE = re.compile(r"^/cases/[0-9a-f-]{36}/evidence/$")
_MOST = SHEET.bytes + _ROOM
_MOST_EVIDENCE = EVIDENCE.bytes + _ROOM


class Intake:
    """Turns away, before a byte of it is read, what no page of ours would send.

    More than a page takes (a stranger's form takes nothing but words), and NUL in an address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request."""
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            wrong = RefusedError(message("portal.intake.address"))
            return refusal_page(request, wrong, 400)
        length = _length_of(request)
        # Who sits there is asked only where it matters: most requests are small.
        if length > _ROOM and length > (most := _most_for(request)):
            large = TooLargeError(
                message("portal.intake.too_large", limit=most // _MIB),
                hint=message("portal.intake.too_large.remedy"),
            )
            return refusal_page(request, large, 413)
        return self._next(request)


class TidyUploads(FileUploadHandler):
    """Takes a file to the disk as it comes, under no name.

    However this process ends, the system frees what has no name: what was handed in lies sealed
    in the vault, and nowhere else.
    """

    def new_file(self, *args: Any, **more: Any) -> None:
        """Makes room for a file."""
        super().new_file(*args, **more)
        self.file = _Unnamed(self.file_name or "", self.content_type or "", self.charset)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Writes a piece; when that fails, the whole file goes."""
        del start
        try:
            self.file.write(raw_data)
        except OSError:
            self.file.close()
            raise

    def file_complete(self, file_size: int) -> _Unnamed:
        """Gives the file, from its beginning."""
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        """Lets go of what has come so far."""
        if hasattr(self, "file"):
            self.file.close()


class _Unnamed(UploadedFile):  # type: ignore[type-arg]  # generic to the checker alone
    """An upload in a file without a name."""

    def __init__(self, name: str, content_type: str, charset: str | None) -> None:
        super().__init__(tempfile.TemporaryFile(), name, content_type, 0, charset)  # noqa: SIM115 (closed with the upload)


def _length_of(request: HttpRequest) -> int:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    if not (stated.isascii() and stated.isdigit()):
        return 0
    return int(stated) if len(stated) < _DIGITS else 10**_DIGITS


def _most_for(request: HttpRequest) -> int:
    if not request.user.is_authenticated:
        return _ROOM
    return _MOST_EVIDENCE if _LARGE.match(request.path) else _MOST
