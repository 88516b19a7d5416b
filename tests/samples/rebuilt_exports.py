"""The publishers' own XML, rebuilt from conversions that kept every field of it.

Half of the conversion of the European list and all of the British one mirror the published elements
under other spellings: written back, they are real content in the publisher's form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tests.samples.third_party_lists import lines_of

_EU = "http://eu.europa.ec/fpi/fsd/export"
_SINGULAR = {
    "regulations": "regulation",
    "name_aliases": "nameAlias",
    "citizenships": "citizenship",
    "birthdates": "birthdate",
    "addresses": "address",
    "identifications": "identification",
    "regulation_summaries": "regulationSummary",
}
_UK_NAMES = {
    "unique_id": "UniqueID",
    "ofsi_group_id": "OFSIGroupID",
    "un_reference_number": "UNReferenceNumber",
    "uk_statement_of_reasons": "UKStatementofReasons",
}
_UK_LISTS = {
    ("names", "names"): ("Names", "Name"),
    ("non_latin_names", "names"): ("NonLatinNames", "NonLatinName"),
    ("addresses", "addresses"): ("Addresses", "Address"),
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def european_export(lists: Path) -> tuple[bytes, list[dict[str, Any]]]:
    """Gives the export as XML, and the rows it was made from."""
    rows = [
        row for row in lines_of(lists / "eu-financial-sanctions.jsonl.zst") if "name_aliases" in row
    ]
    body = "\n".join(_entity(row) for row in rows)
    head = f'<export xmlns="{_EU}" generationDate="2026-05-01T08:25:35Z">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}\n</export>\n'.encode(), rows


def _entity(row: dict[str, Any]) -> str:
    inside = (
        f"<remark>{escape(row['remark'])}</remark>" if isinstance(row.get("remark"), str) else ""
    )
    inside += _empty("subjectType", row["subject_type"])
    for key in (key for key in _SINGULAR if key in row):
        inside += "".join(_empty(_SINGULAR[key], each) for each in row[key])
    own = {
        key: row.get(key, "") for key in ("eu_reference_number", "logical_id", "united_nation_id")
    }
    return f"<sanctionEntity{_attributes(own)}>{inside}</sanctionEntity>"


def _empty(name: str, row: dict[str, Any]) -> str:
    plain = {key: value for key, value in row.items() if not isinstance(value, list)}
    url = plain.pop("publication_url", "")
    inside = f"<publicationUrl>{escape(url)}</publicationUrl>" if url else ""
    for key in (key for key in _SINGULAR if key in row):
        inside += "".join(_empty(_SINGULAR[key], each) for each in row[key])
    return f"<{name}{_attributes(plain)}>{inside}</{name}>"


def _attributes(row: dict[str, Any]) -> str:
    return "".join(f" {_camel(key)}={quoteattr(_said(value))}" for key, value in row.items())


def _camel(key: str) -> str:
    first, *rest = key.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else _CONTROL.sub(" ", str(value))


def british_export(lists: Path) -> tuple[bytes, list[dict[str, Any]]]:
    """Gives the designations as XML, and the rows they were made from."""
    rows = list(lines_of(lists / "uk-sanctions-list.jsonl.zst"))
    body = "\n".join(f"<Designation>{_designation(row)}</Designation>" for row in rows)
    text = f"<Designations><DateGenerated>22/08/2026</DateGenerated>\n{body}\n</Designations>"
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode(), rows


def _designation(row: dict[str, Any]) -> str:
    parts = [
        _element(_UK_NAMES.get(key) or _pascal(key), _day(key, value))
        for key, value in row.items()
        if isinstance(value, str) and not key.startswith("_")
    ]
    for (outer, inner), (around, each) in _UK_LISTS.items():
        items: Iterable[dict[str, Any]] = (row.get(outer) or {}).get(inner, ())
        made = "".join(f"<{each}>{_fields(item)}</{each}>" for item in items)
        parts.append(f"<{around}>{made}</{around}>")
    return "".join(parts)


def _fields(item: dict[str, Any]) -> str:
    pascal: Callable[[str], str] = _pascal
    return "".join(_element(pascal(key), value) for key, value in item.items())


def _element(name: str, value: Any) -> str:
    return f"<{name}>{escape(_said(value))}</{name}>"


def _pascal(key: str) -> str:
    return "".join(word.capitalize() for word in key.split("_"))


def _day(key: str, value: str) -> str:
    """The publisher writes days the British way."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)
    if found and key in ("last_updated", "date_designated"):
        return "/".join(reversed(found.groups()))
    return value
