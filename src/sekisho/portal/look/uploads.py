"""Uploads go to a file as they come, and leave none behind when there is no room."""

from __future__ import annotations

from django.core.files.uploadhandler import TemporaryFileUploadHandler


class TidyUploads(TemporaryFileUploadHandler):
    """Django's own, which keeps a half-written file for as long as its exception lives."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Writes a piece; when that fails, the whole file goes."""
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self.file.close()
            raise
