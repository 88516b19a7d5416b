"""Fetching one file over HTTPS: resumed where it was cut, kept only when it is whole."""

from __future__ import annotations

import hashlib
import http.client
import os
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

import msgspec

from sekisho.library.intake.find import SIDECAR
from sekisho.library.intake.look import Sidecar
from sekisho.model.errors import SekishoError
from sekisho.model.values.message import Message, message

_BLOCK = 256 * 1024
_TIMEOUT = 60
_SAME = 304
_PART = 206
_NOT_SATISFIABLE = 416
_WORTH_RETRYING = (408, 425, 429)
_SERVER_FAULT = 500
_REDIRECTS = range(300, 400)


class FetchError(SekishoError):
    """The file could not be fetched."""

    def __init__(self, reason: Message, *, again: bool = False) -> None:
        super().__init__(reason)
        self.again = again


@dataclass(frozen=True, slots=True)
class Line:
    """How to reach the network: whom to trust, how often to try, how to wait in between.

    `trust` holds the authorities by which a server's certificate is verified.
    """

    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    tries: int = 4
    wait: Callable[[float], None] = time.sleep


class _OnlySecure(HTTPRedirectHandler):
    """Follows a redirect only to another https address."""

    def redirect_request(  # noqa: PLR0913, PLR0917  # the signature is urllib's
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> Request | None:
        if not newurl.startswith("https://"):
            fp.close()
            raise FetchError(message("library.pull.not_secure"))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch: what it is to people, where from, as what, at most how many bytes.

    `fits` looks into the fetched file and says whether it is what was wanted.
    """

    title: str
    url: str
    file: str
    limit: int
    fits: Callable[[Path], bool]


def fetch(wanted: Wanted, folder: Path, on: date, line: Line) -> Sidecar:
    """Fetches a file into a folder and notes beside it what was fetched.

    An unchanged file is not fetched again, a cut one is taken up where it was cut. The file
    fetched before is replaced only by a whole one that fits. Raises `FetchError`.
    """
    if not wanted.url.startswith("https://"):
        raise FetchError(message("library.pull.not_secure"))
    attempt = 0
    while True:
        try:
            return _Transfer(wanted, folder, on).run(line)
        except FetchError as error:
            attempt += 1
            if not error.again or attempt >= line.tries:
                raise
            line.wait(2.0**attempt)


class _Transfer:
    """One try at one file."""

    def __init__(self, wanted: Wanted, folder: Path, on: date) -> None:
        self._wanted = wanted
        self._url = wanted.url
        self._target = folder / wanted.file
        self._limit = wanted.limit
        self._on = on
        partial = folder / ".partial"
        partial.mkdir(parents=True, exist_ok=True)
        self._part = partial / wanted.file
        self._part_tag = partial / f"{wanted.file}.etag"
        self._noted = folder / (wanted.file + SIDECAR)

    def run(self, line: Line) -> Sidecar:
        had = self._part.stat().st_size if self._part_tag.exists() and self._part.exists() else 0
        try:
            with _opener(line.trust).open(self._request(had), timeout=_TIMEOUT) as answer:
                self._receive(answer, had)
                etag = answer.headers.get("ETag", "")
                modified = answer.headers.get("Last-Modified", "")
        except HTTPError as error:
            error.close()
            if error.code == _SAME:
                return self._unchanged()
            self._give_up(error)
        except (URLError, http.client.HTTPException, OSError) as error:
            reason = str(getattr(error, "reason", "") or error) or type(error).__name__
            raise FetchError(
                message("library.pull.unreachable", reason=reason),
                again=not isinstance(getattr(error, "reason", None), ssl.SSLCertVerificationError),
            ) from error
        return self._keep(etag, _day(modified))

    def _request(self, had: int) -> Request:
        headers = {"User-Agent": "sekisho", "Accept-Encoding": "identity"}
        request = Request(self._url, headers=headers)  # noqa: S310  # https alone is let through above
        known = _noted(self._noted) if self._target.exists() else None
        if had:
            request.add_header("Range", f"bytes={had}-")
            request.add_header("If-Range", self._part_tag.read_text())
        elif known is not None and known.etag and known.url == self._url:
            request.add_header("If-None-Match", known.etag)
        return request

    def _receive(self, answer: Any, had: int) -> None:
        resumed = answer.status == _PART and answer.headers.get("Content-Range", "").startswith(
            f"bytes {had}-"
        )
        size = had if resumed else 0
        stated = answer.headers.get("Content-Length")
        whole = size + int(stated) if stated and stated.isdigit() else None
        if whole is not None and whole > self._limit:
            raise self._too_large()
        tag = answer.headers.get("ETag", "")
        if tag and not tag.startswith("W/"):
            self._part_tag.write_text(tag)
        else:
            self._part_tag.unlink(missing_ok=True)
        with self._part.open("ab" if resumed else "wb") as stream:
            try:
                while block := answer.read(_BLOCK):
                    size += len(block)
                    if size > self._limit:
                        raise self._too_large()
                    stream.write(block)
            except http.client.IncompleteRead as error:
                stream.write(error.partial)
                raise FetchError(message("library.pull.cut"), again=True) from error
            stream.flush()
            os.fsync(stream.fileno())
        if whole is not None and size < whole:
            raise FetchError(message("library.pull.cut"), again=True)

    def _too_large(self) -> FetchError:
        self._forget()
        return FetchError(message("library.pull.too_large", limit=self._limit // (1024 * 1024)))

    def _give_up(self, error: HTTPError) -> NoReturn:
        if error.code == _NOT_SATISFIABLE:
            self._forget()
        if error.code in _REDIRECTS:  # urllib itself follows none to a file or an unknown scheme
            raise FetchError(message("library.pull.not_secure")) from error
        again = error.code in (*_WORTH_RETRYING, _NOT_SATISFIABLE) or error.code >= _SERVER_FAULT
        raise FetchError(
            message("library.pull.status", status=str(error.code)), again=again
        ) from error

    def _unchanged(self) -> Sidecar:
        known = _noted(self._noted)
        if known is None:
            raise FetchError(message("library.pull.status", status=str(_SAME)))
        return self._note(msgspec.structs.replace(known, retrieved_on=self._on))

    def _keep(self, etag: str, modified_on: date | None) -> Sidecar:
        """Puts a whole file in its place, if it is what it should be, and notes what it is."""
        try:
            fits = self._wanted.fits(self._part)
        except SekishoError:
            fits = False
        if not fits:
            self._forget()
            raise FetchError(message("library.pull.other", said=self._target.name))
        digest = hashlib.sha256()
        with self._part.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
        self._part.replace(self._target)
        self._forget()
        return self._note(
            Sidecar(
                url=self._url,
                sha256=digest.hexdigest(),
                etag=etag,
                modified_on=modified_on,
                retrieved_on=self._on,
            )
        )

    def _note(self, sidecar: Sidecar) -> Sidecar:
        draft = self._part.with_name(self._noted.name)
        draft.write_bytes(msgspec.json.encode(sidecar))
        draft.replace(self._noted)
        return sidecar

    def _forget(self) -> None:
        self._part.unlink(missing_ok=True)
        self._part_tag.unlink(missing_ok=True)


def _opener(trust: ssl.SSLContext) -> OpenerDirector:
    """Gives an opener that speaks nothing but https, through a proxy where one is set."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPSHandler(context=trust),
        _OnlySecure(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _noted(path: Path) -> Sidecar | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Sidecar)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _day(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except (TypeError, ValueError):
        return None
