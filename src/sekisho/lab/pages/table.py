"""Every flip as lines of CSV: written while the replay runs, so that none is held in memory."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from sekisho.lab.pages.words import rule_text
from sekisho.lab.replay.flips import CaseFlip, OperatorFlip
from sekisho.model.errors import Place, UsageError
from sekisho.model.values.message import message

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
    "synthetic",
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
    "synthetic",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """Gives text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


class FlipTable:
    """A CSV file that takes one case flip after another; use it in a `with`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        try:
            self._file = self._path.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            raise UsageError(
                message("lab.not_written", reason=error.strerror or str(error)),
                place=Place(file=str(self._path)),
                hint=message("lab.not_written.remedy"),
            ) from error
        self._rows = csv.writer(self._file)
        self._rows.writerow(_CASES)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file:
            self._file.close()

    def write(self, source: str, draft: str, flip: CaseFlip, *, synthetic: bool) -> None:
        """Adds a flip."""
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
        self._rows.writerow(
            (*map(guarded, texts), *numbers, *map(guarded, last), "yes" if synthetic else "no")
        )


def write_operators(path: Path, flips: Iterable[tuple[str, str, bool, OperatorFlip]]) -> None:
    """Writes every operator that flips, each with its source, its draft and whether it is made up."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_OPERATORS)
        for source, draft, synthetic, flip in flips:
            rule = flip.rule
            values = "; ".join(
                f"{t.test}: {t.value} ({t.threshold_before} -> {t.threshold_after})"
                for t in flip.tests
            )
            texts = (
                source,
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
                "yes" if synthetic else "no",
            )
            rows.writerow(map(guarded, texts))
