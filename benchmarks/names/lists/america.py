"""The lists of the United States."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.names.lists.files import json_lines, unpacked
from benchmarks.names.records import Entity, Kind, ListedName

_NOTHING = "-0-"
_SDN_KINDS: dict[str, Kind] = {"individual": "person", "vessel": "other", "aircraft": "other"}
_KINDS: dict[str, Kind] = {"person": "person", "organization": "company"}
_PERSONS = frozenset({"bis-dpl"})
"""Lists that name persons and firms without saying which."""


def ofac(lists: Path) -> Iterator[Entity]:
    """Specially designated nationals and the consolidated list, main entries with their aliases."""
    for folder, main, other, publisher in (
        ("watchman-2021", "sdn.csv.gz", "alt.csv.gz", "ofac-sdn"),
        ("watchman-2019", "cons_prim.csv.gz", "cons_alt.csv.gz", "ofac-cons"),
    ):
        aliases: dict[str, list[ListedName]] = {}
        for row in _rows(lists / folder / other):
            if len(row) > 3:
                aliases.setdefault(row[0], []).append(ListedName(row[3]))
        for row in _rows(lists / folder / main):
            if len(row) > 2:
                kind = _SDN_KINDS.get(row[2].strip(), "company")
                names = (ListedName(row[1]), *aliases.get(row[0], ()))
                yield Entity(publisher, row[0], kind, names)


def _rows(path: Path) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(unpacked(path).decode("utf-8", "replace")))


def consolidated(lists: Path) -> Iterator[Entity]:
    """The consolidated list in a later conversion."""
    for entry in json_lines(lists / "us-ofac-consolidated-non-sdn.jsonl.zst"):
        if "ref_number" in entry:
            known = tuple(
                f"number:{document['number']}"
                for document in entry.get("documents") or ()
                if document["type"] == "Tax ID No."
            )
            names = tuple(ListedName(name) for name in entry["names"] if name)
            kind = _KINDS.get(entry["entity_type"], "other")
            yield Entity("ofac-cons", entry["ref_number"], kind, names, "", known)


def denied(lists: Path) -> Iterator[Entity]:
    """The denied persons, who may be persons or firms."""
    text = unpacked(lists / "watchman-2021" / "dpl.txt.gz").decode("utf-8", "replace")
    for number, row in enumerate(csv.DictReader(io.StringIO(text), delimiter="\t")):
        yield Entity("bis-dpl-2022", str(number), "other", (ListedName(row["Name"]),))


def restricted(lists: Path) -> Iterator[Entity]:
    """The entity list, military end users, forced labour, 1260H, covered equipment and others."""
    for path in sorted((lists / "us-restricted-2026-07").glob("*.json*")):
        document = json.loads(unpacked(path))
        for number, entry in enumerate(document.get("entities", ())):
            names = tuple(ListedName(name) for name in (entry["name"], *entry["aliases"]) if name)
            kind: Kind = "other" if document["list_id"] in _PERSONS else "company"
            yield Entity(document["list_id"], str(number), kind, names)
    lists = lists / "opensanctions-nc"
    text = unpacked(lists / "us__dod_chinese_milcorps__sanctions.csv").decode("utf-8")
    for number, row in enumerate(csv.DictReader(io.StringIO(text))):
        texts = [row["Clean Name"] or row["Name"], *row["Alias"].split(";")]
        texts += row["Previous Name"].split(";")
        names = tuple(ListedName(text.strip()) for text in texts)
        yield Entity("us-1260h-curated", str(number), "company", names)
