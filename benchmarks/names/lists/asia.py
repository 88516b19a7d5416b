"""The lists of Japan and China, which give one name in two scripts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.names.lists.files import Document, unpacked, yaml_members
from benchmarks.names.records import Entity, Kind, ListedName, scripts_in

_KINDS: dict[str, Kind] = {"individual": "person", "organization": "company"}
_BOTH = re.compile(r"^([^A-Za-z]*[^\sA-Za-z])[\s　]+([A-Za-z][^ぁ-ヿ一-鿿]*)$")
_INSIDE = re.compile(
    r"^(.+?)\s*[（(]\s*(?:a\.k\.a\.?:?|original script[:：]|別称[、:：]?)?\s*(.+?)[）)]$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\d\s*年|生まれ|番号|発行日|有効期限|[（(]\s*[ab]\s*[）)]|original script|^(?:公開|閉鎖)?(?:株式|合同|有限)会社$"
)
"""Dates, papers, rows of names in one and legal forms alone, which the conversion took for aliases."""


def japan(lists: Path) -> Iterator[Entity]:
    """End users, asset freezes and export prohibitions, Japanese beside Latin letters."""
    for name, document in yaml_members(lists / "jp" / "ammitto-jp-lists.tar.zst"):
        feed = name.removeprefix("sources/sanction-lists/").partition("/20")[0]
        for number, entry in enumerate(_entries(document)):
            id = str(entry.get("id") or f"{feed}.{number}")
            yield Entity("japan", id, _kind(entry), tuple(_names(entry, "ja")))


def china(lists: Path) -> Iterator[Entity]:
    """Unreliable entities, export control, and answers to foreign sanctions."""
    for name, document in yaml_members(lists / "ammitto-cn-lists.tar.zst"):
        feed = name.removeprefix("sources/sanction-lists/")
        for number, entry in enumerate(_entries(document)):
            yield Entity("china", f"{feed}.{number}", _kind(entry), tuple(_names(entry, "zh-Hans")))


def china_curated(lists: Path) -> Iterator[Entity]:
    """The same measures as curated by others, with more names."""
    text = unpacked(lists / "opensanctions-nc" / "cn__sanctions__sanctions.csv").decode("utf-8")
    for number, row in enumerate(csv.DictReader(io.StringIO(text))):
        latin = [ListedName(part.strip()) for part in (row["Name"], *row["Alias"].split(";"))]
        chinese = [
            ListedName(part.strip(), language="zh") for part in row["Chinese name"].split(";")
        ]
        kind: Kind = "person" if row["Type"] == "Person" else "company"
        yield Entity("china-curated", str(number), kind, (*latin, *chinese))


def _entries(document: Document) -> Iterable[Document]:
    told = document.get("sanction_details") or {}
    return told.get("entities") or document.get("entities") or ()


def _kind(entry: Document) -> Kind:
    return _KINDS.get(entry.get("type", ""), "other")


def _names(entry: Document, own: str) -> Iterator[ListedName]:
    for field in ("name", "aliases"):
        for language, text in _texts(entry.get(field), own):
            for part in _parted(text):
                if not _NO_NAME.search(part):
                    yield _name(part, language if part == text else own)


def _parted(text: str) -> Iterator[str]:
    """Parts a text that gives a name in two scripts, one after or in brackets behind the other."""
    if (found := _BOTH.match(text)) or (
        (found := _INSIDE.match(text)) and _side(found.group(1)) != _side(found.group(2))
    ):
        yield from found.groups()
    else:
        yield text


def _side(text: str) -> bool:
    return bool(set(scripts_in(text)) - {"latin"})


def _texts(given: Any, own: str) -> Iterator[tuple[str, str]]:
    if isinstance(given, str):
        yield own, given
    elif isinstance(given, list):
        for one in given:
            yield from _texts(one, own)
    elif isinstance(given, dict):
        for language, texts in given.items():
            for one in texts if isinstance(texts, list) else [texts]:
                if isinstance(one, str):
                    yield language, one


def _name(text: str, language: str) -> ListedName:
    """The language counts only for names that are not in Latin letters alone."""
    foreign = set(scripts_in(text)) - {"latin"}
    return ListedName(text.strip(), language=language[:2] if foreign else "")
