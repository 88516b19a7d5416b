"""The list of the Security Council and the firms debarred by the World Bank."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from benchmarks.names.lists.files import unpacked
from benchmarks.names.records import Entity, Kind, ListedName

_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def un(lists: Path) -> Iterator[Entity]:
    """The consolidated list, with the names in their original script."""
    path = lists / "watchman-2019" / "UN_consolidated.xml.gz"
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(unpacked(path), parser)
    for tag, kind in (("INDIVIDUAL", "person"), ("ENTITY", "company")):
        for entry in root.iter(tag):
            yield _un_entry(entry, tag, "person" if kind == "person" else "company")


def _un_entry(entry: Any, tag: str, kind: Kind) -> Entity:
    reference = entry.findtext("REFERENCE_NUMBER").strip()
    names = [ListedName(" ".join(filter(None, (entry.findtext(part) for part in _NAMES))))]
    if original := entry.findtext("NAME_ORIGINAL_SCRIPT"):
        names.append(ListedName(original.strip()))
    for alias in entry.iter(f"{tag}_ALIAS"):
        quality = alias.findtext("QUALITY") or ""
        texts = (alias.findtext("ALIAS_NAME") or "").split(";")
        names += [ListedName(text.strip(), is_weak=quality == "Low") for text in texts]
    return Entity("un", reference, kind, tuple(names), "", (f"un:{reference}",))


def world_bank(lists: Path) -> Iterator[Entity]:
    """The debarred firms and persons."""
    document = json.loads(unpacked(lists / "world_bank_sanctions_list.json.gz"))
    for row in document["response"]["ZPROCSUPP"]:
        kind: Kind = "person" if row["SUPP_TYPE_CODE"] == "I" else "company"
        name = ListedName(row["SUPP_NAME"])
        yield Entity("world-bank", str(row["SUPP_ID"]), kind, (name,), row["LAND1"] or "")
