"""Rows of what suppliers and contractors are asked, and of sample clauses for a contract."""

from __future__ import annotations

from typing import Literal

from sekisho.model.values.record import Record
from sekisho.regime.tables.law import Title

Asked = Literal["supplier", "contractor"]


class Question(Record, frozen=True, kw_only=True):
    """One question, put so that yes means that what it asks for is in place."""

    id: str
    ja: str
    en: str


class AnnexRow(Record, frozen=True, kw_only=True):
    """What is asked and agreed for one measure: of whom, with which words, shown by what."""

    measure: str
    asked: tuple[Asked, ...]
    questions: tuple[Question, ...]
    clause: Title
    evidence: Title
