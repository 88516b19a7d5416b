"""Building a snapshot: from a folder of publications to a folder of indexes."""

from __future__ import annotations

import dataclasses
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from sekisho.library.contents import Contents, assemble
from sekisho.library.intake.find import SETTINGS, Candidate, Left, find_feeds
from sekisho.library.intake.readers import newest_day, read_candidate
from sekisho.library.keeping import (
    FOLDER,
    NOTHING,
    Earlier,
    Refusal,
    copies,
    is_list,
    refuse,
    settle,
)
from sekisho.library.manifest import NAME, Manifest
from sekisho.library.parts import EarlierParts
from sekisho.library.reading import Reading
from sekisho.library.snapshot import read_manifest
from sekisho.library.starter import starter_readings
from sekisho.model.canonical import canonical_bytes
from sekisho.model.errors import InputError, LibraryError, Place, SekishoError, UsageError
from sekisho.model.values.message import message
from sekisho.model.values.record import Record
from sekisho.read.refused import cause_of
from sekisho.read.tree import load_yaml

Told = Callable[[Reading], None]


class Settings(Record, frozen=True, kw_only=True):
    """What the optional `library.yaml` of a source folder says of the whole.

    A fictional library holds invented content only: the starter's facts are left out of it.
    """

    fictional: bool = False
    made_on: date | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """A snapshot that was built, and the files that went into no feed of it.

    `rebuilt` are the shards of the index of advisories that were made anew, `kept` those taken from
    the snapshot whose place it took. `refused` are the lists that were not taken, `gone` the ids of
    those that the snapshot before had and of which no file was found.
    """

    manifest: Manifest
    left: tuple[Left, ...]
    refused: tuple[Refusal, ...] = ()
    gone: tuple[str, ...] = ()
    rebuilt: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def build_library(
    source: Path,
    out: Path,
    on: date,
    told: Told | None = None,
    confirmed: Collection[str] = (),
) -> Built:
    """Builds a snapshot of every feed found below `source` and puts it in the place of `out`.

    `on` is the day of the build, unless `library.yaml` states one. Of several versions of one
    feed the newest is taken. A list that cannot be read, or has lost half of its entries and is not
    `confirmed` by its id, keeps the version that `out` holds of it. `told` hears of each reading when
    it is begun. Raises `InputError` for another feed that cannot be read, `LibraryError` when there is
    none or `out` holds other things.
    """
    _check_target(out)
    before = _manifest_of(out)
    lists = _lists(out, before) if before else NOTHING
    gathered = gather(source, on, lists, confirmed)
    contents = gathered.contents
    if before:
        contents.earlier = EarlierParts(out, before.files, "advisories")
        contents.earlier_names = EarlierParts(out, before.files, "parties")
    manifest = write_library(contents, out, told)
    index = contents.index
    return Built(
        manifest,
        gathered.left,
        gathered.refused,
        _gone(lists, manifest, gathered.refused),
        rebuilt=tuple(index.rebuilt) if index else (),
        kept=tuple(index.kept) if index else (),
    )


def _manifest_of(out: Path) -> Manifest | None:
    """The manifest of the snapshot that stands where the new one goes, if it can be used."""
    try:
        return read_manifest(out)
    except LibraryError:
        return None


def _lists(out: Path, manifest: Manifest) -> Earlier:
    feeds = {feed.id: feed for feed in manifest.feeds}
    return Earlier(feeds, EarlierParts(out, manifest.files, FOLDER))


def _gone(earlier: Earlier, manifest: Manifest, refused: tuple[Refusal, ...]) -> tuple[str, ...]:
    told = {feed.id for feed in manifest.feeds} | {refusal.feed for refusal in refused}
    lists = (feed.id for feed in earlier.feeds.values() if is_list(feed.kind))
    return tuple(sorted(id for id in lists if id not in told))


@dataclass(frozen=True, slots=True)
class Gathered:
    """What goes into a snapshot, the files that go into no feed, and the lists not taken."""

    contents: Contents
    left: tuple[Left, ...]
    refused: tuple[Refusal, ...]


def gather(
    source: Path, on: date, earlier: Earlier = NOTHING, confirmed: Collection[str] = ()
) -> Gathered:
    """Finds the feeds below a folder and opens the newest of each; errors as in `build_library`."""
    if not source.is_dir():
        raise UsageError(
            message("library.no_source", folder=str(source)),
            hint=message("library.no_source.remedy"),
        )
    settings = _settings(source)
    on = settings.made_on or on
    found = find_feeds(source)
    chosen, older = _newest(found.candidates)
    left = tuple(sorted((*found.left, *older), key=lambda each: each.file))
    if not chosen and not found.broken:
        raise LibraryError(
            message("library.nothing_found", folder=str(source), files=len(left)),
            hint=message("library.nothing_found.remedy"),
        )
    unsure = [each for each in found.unsure if each[0] in earlier.feeds]
    readings, refused = _read_all(chosen, [*found.broken, *unsure], earlier, on, confirmed)
    refused = [_older_file(each, found.candidates, readings, on) for each in refused]
    used = {reading.file for reading in readings}
    left = tuple(each for each in left if each.file not in used)
    if not settings.fictional:
        taken = {reading.id for reading in readings}
        readings += [reading for reading in starter_readings() if reading.id not in taken]
    contents = Contents(readings, made_on=on, fictional=settings.fictional, copies=copies(readings))
    return Gathered(contents, left, tuple(refused))


