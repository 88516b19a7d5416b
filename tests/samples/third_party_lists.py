"""Lists that others converted from what publishers put out, turned into entries of our own form.

They are real data for tests alone: no reader of Sekisho takes these conversions.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import zstandard

from sekisho.model.canonical import plain
from sekisho.model.reference import ListedParty
from sekisho.read.lists.draft import Draft, Kind
from sekisho.read.lists.published import day_first, day_of
from sekisho.read.lists.sift import names_in
from sekisho.read.lists.tables.uk import KINDS as UK_KINDS
from sekisho.read.lists.tables.uk import strength_of
from sekisho.read.tree import load_yaml

_KINDS: dict[str, Kind] = {"organization": "organisation", "person": "person", "vessel": "vessel"}


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    """Gives the rows of a conversion, without the index that is one of its lines."""
    with (
        path.open("rb") as packed,
        zstandard.ZstdDecompressor().stream_reader(packed) as stream,
        io.TextIOWrapper(stream, encoding="utf-8") as text,
    ):
        for line in text:
            row = json.loads(line)
            if "fetched_at" not in row:
                yield row


def _done(drafts: Iterable[Draft]) -> Iterator[ListedParty]:
    for draft in drafts:
        party = draft.done()
        if party is not None:
            yield party


def european(lists: Path) -> Iterator[ListedParty]:
    """Gives the European financial sanctions that ammitto kept in its older form, which tells less.

    The others mirror the publisher's XML: `rebuilt_exports` gives them.
    """
    rows = lines_of(lists / "eu-financial-sanctions.jsonl.zst")
    return _done(map(_simple("eu"), (row for row in rows if "names" in row)))


def american(lists: Path) -> Iterator[ListedParty]:
    """Gives OFAC's consolidated list (ammitto)."""
    return _done(map(_simple("us"), lines_of(lists / "us-ofac-consolidated-non-sdn.jsonl.zst")))


def _simple(feed: str) -> Any:
    def draft_of(row: dict[str, Any]) -> Draft:
        draft = Draft(
            feed,
            f"{row['ref_number']}/{row['_file']}",
            _KINDS.get(row["entity_type"], "unknown"),
        )
        for at, name in enumerate(row["names"]):
            draft.call(name, "name" if at == 0 else "strong")
        draft.belongs(row.get("country") or "")
        for address in row.get("address") or ():
            draft.lives(
                *(address.get(key) or "" for key in ("street", "city", "state", "zip", "country"))
            )
            draft.belongs(address.get("country") or "")
        for paper in row.get("documents") or ():
            draft.numbered(paper.get("type") or "document", paper.get("number") or "")
        draft.was_born(str(row.get("birthdate") or ""))
        draft.says(draft.reasons, row.get("remark") or "")
        return draft

    return draft_of


def british(lists: Path) -> Iterator[ListedParty]:
    """Gives the UK sanctions list (ammitto)."""
    return _done(map(_british, lines_of(lists / "uk-sanctions-list.jsonl.zst")))


def _british(row: dict[str, Any]) -> Draft:
    draft = Draft(
        "uk", row["unique_id"], UK_KINDS.get(row["individual_entity_ship"].lower(), "unknown")
    )
    for name in row["names"]["names"]:
        words = " ".join(name.get(f"name{at}") or "" for at in range(1, 7))
        draft.call(
            words, strength_of(name.get("name_type") or "", name.get("alias_strength") or "")
        )
    for name in (row.get("non_latin_names") or {}).get("names", ()):
        draft.call(name.get("name_non_latin_script") or "", "strong", "source_script")
    draft.listed_on = day_of(row.get("date_designated") or "")
    draft.says(draft.programmes, row["regime_name"])
    return draft


def world_bank(lists: Path) -> Iterator[ListedParty]:
    """Gives the firms debarred by the World Bank (its own JSON, for which there is no reader)."""
    data = gzip.decompress((lists / "world_bank_sanctions_list.json.gz").read_bytes())
    return _done(map(_debarred, json.loads(data)["response"]["ZPROCSUPP"]))


