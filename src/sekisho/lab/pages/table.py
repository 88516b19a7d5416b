"""Every flip as lines of CSV: written while the replay runs, so that none is held in memory."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from sekisho.lab.pages.words import rule_text
from sekisho.lab.past.record import Nature
from sekisho.lab.replay.flips import CaseFlip, OperatorFlip
from sekisho.lab.result import SourceTold
from sekisho.read.refused import not_written
from sekisho.read.sheets.text import guarded

_CASES = (
    "source",
    "draft",
    "case",
    "on",
    "kind",
    "operator",
    "name",
    "sector",
    "size",
    "supplier_country",
    "filings_before",
    "filings_after",
    "route_before",
    "route_after",
    "fields",
    "typed",
    "documents",
    "days",
    "saved",
    "row",
    "article",
    "change",
    "nature",
)
_OPERATORS = (
    "source",
    "draft",
    "operator",
    "name",
    "sector",
    "size",
    "before",
    "after",
    "criterion",
    "article",
    "row",
    "change",
    "values",
    "on",
    "nature",
)


class FlipTable:
    """A CSV file that takes one case flip after another; use it in a `with`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        try:
            self._file = self._path.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            raise not_written(self._path, error) from error
        self._rows = csv.writer(self._file)
        self._rows.writerow(_CASES)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._file:
                self._file.close()
        except OSError as refused:
            raise not_written(self._path, refused) from refused

    def write(self, source: str, draft: str, flip: CaseFlip, nature: Nature) -> None:
        """Adds a flip, with the name and nature of its source."""
        rule = flip.rule
        texts = (
            source,
            draft,
            flip.id,
            flip.on.isoformat(),
            flip.kind,
            flip.operator,
            flip.name,
            flip.sector,
            flip.size,
            flip.country,
            " ".join(flip.before),
            " ".join(flip.after),
            flip.route_before,
            flip.route_after,
        )
        numbers = (flip.fields, flip.typed, flip.documents, flip.days, flip.saved)
        row = f"{rule.table} {rule.id}" if rule else ""
        last = (row, rule.article if rule else "", rule_text(rule, "en"))
        try:
            self._rows.writerow((*map(guarded, texts), *numbers, *map(guarded, last), nature))
        except OSError as refused:
            raise not_written(self._path, refused) from refused


def write_operators(path: Path, flips: Iterable[tuple[SourceTold, str, OperatorFlip]]) -> None:
    """Writes every operator that flips, each with its source, its draft and whether it happened."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_OPERATORS)
        for source, draft, flip in flips:
            rule = flip.rule
            values = "; ".join(
                f"{t.test}: {t.value} ({t.threshold_before} -> {t.threshold_after})"
                for t in flip.tests
            )
            texts = (
                source.name,
                draft,
                flip.id,
                flip.name,
                flip.sector,
                flip.size,
                flip.before,
                flip.after,
                flip.criterion,
                flip.article,
                f"{rule.table} {rule.id}" if rule else "",
                rule_text(rule, "en"),
                values,
                flip.on.isoformat(),
                source.nature,
            )
            rows.writerow(map(guarded, texts))
