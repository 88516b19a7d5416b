"""The forms behind `sekisho filing`: blank filings, their labels, their JSON Schema."""

from __future__ import annotations

from typing import Any

import msgspec

from sekisho.model.filing import (
    Act,
    Change,
    Component,
    Emergency,
    Entrustment,
    Facility,
    Filing,
    FilingKind,
    Introduction,
    Operator,
)
from sekisho.model.party import Party
from sekisho.model.values.country import countries
from sekisho.model.values.ratio import Ratio
from sekisho.read.filing.document import INLINE
from sekisho.read.filing.meaning import meaning_of
from sekisho.read.filing.write import write_form
from sekisho.read.shape import Field, fields_of
from sekisho.report.catalogue import say_id

_FOR_ENTRUSTMENT = frozenset({"entrustment", "reentrustments"})
_FOR_OTHER_REGIMES = frozenset({"acquisition", "authorisations"})
_RATIO = (
    "^((100([.]0{1,12})?|[0-9]{1,2}([.][0-9]{1,12})?)%|[0-9]{1,12}/[0-9]{0,11}[1-9][0-9]{0,11})$"
)
_CHANGES = ("change", "change_report", "component_change")


def blank_filing(kind: FilingKind | None, act: Act | None) -> Filing:
    """Gives a filing with nothing in it but its first parties and the references to them."""
    other = "contractor" if act == "entrustment" else "supplier"
    supplier = "supplier" if act != "entrustment" else ""
    return Filing(
        kind=kind,
        act=act,
        operator=Operator(party="operator"),
        facility=Facility(supplier=supplier),
        introduction=Introduction() if act != "entrustment" else None,
        entrustment=Entrustment(contractor="contractor") if act == "entrustment" else None,
        components=(Component(id="component-1", supplier=supplier),),
        parties=(Party(id="operator"), Party(id=other)),
        change=Change() if kind in _CHANGES else None,
        emergency=Emergency() if kind == "emergency" else None,
    )


def form_text(filing: Filing, lang: str) -> str:
    """Writes a filing as YAML to be filled in, each field with its label and allowed words."""
    leave_out: set[str] = set()
    if filing.kind is not None or filing.act is not None:
        # A plan is the other regimes' question only where it says so itself.
        leave_out |= _FOR_OTHER_REGIMES
    if filing.kind is not None:
        leave_out |= {"change"} - ({"change"} if filing.kind in _CHANGES else set())
        leave_out |= {"emergency"} - {filing.kind}
    if filing.act == "introduction":
        leave_out |= _FOR_ENTRUSTMENT
    elif filing.act == "entrustment":
        leave_out.add("introduction")
    head = say_id("filing.form.head", lang)
    return f"# {head}\n" + write_form(
        filing, lambda record, field: _comment(record, field, lang), frozenset(leave_out)
    )


def workbook(filing: Filing) -> bytes:
    """Writes a filing as the bilingual workbook."""
    from sekisho.read.sheets.write import write_workbook

    return write_workbook(filing, _both, INLINE)


def filing_schema(lang: str) -> dict[str, Any]:
    """Gives the JSON Schema (2020-12) of a filing, with the labels of its fields as titles.

    It describes the plain form that `filing import` writes; reading accepts more (other ways to
    write dates, shares, yes and no), and checks what a schema cannot say (references).
    """
    (found,), components = msgspec.json.schema_components(
        [Filing], schema_hook=_schema_hook, ref_template="#/$defs/{name}"
    )
    for record in _records(Filing):
        properties = components[record.__name__]["properties"]
        for name, field in fields_of(record).items():
            properties[name] = _described(record.__name__, field, properties[name], lang)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": say_id("sheet.filing", lang),
        **found,
        "$defs": components,
    }


def _described(record: str, field: Field, found: dict[str, Any], lang: str) -> dict[str, Any]:
    described = {"title": say_id(f"field.{record}.{field.name}", lang), **found}
    meaning = meaning_of(record, field.name)
    if meaning == "country":
        described["enum"] = ["", *countries()]
    if meaning == "sha256":
        described["pattern"] = "^([0-9a-f]{64})?$"
    if meaning == "corporate_number":
        described["pattern"] = "^([0-9]{13})?$"
    if meaning == "lei":
        described["pattern"] = "^([A-Z0-9]{18}[0-9]{2})?$"
    if field.required:
        described["minLength"] = 1
    return described


def _schema_hook(kind: type) -> dict[str, Any]:
    if kind is Ratio:
        return {"type": "string", "pattern": _RATIO}
    raise NotImplementedError(kind.__name__)


def _records(record: type[msgspec.Struct]) -> list[type[msgspec.Struct]]:
    found = [record]
    for field in fields_of(record).values():
        inner = field.shape.record or (field.shape.item.record if field.shape.item else None)
        if inner is not None:
            found += [kind for kind in _records(inner) if kind not in found]
    return found


def _comment(record: str, field: Field, lang: str) -> str:
    label = say_id(f"field.{record}.{field.name}", lang)
    words = field.shape.words or (field.shape.item.words if field.shape.item else ())
    return say_id("filing.form.words", lang, label=label, words=words) if words else label


def _both(id: str) -> tuple[str, str]:
    return say_id(id, "ja"), say_id(id, "en")
