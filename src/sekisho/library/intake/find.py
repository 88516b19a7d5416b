"""Finding the feeds in a folder: each file is recognised by its name and by what is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from sekisho.library.feeds import Feed
from sekisho.library.intake import look
from sekisho.library.intake.table import (
    Known,
    Reader,
    archive_feeds,
    known_feed,
    known_feeds,
)
from sekisho.library.keeping import is_list
from sekisho.library.starter import described
from sekisho.model.errors import InputError, SekishoError, TooLargeError
from sekisho.model.values.message import Message, message
from sekisho.read.lists.own import FeedDocument, read_feed
from sekisho.read.packed import Caps, plain_name, read_whole

OWN = ".feed.yaml"
SIDECAR = ".meta.json"
SETTINGS = "library.yaml"
_MAX_FILES = 200_000
_OWN_CAPS = Caps(document=64 * 1024 * 1024)


@dataclass(slots=True)
class Candidate:
    """A feed found: what it is, the files it is in, who reads it, and its day if known yet.

    `only` keeps, of an archive that holds both, the malicious or the other records. `document`
    is what a file of our own format said, `named` the file by which others know the candidate.
    """

    feed: Feed
    reader: Reader
    files: tuple[Path, ...]
    named: str
    only: bool | None = None
    beside: dict[str, Path] = field(default_factory=dict)
    document: FeedDocument | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A file that went into no feed, and why."""

    file: str
    reason: Message


@dataclass(slots=True)
class Found:
    """What a folder holds.

    `broken` are files that bear the name of a list and cannot be read; `unsure` those that might be
    one, a workbook for each list that comes as one.
    """

    candidates: list[Candidate] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    broken: list[tuple[str, str, SekishoError]] = field(default_factory=list)
    unsure: list[tuple[str, str, SekishoError]] = field(default_factory=list)


def find_feeds(folder: Path) -> Found:
    """Looks at every file below a folder, in the order of their paths.

    A file that cannot be read is left with the reason, unless it bears the name of a feed: a list
    is then `broken`, for another feed `InputError` is raised, so that none is lost in silence. Raises
    `TooLargeError` for far too many files.
    """
    found = Found()
    files = _files(folder)
    taken = _own_feeds(folder, files, found)
    loose: dict[Path, list[Path]] = {}
    for file in files:
        if file in taken:
            continue
        name = file.relative_to(folder).as_posix()
        try:
            candidates = list(_recognise(file, name))
        except SekishoError as error:
            meant = _meant(file)
            if meant is not None and not is_list(meant.kind):
                raise
            if meant is not None:
                found.broken.append((meant.id, name, error))
            else:
                found.left.append(Left(name, error.message))
                found.unsure += [(id, name, error) for id in _workbooks(file)]
            continue
        for candidate in candidates:
            taken.update(candidate.beside.values())
        if candidates:
            found.candidates += candidates
        elif look.is_loose_advisory(file):
            loose.setdefault(file.parent, []).append(file)
        else:
            found.left.append(Left(name, message("library.left_unknown")))
    found.candidates += (_loose_feed(folder, parent, files) for parent, files in loose.items())
    beside = {
        path.relative_to(folder).as_posix()
        for candidate in found.candidates
        for path in candidate.beside.values()
    }
    found.left = [left for left in found.left if left.file not in beside]
    return found


def _files(folder: Path) -> list[Path]:
    files = []
    for file in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        ours = file.name.endswith(SIDECAR) or file.name == SETTINGS
        if file.is_file() and not file.is_symlink() and not hidden and not ours:
            files.append(file)
        if len(files) > _MAX_FILES:
            raise TooLargeError(message("library.too_many_files", limit=_MAX_FILES))
    return sorted(files)


def _own_feeds(folder: Path, files: list[Path], found: Found) -> set[Path]:
    """Takes the files of our own format first, since they may name others as theirs."""
    taken: set[Path] = set()
    for file in files:
        if not file.name.endswith(OWN):
            continue
        document = read_feed(read_whole(file, _OWN_CAPS), file.name)
        named = tuple(_named_file(file, name) for name in document.head.files)
        found.candidates.append(
            Candidate(
                feed=described(document.head),
                reader=_READER_OF[document.head.kind],
                files=(file, *named),
                named=file.relative_to(folder).as_posix(),
                document=document,
            )
        )
        taken.update((file, *named))
        for path in named:
            if path.is_dir():
                taken.update(path.rglob("*"))
    return taken


