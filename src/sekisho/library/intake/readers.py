"""From a feed found on disk to its reading: each reader takes the candidate's files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from sekisho.library.intake.find import Candidate, publication_day, retrieval
from sekisho.library.intake.table import Reader
from sekisho.library.reading import Reading
from sekisho.read.advisories.documents import open_documents
from sekisho.read.advisories.enrichment import read_enrichment
from sekisho.read.advisories.exploited import read_catalogue
from sekisho.read.advisories.lifecycle import read_products
from sekisho.read.advisories.likelihood import read_heading, read_scores
from sekisho.read.advisories.osv import read_records
from sekisho.read.defects import DefectLog
from sekisho.read.lists import ftm, meti, ofac, restricted
from sekisho.read.lists.hashes import read_hashes
from sekisho.read.lists.sift import sifted
from sekisho.read.lists.tables import csl, dpl, eu, mof, opensanctions, uk
from sekisho.read.lists.xml import eu as eu_xml
from sekisho.read.lists.xml import ofac_advanced, ofac_sdn, un
from sekisho.read.lists.xml import uk as uk_xml
from sekisho.read.packed import open_single, read_whole

_BLOCK = 1024 * 1024


def read_candidate(candidate: Candidate, on: date) -> Reading:
    """Opens a feed for reading; large ones are read record by record while the index is built.

    `on` is the day the files were taken in. A small list that cannot be read raises
    `InputError` here, a large feed when its records are asked for.
    """
    log = DefectLog()
    covers, records = candidate.feed.covers, _own_records(candidate, log)
    if records is None:
        complete, records = _READERS[candidate.reader](candidate, log)
        covers = covers if complete else ()
    if candidate.feed.kind == "parties":
        records = sifted(records, candidate.named, log)
    noted = retrieval(candidate.files[0])
    feed = msgspec.structs.replace(
        candidate.feed,
        covers=covers,
        file=candidate.named,
        sha256=_digest_of(candidate),
        published_on=publication_day(candidate),
        edition=_edition(candidate),
        retrieved_on=(noted.retrieved_on if noted else None) or on,
    )
    return Reading(feed, records, log, on)


def _edition(candidate: Candidate) -> str:
    """What the publisher calls this issue, where it calls it anything."""
    if candidate.document is not None:
        return candidate.document.head.edition
    if candidate.reader == "likelihood":
        return read_heading(candidate.files[0])[0]
    if candidate.reader == "exploited":
        return read_catalogue(candidate.files[0], "", DefectLog()).version
    return ""


def _digest_of(candidate: Candidate) -> str:
    files = (*candidate.files, *candidate.beside.values())
    digests = sorted(digest for file in files for digest in _digests(file))
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _digests(file: Path) -> Iterator[str]:
    if file.is_dir():
        for inner in sorted(file.rglob("*.json")):
            yield from _digests(inner)
        return
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    yield digest.hexdigest()


_Read = tuple[bool, Iterator[Any]]


def _own_records(candidate: Candidate, log: DefectLog) -> Iterator[Any] | None:
    """Gives the records of a file of our own format, and those of the files it names."""
    document = candidate.document
    if document is None:
        return None
    for defect in document.defects:
        log.add(defect)
    return _chained(candidate, document.records, log)


def _chained(candidate: Candidate, records: tuple[Any, ...], log: DefectLog) -> Iterator[Any]:
    yield from records
    for file in candidate.files[1:]:
        part = Candidate(candidate.feed, candidate.reader, (file,), candidate.named)
        yield from _READERS[candidate.reader](part, log)[1]


def _read_osv(candidate: Candidate, log: DefectLog) -> _Read:
    return True, _osv(candidate, log)


def _osv(candidate: Candidate, log: DefectLog) -> Iterator[Any]:
    for file in candidate.files:
        for advisory in read_records(open_documents(file, log), log):
            if candidate.only is None or advisory.malicious == candidate.only:
                yield advisory


def _read_exploited(candidate: Candidate, log: DefectLog) -> _Read:
    catalogue = read_catalogue(candidate.files[0], candidate.feed.id, log)
    return catalogue.complete, iter(catalogue.records)


def _read_enrichment(candidate: Candidate, log: DefectLog) -> _Read:
    file = candidate.files[0]
    return True, read_enrichment(open_documents(file, log), candidate.feed.id, log)


def _read_lifecycle(candidate: Candidate, log: DefectLog) -> _Read:
    file = candidate.files[0]
    return True, read_products(open_documents(file, log), candidate.feed.id, log)


def _read_likelihood(candidate: Candidate, log: DefectLog) -> _Read:
    return True, read_scores(candidate.files[0], candidate.feed.id, log)


def _read_parties(candidate: Candidate, log: DefectLog) -> _Read:
    read = restricted.read_restricted(read_whole(candidate.files[0]), candidate.files[0].name, log)
    return read.complete, restricted.parties(read, candidate.feed.id)


def _read_equipment(candidate: Candidate, log: DefectLog) -> _Read:
    read = restricted.read_restricted(read_whole(candidate.files[0]), candidate.files[0].name, log)
    return read.complete, restricted.equipment(read, candidate.feed.id)


def _read_ofac(candidate: Candidate, log: DefectLog) -> _Read:
    beside = {role: read_whole(file) for role, file in candidate.beside.items()}
    entries = ofac.OfacFiles(read_whole(candidate.files[0]), candidate.files[0].name, **beside)
    # Most names by which a listed party is known stand in the file beside: without it a miss
    # proves nothing.
    return "names" in beside, ofac.read_ofac(entries, candidate.feed.id, log)


def _read_meti(candidate: Candidate, log: DefectLog) -> _Read:
    file = candidate.files[0]
    return True, meti.read_meti(read_whole(file), candidate.feed.id, file.name, log)


def _read_mof(candidate: Candidate, log: DefectLog) -> _Read:
    file = candidate.files[0]
    return True, mof.read_mof(read_whole(file), candidate.feed.id, file.name, log)


def _read_csl_json(candidate: Candidate, log: DefectLog) -> _Read:
    file = candidate.files[0]
    return True, csl.read_csl_json(read_whole(file), file.name, candidate.feed.id, log)


def _read_ftm(candidate: Candidate, log: DefectLog) -> _Read:
    file = candidate.files[0]
    return True, ftm.read_ftm(lambda: open_single(file), file.name, candidate.feed.id, log)


_Streamed = Callable[[BinaryIO, str, str, DefectLog], Iterator[Any]]


def _stream(read: _Streamed) -> Callable[[Candidate, DefectLog], _Read]:
    """Makes a reader of candidates of one that takes an open file."""

    def records(candidate: Candidate, log: DefectLog) -> Iterator[Any]:
        file = candidate.files[0]
        with open_single(file) as stream:
            yield from read(stream, file.name, candidate.feed.id, log)

    return lambda candidate, log: (True, records(candidate, log))


def _read_hashes(candidate: Candidate, log: DefectLog) -> _Read:
    return True, read_hashes(candidate.files[0], candidate.feed.id, log)


_READERS: dict[Reader, Callable[[Candidate, DefectLog], _Read]] = {
    "csl-json": _read_csl_json,
    "csl-table": _stream(csl.read_csl_table),
    "dpl": _stream(dpl.read_dpl),
    "eu-table": _stream(eu.read_eu_table),
    "eu-xml": _stream(eu_xml.read_eu),
    "ftm": _read_ftm,
    "mof": _read_mof,
    "ofac-advanced": _stream(ofac_advanced.read_ofac_advanced),
    "ofac-xml": _stream(ofac_sdn.read_ofac_xml),
    "targets": _stream(opensanctions.read_targets),
    "uk-consolidated": _stream(uk_xml.read_uk_consolidated),
    "uk-consolidated-table": _stream(uk.read_uk_table),
    "uk-table": _stream(uk.read_uk_table),
    "uk-xml": _stream(uk_xml.read_uk),
    "un-xml": _stream(un.read_un),
    "osv": _read_osv,
    "enrichment": _read_enrichment,
    "exploited": _read_exploited,
    "lifecycle": _read_lifecycle,
    "likelihood": _read_likelihood,
    "parties": _read_parties,
    "equipment": _read_equipment,
    "ofac": _read_ofac,
    "meti": _read_meti,
    "hashes": _read_hashes,
}


def newest_day(candidate: Candidate) -> date | None:
    """Gives the day of a candidate, reading all its records when it states none."""
    day = publication_day(candidate)
    if day is None:
        reading = read_candidate(candidate, date.max)
        for _ in reading:
            pass
        day = reading.feed().published_on
    return day
