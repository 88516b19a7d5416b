"""JSON Schema of the files of a pack, so that an editor completes and checks them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from sekisho.model.values.amount import Amount
from sekisho.model.values.ratio import Ratio
from sekisho.regime.authoring.sources import file_kinds
from sekisho.regime.loader import CONDITION_KEYS
from sekisho.regime.rules.reach import facts_of

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_OWN: dict[type, dict[str, Any]] = {
    Ratio: {"type": "string", "pattern": r"^\d+(\.\d+)?\s*%$|^\d+\s*/\s*\d+$"},
    Amount: {"type": ["integer", "number", "string"]},
}
_SUB_TABLES = {"routes": ("routes.required", "routes.routes")}


def file_schema(topic: str, titles: Mapping[str, str]) -> dict[str, Any]:
    """Gives the schema of one file of a pack; `titles` says what its fields are called.

    Raises `KeyError` for a topic no pack has. Where the schema wants text an editor may read a
    number, since plain values of a pack are text whatever they look like.
    """
    kind = file_kinds()[topic]
    made = msgspec.json.schema(kind.row, schema_hook=_own)
    definitions = made.pop("$defs", {})
    for definition in definitions.values():
        _describe(definition, topic, titles)
    reference = {"$ref": made["$ref"]} if "$ref" in made else made
    if kind.is_list:
        rows = {"type": "array", "items": reference}
        reference = {
            "type": "object",
            "properties": {topic: rows},
            "required": [topic],
            "additionalProperties": False,
        }
    return {"$schema": DRAFT, "title": f"{topic}.yaml", **reference, "$defs": definitions}


def _own(kind: type) -> dict[str, Any]:
    return dict(_OWN[kind])


def _describe(definition: dict[str, Any], topic: str, titles: Mapping[str, str]) -> None:
    if "description" in definition:
        definition["description"] = " ".join(definition["description"].split())
    for name, field in definition.get("properties", {}).items():
        _loosen(field)
        said = titles.get(name, "")
        if name in CONDITION_KEYS:
            said = f"{said or name}: a condition in CEL. {_facts(topic)}".strip()
        if said and "$ref" not in field:
            field["description"] = said


def _loosen(field: dict[str, Any]) -> None:
    """A plain `6` is text for a pack and a number for an editor."""
    if field.get("type") == "string" and not {"format", "pattern"} & set(field):
        field["type"] = ["string", "number"]
    for inner in field.get("anyOf", ()):
        _loosen(inner)
    if isinstance(field.get("items"), dict):
        _loosen(field["items"])


def _facts(topic: str) -> str:
    tables = _SUB_TABLES.get(topic, (topic,))
    names = sorted({name for table in tables for name in facts_of(table)})
    return f"Facts: {', '.join(names)}." if names else ""