_READER_OF: dict[str, Reader] = {
    "advisories": "osv",
    "enrichment": "enrichment",
    "exploited": "exploited",
    "lifecycle": "lifecycle",
    "likelihood": "likelihood",
    "parties": "parties",
    "equipment": "equipment",
    "package_hashes": "hashes",
}


def _named_file(feed: Path, name: str) -> Path:
    path = feed.parent / name
    inside = path.resolve().is_relative_to(feed.parent.resolve())
    if not inside or not path.exists():
        raise InputError(message("library.named_file", feed=feed.name, file=name))
    return path


def _workbooks(file: Path) -> list[str]:
    """The lists of which an unreadable workbook may be one."""
    if file.suffix != ".xlsx":
        return []
    return [known.id for known in known_feeds() if known.reader in ("meti", "mof")]


def _meant(file: Path) -> Known | None:
    """Gives the feed whose name a file bears: if it is broken, that must not pass."""
    name = plain_name(file.name)
    meant = (known for known in known_feeds() if known.reader not in ("meti", "mof"))
    return next((known for known in meant if known.fits(name)), None)


def _recognise(file: Path, name: str) -> Iterator[Candidate]:
    feeds = archive_feeds(file.name)
    if feeds is not None:
        for feed in feeds:
            yield Candidate(feed, "osv", (file,), name, only=feed.malicious)
        return
    known = _known(file)
    if known is None:
        if unnamed := look.unknown_osv(file):
            yield Candidate(unnamed, "osv", (file,), name)
        return
    yield _candidate(known, file, name)
    if known.also:
        yield _candidate(known_feed(known.also), file, name)


def _known(file: Path) -> Known | None:
    list_id = look.list_id(file)
    plain = plain_name(file.name)
    form = look.list_form(file)
    for known in known_feeds():
        if known.list_id and known.list_id == list_id:
            return known
        if form is not None and known.is_told_by(form.name, plain):
            return known
        if known.reader not in _CONTENT:
            continue
        if known.fits(plain) and _CONTENT[known.reader](file):
            return known
    return None


_CONTENT: dict[Reader, Callable[[Path], bool]] = {
    "osv": look.is_osv,
    "enrichment": look.is_enrichment,
    "exploited": look.is_exploited,
    "lifecycle": look.is_lifecycle,
    "likelihood": look.is_likelihood,
    "ofac": look.is_ofac,
    "meti": look.is_meti,
    "mof": look.is_mof,
    "parties": lambda _: False,
    "equipment": lambda _: False,
    "hashes": lambda _: False,
}


def _candidate(known: Known, file: Path, name: str) -> Candidate:
    packed = file.name.removeprefix(plain_name(file.name))
    beside = {
        role: path
        for role, other in known.beside.items()
        if (path := file.with_name(other + packed)).is_file()
    }
    return Candidate(known.feed(), known.reader, (file,), name, beside=beside)


def _loose_feed(folder: Path, parent: Path, files: list[Path]) -> Candidate:
    """Takes the single advisories of one folder together as a feed that covers nothing."""
    name = parent.relative_to(folder).as_posix()
    feed = look.unnamed_osv("files" if name == "." else name)
    return Candidate(feed, "osv", tuple(files), f"{name}/")


def publication_day(candidate: Candidate) -> date | None:
    """Gives the day a candidate was published, as far as that shows without reading it all.

    First comes what it states itself, then what its server said, then what it is named.
    """
    if candidate.document is not None:
        return candidate.document.head.published_on
    file = candidate.files[0]
    noted = retrieval(file)
    return (
        look.stated_day(file, candidate.reader)
        or (noted.modified_on if noted else None)
        or look.named_day(file, candidate.reader)
    )


def retrieval(file: Path) -> look.Sidecar | None:
    """Gives what `library pull` noted beside a file."""
    try:
        return msgspec.json.decode(
            file.with_name(file.name + SIDECAR).read_bytes(), type=look.Sidecar
        )
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
