"""Which feeds to fetch, and fetching them all: one that fails leaves its older file in use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import quote

import msgspec

from sekisho.library.intake import look
from sekisho.library.intake.table import archive_ecosystems, archive_name
from sekisho.library.pull.fetch import FetchError, Line, Wanted, fetch
from sekisho.match.packages.purl import coordinates
from sekisho.model.errors import Defect, InputError, Place
from sekisho.model.values.message import message
from sekisho.model.values.record import Record
from sekisho.read.limits import FILING, check_size
from sekisho.read.refused import cause_of
from sekisho.read.sbom.reader import read_sbom
from sekisho.read.tree import load_yaml

_MEGABYTE = 1024 * 1024


class _Address(Record, frozen=True, kw_only=True):
    url: str
    limit: int
    by_default: tuple[str, ...] = ()


class Addresses(Record, frozen=True, kw_only=True):
    """Where each feed is fetched from; the fields stand explained in `addresses.yaml`."""

    advisories: _Address
    exploited: _Address
    likelihood: _Address


def read_addresses(mirror: Path | None = None) -> Addresses:
    """Reads the addresses from the package, or from a mirror's file of the same form.

    Raises `InputError` when that file cannot be read.
    """
    source = mirror or files("sekisho.library") / "tables" / "addresses.yaml"
    data = _read(source, "library.pull.no_mirror")
    check_size(len(data), FILING, source.name)
    try:
        return msgspec.convert(load_yaml(data, source.name), Addresses, strict=False)
    except msgspec.ValidationError as error:
        raise InputError(
            message("error.not_valid", reason=str(error)), place=Place(file=source.name)
        ) from error


def ecosystems_of(sboms: Iterable[Path]) -> tuple[str, ...]:
    """Gives the ecosystems of the packages in SBOMs, those that OSV publishes, in order.

    Raises `InputError` for an SBOM that cannot be read.
    """
    known = set(archive_ecosystems())
    found: set[str] = set()
    for path in sboms:
        inventory, _ = read_sbom(_read(path, "library.pull.no_sbom"), path.name)
        for package in inventory.packages:
            where = coordinates(package.purl) if package.purl else None
            if where is not None:
                found.add(where.ecosystem.partition(":")[0])
    return tuple(sorted(found & known))


def _read(source: Path | Traversable, id: str) -> bytes:
    """Gives the bytes of a file; raises `InputError` with the message of that id else."""
    try:
        return source.read_bytes()
    except OSError as error:
        raise InputError(
            message(id, reason=cause_of(error)), place=Place(file=str(source))
        ) from error


def wanted_feeds(addresses: Addresses, sboms: tuple[Path, ...] = ()) -> list[Wanted]:
    """Lists what to fetch: the ecosystems concerned, KEV and EPSS."""
    ecosystems = ecosystems_of(sboms) if sboms else addresses.advisories.by_default
    wanted = [
        Wanted(
            title=f"OSV {ecosystem}",
            url=addresses.advisories.url.replace("{ecosystem}", quote(ecosystem)),
            file=archive_name(ecosystem),
            limit=addresses.advisories.limit * _MEGABYTE,
            fits=look.is_osv,
        )
        for ecosystem in ecosystems
    ]
    for title, file, address, fits in (
        ("KEV", "known_exploited_vulnerabilities.json", addresses.exploited, look.is_exploited),
        ("EPSS", "epss_scores.csv.gz", addresses.likelihood, look.is_likelihood),
    ):
        wanted.append(Wanted(title, address.url, file, address.limit * _MEGABYTE, fits))
    return wanted


def fetch_feeds(
    wanted: Iterable[Wanted],
    folder: Path,
    on: date,
    told: Callable[[str], None],
    line: Line | None = None,
) -> list[Defect]:
    """Fetches every feed into a folder and gives those that failed, each with what remains.

    `told` hears the title of each feed as it is begun; `on` is noted as the day of retrieval.
    """
    folder.mkdir(parents=True, exist_ok=True)
    line = line or Line()
    failed: list[Defect] = []
    for each in wanted:
        told(each.title)
        try:
            fetch(each, folder, on, line)
        except FetchError as error:
            kept = (folder / each.file).exists()
            failed += (
                Defect(message=error.message, place=Place(file=each.url)),
                Defect(
                    message=message("library.pull.failed", feed=each.title),
                    remedy=message("library.pull.kept" if kept else "library.pull.none"),
                ),
            )
    return failed