def _read_all(
    chosen: list[Candidate],
    broken: list[tuple[str, str, SekishoError]],
    earlier: Earlier,
    on: date,
    confirmed: Collection[str],
) -> tuple[list[Reading], list[Refusal]]:
    opened: list[Reading] = []
    failed = list(broken)
    for candidate in chosen:
        try:
            opened.append(read_candidate(candidate, on))
        except InputError as error:
            if not is_list(candidate.feed.kind):
                raise
            failed.append((candidate.feed.id, candidate.named, error))
    readings, refused = settle(opened, earlier, on, confirmed)
    taken = {reading.id for reading in readings}
    for id, file, wrong in failed:
        if id in taken:
            continue
        taken.add(id)
        refusal, kept = refuse(id, file, wrong.defects, earlier, on)
        refused.append(refusal)
        if kept is not None:
            readings.append(kept)
    return readings, refused


def _older_file(
    refusal: Refusal, candidates: list[Candidate], readings: list[Reading], on: date
) -> Refusal:
    """Takes an older file of a list, where no earlier library holds it and one lies in the folder."""
    if refusal.kept is not None:
        return refusal
    same = (each for each in candidates if each.feed.id == refusal.feed)
    for candidate in sorted(same, key=_day, reverse=True):
        try:
            reading = read_candidate(candidate, on)
            count = reading.hold()
        except InputError:
            continue
        readings.append(reading)
        kept = msgspec.structs.replace(
            candidate.feed, published_on=newest_day(candidate), retrieved_on=on, count=count
        )
        return dataclasses.replace(refusal, kept=kept)
    return refusal


def _settings(source: Path) -> Settings:
    try:
        data = (source / SETTINGS).read_bytes()
    except OSError:
        return Settings()
    value = load_yaml(data, SETTINGS)
    truth = {"yes": "true", "no": "false"}
    if isinstance(value, dict) and "fictional" in value:
        value["fictional"] = truth.get(value["fictional"], value["fictional"])
    try:
        return msgspec.convert(value, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise InputError(
            message("error.not_valid", reason=str(error)), place=Place(file=SETTINGS)
        ) from error


def _newest(candidates: list[Candidate]) -> tuple[list[Candidate], list[Left]]:
    """Keeps of each feed the newest version, of two of one day the first by path."""
    by_id: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_id.setdefault(candidate.feed.id, []).append(candidate)
    chosen, left = [], []
    for versions in by_id.values():
        if len(versions) > 1:
            days = {each.named: _day(each) for each in versions}
            versions.sort(key=lambda each: (-days[each.named].toordinal(), each.named))
        chosen.append(versions[0])
        left += [
            Left(
                each.named, message("library.left_older", feed=each.feed.id, kept=chosen[-1].named)
            )
            for each in versions[1:]
        ]
    return chosen, left


def _day(candidate: Candidate) -> date:
    """A list that cannot be read gives its place to one that can."""
    try:
        return newest_day(candidate) or date.min
    except InputError:
        if not is_list(candidate.feed.kind):
            raise
        return date.min


def _check_target(out: Path) -> None:
    """Refuses to replace a folder that is no library: it may hold anything."""
    if not out.exists():
        return
    if not out.is_dir() or (any(out.iterdir()) and not (out / NAME).is_file()):
        raise LibraryError(
            message("library.target_taken", folder=str(out)),
            hint=message("library.target_taken.remedy"),
        )


def write_library(contents: Contents, out: Path, told: Told | None = None) -> Manifest:
    """Builds the indexes and writes them as one snapshot folder, all or nothing."""
    manifest, parts = assemble(contents, told)
    publish({**parts, NAME: canonical_bytes(manifest) + b"\n"}, out)
    return manifest


def publish(files: Mapping[str, bytes], out: Path) -> None:
    """Writes files to a folder beside `out`, flushes them to disk, and renames it into place."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise _not_written(out, error) from error
    try:
        for path, data in files.items():
            target = draft / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        draft.chmod(0o755)
        _swap(draft, out)
    except OSError as error:
        raise _not_written(out, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _not_written(out: Path, error: OSError) -> LibraryError:
    return LibraryError(message("library.not_written", folder=str(out), reason=cause_of(error)))


def _swap(draft: Path, out: Path) -> None:
    """Puts the draft in the place of an older snapshot, which stays until the new one stands."""
    if not out.exists():
        draft.rename(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=out.parent))
    out.rename(old / out.name)
    try:
        draft.rename(out)
    except OSError:
        (old / out.name).rename(out)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
