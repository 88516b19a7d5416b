"""What the text fields of a filing mean, beyond being text."""

from __future__ import annotations

from typing import Literal

Meaning = Literal["words", "code", "country", "sha256", "corporate_number", "lei"]
Target = Literal["parties", "components", "reentrustments", "evidence"]

_BY_NAME: dict[str, Meaning] = {
    "id": "code",
    "country": "country",
    "law_country": "country",
    "nationality": "country",
    "sha256": "sha256",
    "corporate_number": "corporate_number",
    "lei": "lei",
    "regime": "code",
    "sector": "code",
    "authority": "code",
    "media_type": "code",
    "facts": "code",
    "proves": "code",
    "uses": "code",
    "exemptions": "code",
}

REFERENCES: dict[tuple[str, str], Target] = {
    ("Operator", "party"): "parties",
    ("Facility", "supplier"): "parties",
    ("Component", "supplier"): "parties",
    ("Component", "maker"): "parties",
    ("Entrustment", "contractor"): "parties",
    ("Authorisation", "component"): "components",
    ("Acquisition", "acquirer"): "parties",
    ("Acquisition", "entity"): "parties",
    ("Reentrustment", "contractor"): "parties",
    ("Reentrustment", "entrusted_by"): "reentrustments",
    ("RiskMeasure", "evidence"): "evidence",
    ("Change", "component"): "components",
    ("Change", "applied_by"): "parties",
    ("VoteHolder", "party"): "parties",
    ("Evidence", "component"): "components",
    ("Evidence", "party"): "parties",
}
"""Fields that hold the `id` of something stated elsewhere in the filing, by record and name."""


def meaning_of(record: str, field: str) -> Meaning:
    """Says how the text of a field is to be read; `words` is text kept as it stands."""
    if (record, field) in REFERENCES or (record, field) == ("Facility", "kind"):
        return "code"
    return _BY_NAME.get(field, "words")