def _debarred(row: dict[str, Any]) -> Draft:
    draft = Draft("world-bank", str(row["SUPP_ID"]))
    draft.kind = "person" if row["SUPP_TYPE_CODE"] == "I" else "organisation"
    draft.call(row["SUPP_NAME"] or "", "name")
    draft.belongs(row["COUNTRY_NAME"] or "", row["LAND1"] or "")
    draft.lives(row["SUPP_ADDR"] or "", row["SUPP_CITY"] or "")
    draft.listed_on = day_of(row["DEBAR_FROM_DATE"] or "")
    draft.ended_on = day_of(row["DEBAR_TO_DATE"] or "")
    draft.says(draft.bases, row["DEBAR_REASON"] or "")
    return draft


def announced(archive: Path, below: str) -> Iterator[ListedParty]:
    """Gives the entries of Japanese or Chinese announcements (ammitto) below a folder of theirs."""
    with archive.open("rb") as packed:
        data = zstandard.ZstdDecompressor().stream_reader(packed).read()
    with tarfile.open(fileobj=io.BytesIO(data)) as members:
        for member in sorted(members.getmembers(), key=lambda each: each.name):
            wanted = f"/{below}/" in f"/{member.name}" and not member.name.endswith("_index.yml")
            stream = members.extractfile(member) if member.isfile() and wanted else None
            if stream is not None and member.name.endswith((".yml", ".yaml")):
                yield from _done(_announced(load_yaml(stream.read(), member.name), member.name))


def _announced(document: Any, name: str) -> Iterator[Draft]:
    details = document.get("sanction_details") or document
    for at, entity in enumerate(details.get("entities") or ()):
        draft = Draft("announced", entity.get("id") or f"{name}#{at}")
        draft.kind = _KINDS.get(entity.get("type", ""), "unknown")
        named = entity.get("name") or {}
        for text in named.values() if isinstance(named, dict) else (named,):
            for part in str(text).split(";"):
                draft.call(part, "strong" if draft.name else "name")
        for alias in entity.get("aliases") or ():
            for text in alias.values() if isinstance(alias, dict) else (alias,):
                draft.call(str(text))
        draft.belongs(entity.get("country_code") or "", entity.get("country_code") or "")
        draft.lives(str(entity.get("address") or ""))
        draft.listed_on = day_of(str(entity.get("effective_date") or ""))
        draft.part = str(entity.get("sanction_list") or "")
        yield draft


def curated(table: Path) -> Iterator[ListedParty]:
    """Gives the rows of a table that OpenSanctions curates by hand."""
    data = table.read_bytes()
    text = (gzip.decompress(data) if table.suffix == ".gz" else data).decode()
    for at, row in enumerate(csv.DictReader(io.StringIO(text)), start=1):
        cells = {key.lower(): (value or "").strip() for key, value in row.items() if key}
        draft = Draft(table.name, str(at))
        draft.call(cells.get("clean name") or cells.get("name") or "", "name")
        for key in ("chinese name", "name"):
            draft.call(cells.get(key, ""))
        for key in ("alias", "aliases"):
            for name in cells.get(key, "").split(";"):
                draft.call(name)
        for name in (*cells.get("previous name", "").split(";"), cells.get("previousname", "")):
            draft.call(name, "former")
        draft.belongs(cells.get("country", ""), cells.get("country", "")[:2])
        draft.listed_on = day_first(cells.get("start date") or cells.get("date") or "")
        draft.ended_on = day_first(cells.get("end date") or "")
        yield from _done([draft])


def write_own(parties: Iterable[ListedParty], id: str, folder: Path) -> Path:
    """Writes entries as a file of our own format."""
    records = [plain(party) for party in parties]
    for record in records:
        del record["feed"]
    head = {
        "schema": "sekisho/feed/1",
        "id": id,
        "kind": "parties",
        "title": id,
        "publisher": "others",
    }
    path = folder / f"{id}.feed.yaml"
    path.write_text(json.dumps({**head, "records": records}, ensure_ascii=False), encoding="utf-8")
    return path


def names_apart(party: ListedParty) -> set[str]:
    """Gives every name of an entry, and those that stand together in one field."""
    return {part for name in party.names for part, _ in names_in(name)}
