"""A first look into a file: what kind of publication it is, and of which day."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import get_args

from sekisho.library.feeds import Feed
from sekisho.library.intake.table import Reader
from sekisho.model.errors import InputError, SekishoError
from sekisho.model.values.record import Record
from sekisho.read.advisories.enrichment import is_cve_record
from sekisho.read.advisories.exploited import read_catalogue
from sekisho.read.advisories.lifecycle import is_product
from sekisho.read.advisories.likelihood import read_heading
from sekisho.read.advisories.osv import is_record
from sekisho.read.defects import DefectLog
from sekisho.read.lists.forms import Form, FormName, form_of
from sekisho.read.lists.meti import has_meti_heading
from sekisho.read.lists.ofac import looks_like_entries
from sekisho.read.lists.restricted import list_id_of, read_restricted
from sekisho.read.lists.tables.mof import has_mof_heading
from sekisho.read.packed import open_single, open_unpacked, plain_name, read_members, read_whole

_CATALOGUE = re.compile(rb'"vulnerabilities"\s*:\s*\[')
_START = 64 * 1024
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_LINES = (".jsonl", ".ndjson")
_FEW = 20
_FORMS: frozenset[str] = frozenset(get_args(FormName))
_UNDATED: frozenset[Reader] = frozenset({"ofac", "dpl", "csl-table", "csl-json"})


class Sidecar(Record, frozen=True, kw_only=True):
    """What `library pull` notes beside a file it fetched."""

    url: str
    sha256: str
    etag: str = ""
    modified_on: date | None = None
    retrieved_on: date | None = None


def _start(file: Path) -> bytes:
    with open_unpacked(file) as stream:
        return stream.read(_START)


def list_form(file: Path) -> Form | None:
    """Gives the form of a list that its content shows, None when it is no such list.

    Of an archive of one file, that file is looked at; other archives are none.
    """
    if file.suffix not in (".zip", ".xlsx"):
        return form_of(_start(file), file.name)
    if file.suffix != ".zip":
        return None
    try:
        with open_single(file) as stream:
            return form_of(stream.read(_START), file.name)
    except InputError:
        return None


def list_id(file: Path) -> str:
    """Gives the id of a list in the restricted-parties shape, empty when the file is none."""
    if not plain_name(file.name).endswith(".json") or b'"list_id"' not in _start(file):
        return ""
    return list_id_of(read_whole(file))


def is_exploited(file: Path) -> bool:
    """Says whether the file begins like CISA's catalogue."""
    start = _start(file)
    return _CATALOGUE.search(start) is not None or start.removeprefix(BOM_UTF8).startswith(
        b"cveID,"
    )


def is_likelihood(file: Path) -> bool:
    """Says whether the file begins like EPSS."""
    return _start(file).startswith(b"#model_version:")


def is_ofac(file: Path) -> bool:
    """Says whether the file begins like OFAC's entries."""
    return looks_like_entries(_start(file))


def is_meti(file: Path) -> bool:
    """Says whether the workbook has the headings of METI's list."""
    return has_meti_heading(read_whole(file), file.name)


def is_mof(file: Path) -> bool:
    """Says whether the workbook has the headings of the Ministry of Finance's list."""
    return has_mof_heading(read_whole(file), file.name)


def is_enrichment(file: Path) -> bool:
    """Says whether one of the first records of lines or of an archive is one of CVE's."""
    return any(is_cve_record(data) for data in _first_records(file))


def is_lifecycle(file: Path) -> bool:
    """Says whether one of the first records of lines or of an archive is a product of endoflife.date."""
    return any(is_product(data) for data in _first_records(file))


def is_osv(file: Path) -> bool:
    """Says whether the first record of a file, of lines or of an archive is an OSV record."""
    if file.suffix == ".zip" or plain_name(file.name).endswith(_LINES):
        return any(is_record(data) for data in islice(_first_records(file), 1))
    return plain_name(file.name).endswith(".json") and is_loose_advisory(file)


def _first_records(file: Path) -> Iterator[bytes]:
    """The first few: an archive of a repository begins with files of other kinds."""
    if file.suffix == ".zip":
        members = read_members(file, ".json", DefectLog())
        yield from (data for _, data in islice(members, _FEW))
    elif plain_name(file.name).endswith(_LINES):
        with open_unpacked(file) as stream:
            yield stream.readline(16 * 1024 * 1024)


def is_loose_advisory(file: Path) -> bool:
    """Says whether a `.json` file holds one OSV record."""
    try:
        start = _start(file) if file.suffix == ".json" else b""
        return b'"affected"' in start and is_record(read_whole(file))
    except SekishoError:
        return False


def unknown_osv(file: Path) -> Feed | None:
    """Gives a feed for lines or an archive of OSV records that the table does not know."""
    if not (plain_name(file.name).endswith(_LINES) or file.suffix == ".zip") or not is_osv(file):
        return None
    return unnamed_osv(plain_name(file.name).rsplit(".", 1)[0])


def unnamed_osv(name: str) -> Feed:
    """Gives a feed of advisories of which only a file name is known; it covers nothing."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "files"
    return Feed(
        id=slug if slug.startswith("osv-") else f"osv-{slug}",
        kind="advisories",
        title=name,
        publisher="",
        stale_after_days=30,
    )


def stated_day(file: Path, reader: Reader) -> date | None:
    """Gives the day a publication states in its own content."""
    if reader == "likelihood":
        return read_heading(file)[1]
    if reader == "exploited":
        return read_catalogue(file, "", DefectLog()).published_on
    if reader in ("parties", "equipment"):
        return read_restricted(read_whole(file), file.name, DefectLog()).published_on
    if reader in _FORMS:
        form = list_form(file)
        return form.day if form else None
    return None


def named_day(file: Path, reader: Reader) -> date | None:
    """Gives the day that stands in the name of a file or of its folder.

    The tables of the United States bear no day at all: a folder named by a year gives the first
    day of that year, the earliest it can be.
    """
    for name in (file.name, file.parent.name):
        for year, month, day in _DAY.findall(name):
            try:
                return date(int(year), int(month), int(day))
            except ValueError:
                continue
    year_alone = _YEAR.search(file.parent.name) if reader in _UNDATED else None
    return date(int(year_alone.group(1)), 1, 1) if year_alone else None
