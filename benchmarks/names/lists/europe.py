"""The lists of the European Union and the United Kingdom."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from benchmarks.names.lists.files import Document, json_lines, unpacked
from benchmarks.names.records import Entity, Kind, ListedName

_EU_KINDS: dict[str, Kind] = {
    "person": "person",
    "organization": "company",
    "enterprise": "company",
}
_UK_KINDS: dict[str, Kind] = {"Individual": "person", "Entity": "company"}
_PARTS = ("name1", "name2", "name3", "name4", "name5", "name6")


def eu(lists: Path) -> Iterator[Entity]:
    """The financial sanctions; the file holds most entries in two forms, both are taken."""
    for entry in json_lines(lists / "eu-financial-sanctions.jsonl.zst"):
        if reference := entry.get("eu_reference_number"):
            names = tuple(
                ListedName(alias["whole_name"], is_weak=alias.get("strong") is False)
                for alias in entry.get("name_aliases", ())
                if alias.get("whole_name")
            )
            kind = _EU_KINDS.get(entry["subject_type"]["code"], "other")
            other = entry.get("united_nation_id")
            yield Entity("eu", reference, kind, names, "", (f"un:{other}",) if other else ())
        elif reference := entry.get("ref_number"):
            names = tuple(ListedName(name) for name in entry["names"] if name)
            yield Entity("eu", reference, _EU_KINDS.get(entry["entity_type"], "other"), names)


def eu_journal(lists: Path) -> Iterator[Entity]:
    """The annexes of a regulation on trade, as curated by others."""
    path = (
        lists / "opensanctions-nc" / "eu__journal_sanctions__data__consolidated__32014R0833.csv.gz"
    )
    for number, row in enumerate(csv.DictReader(io.StringIO(unpacked(path).decode("utf-8")))):
        texts = [row["name"], *row["alias"].split(";"), *row["previousName"].split(";")]
        names = [ListedName(text.strip()) for text in texts]
        names += [ListedName(text.strip(), is_weak=True) for text in row["weakAlias"].split(";")]
        kind: Kind = "person" if row["schema"] == "Person" else "company"
        kind = "other" if row["schema"] in {"Vessel", "Airplane"} else kind
        # The numbers of records begin anew in each annex, so that they tell nothing apart.
        numbers = [
            row[column] for column in ("registrationNumber", "taxNumber", "innCode", "leiCode")
        ]
        known = tuple(
            f"number:{part.split()[0]}"
            for given in numbers
            for part in given.replace(";", ",").split(",")
            if part.strip() and len(part.split()[0]) > 6
        )
        yield Entity("eu-journal", str(number), kind, tuple(names), "", known)


def uk(lists: Path) -> Iterator[Entity]:
    """The list of the Foreign Office, with its names in other scripts."""
    for entry in json_lines(lists / "uk-sanctions-list.jsonl.zst"):
        if "unique_id" not in entry:
            continue
        names = [_uk_name(name) for name in entry["names"]["names"]]
        names += [
            ListedName(name["name_non_latin_script"])
            for name in (entry.get("non_latin_names") or {}).get("names", ())
            if name.get("name_non_latin_script")
        ]
        other = entry.get("un_reference_number")
        kind = _UK_KINDS.get(entry["individual_entity_ship"], "other")
        known = (f"un:{other}",) if other else ()
        yield Entity("uk", entry["unique_id"], kind, tuple(names), "", known)


def _uk_name(name: Document) -> ListedName:
    text = " ".join(str(name[part]) for part in _PARTS if name.get(part))
    return ListedName(text, is_weak="Low" in (name.get("alias_strength") or ""))
