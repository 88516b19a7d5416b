"""The table of known publications: by what they are recognised and what they are worth."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from sekisho.library.feeds import Feed
from sekisho.model.reference import FeedKind
from sekisho.model.values.record import Record
from sekisho.read.lists.forms import FormName
from sekisho.read.tree import load_yaml

Reader = (
    FormName
    | Literal[
        "mof",
        "osv",
        "enrichment",
        "exploited",
        "hashes",
        "lifecycle",
        "likelihood",
        "parties",
        "equipment",
        "ofac",
        "meti",
    ]
)
"""How a publication is read: a list that is known by its form, or what its name alone tells."""
ARCHIVE = "osv-all-{name}.zip"
_START, _END = ARCHIVE.split("{name}")


class Known(Record, frozen=True, kw_only=True):
    """A publication Sekisho knows; the meaning of each field stands in the table itself."""

    id: str
    reader: Reader
    kind: FeedKind
    title: str
    publisher: str
    files: tuple[str, ...] = ()
    list_id: str = ""
    beside: dict[str, str] = {}
    also: str = ""
    licence: str = ""
    url: str = ""
    covers: tuple[str, ...] = ()
    stale_after_days: int
    malicious: bool = False

    def fits(self, name: str) -> bool:
        """Says whether an unpacked file name is one this publication may have."""
        return any(fnmatchcase(name.lower(), pattern) for pattern in self.files)

    def is_told_by(self, form: str, name: str) -> bool:
        """Says whether a list of a form, as its content shows, is this one; some need their name."""
        return form == self.reader and (not self.files or self.fits(name))

    def feed(self) -> Feed:
        """Gives what the library says of it before any file was read."""
        return Feed(
            id=self.id,
            kind=self.kind,
            title=self.title,
            publisher=self.publisher,
            licence=self.licence,
            url=self.url,
            covers=self.covers,
            stale_after_days=self.stale_after_days,
            malicious=self.malicious,
        )


class _Ecosystems(Record, frozen=True, kw_only=True):
    title: str
    publisher: str
    licence: str
    url: str
    stale_after_days: int
    ecosystems: tuple[str, ...]


def _load(name: str) -> object:
    return load_yaml((files("sekisho.library") / "tables" / name).read_bytes(), name)


@cache
def known_feeds() -> tuple[Known, ...]:
    """Gives the publications in the order in which they are tried."""
    return msgspec.convert(_load("feeds.yaml"), tuple[Known, ...], strict=False)


def known_feed(id: str) -> Known:
    """Gives one publication by its id; raises `KeyError`."""
    return next(known for known in known_feeds() if known.id == id)


@cache
def _ecosystems() -> _Ecosystems:
    return msgspec.convert(_load("ecosystems.yaml"), _Ecosystems, strict=False)


def archive_ecosystems() -> tuple[str, ...]:
    """Gives the ecosystems that OSV publishes as one archive each."""
    return _ecosystems().ecosystems


def archive_name(ecosystem: str) -> str:
    """Names the file in which the archive of an ecosystem is kept."""
    return ARCHIVE.format(name=ecosystem.replace(" ", "+"))


def archive_feeds(file: str) -> tuple[Feed, Feed] | None:
    """Gives the two feeds in an ecosystem's archive: its flaws, and its malicious packages.

    None when the file name is no such archive's, or its ecosystem is not in the table.
    """
    if not (file.startswith(_START) and file.endswith(_END)):
        return None
    ecosystem = file[len(_START) : -len(_END)].replace("+", " ")
    table = _ecosystems()
    if ecosystem not in table.ecosystems:
        return None
    slug = "".join(char if char.isalnum() else "-" for char in ecosystem.lower())
    flaws = Feed(
        id=f"osv-all-{slug}",
        kind="advisories",
        title=table.title.format(ecosystem=ecosystem),
        publisher=table.publisher,
        licence=table.licence,
        url=table.url.format(ecosystem=ecosystem.replace(" ", "%20")),
        covers=(f"{ecosystem}:*",),
        stale_after_days=table.stale_after_days,
    )
    malicious = msgspec.structs.replace(
        flaws,
        id=f"{flaws.id}-malicious",
        title=f"{flaws.title} (malicious packages)",
        malicious=True,
    )
    return flaws, malicious
