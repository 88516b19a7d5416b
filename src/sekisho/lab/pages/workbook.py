"""The result of the lab as a workbook, under the headings of a regulatory impact assessment."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sekisho.lab.pages.figures import (
    figures,
    group_name,
    main_effect,
    range_text,
    source_name,
)
from sekisho.lab.pages.html import LIMITS
from sekisho.lab.pages.words import assumed_text, mark, rule_text, tests_text, title_text, watermark
from sekisho.lab.result import Effect, LabResult, Row, Span
from sekisho.report.catalogue import say_id, visible

Cell = str | int
_HEAD = PatternFill("solid", fgColor="E8F1FE")
_WRAP = Alignment(wrap_text=True, vertical="top")
_LONGEST = 32_000
_WIDE, _NARROW = 60, 18
_SPREADSHEET_INTEGER = 10**15


def write_assessment(
    result: LabResult, lang: str, names: dict[str, str], objective: str = ""
) -> bytes:
    """Writes a result as `.xlsx`, one sheet a heading; every sheet of a scenario says so on top.

    Text is written as text whatever it looks like, so that no cell is a formula.
    """
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    writer = _Writer(book, result, lang, names)
    writer.add("objective", _objective(result, lang, objective))
    writer.add("options", writer.options())
    writer.add("affected", writer.affected())
    writer.add("costs", writer.costs())
    writer.add("burden", writer.burden())
    writer.add("sensitivity", writer.sensitivity())
    writer.add("assumptions", writer.assumptions())
    limits = [say_id(f"lab.page.limit.{id}", lang) for id in LIMITS]
    writer.add("limits", ([text] for text in limits))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _objective(result: LabResult, lang: str, objective: str) -> Iterator[list[Cell]]:
    yield [title_text(result, lang)]
    yield [visible(objective) if objective else say_id("lab.page.objective.none", lang)]


class _Writer:
    def __init__(self, book: Workbook, result: LabResult, lang: str, names: dict[str, str]) -> None:
        self._book, self._it, self._lang, self._names = book, result, lang, names

    def add(self, id: str, rows: Iterable[list[Cell]]) -> None:
        """Adds a sheet: its heading, the watermark, then the rows."""
        sheet: Worksheet = self._book.create_sheet(self._say(f"lab.page.{id}")[:31])
        sheet.column_dimensions["A"].width = _WIDE
        _put(sheet, 1, 1, self._say(f"lab.page.{id}"), Font(bold=True, size=14))
        if said := watermark(self._it, self._lang):
            _put(sheet, 2, 1, "\n".join(said), Font(bold=True, color="C74700"))
            # On paper only the first page shows the second row: the header stands on all of them.
            if sheet.oddHeader is not None:
                sheet.oddHeader.center.text = mark(self._it, self._lang)
        for at, row in enumerate(rows, 4):
            for column, cell in enumerate(row, 1):
                _put(sheet, at, column, cell, Font(bold=True) if row and at == 4 else None)
                if column > 1:
                    sheet.column_dimensions[get_column_letter(column)].width = _NARROW

    def options(self) -> Iterator[list[Cell]]:
        yield self._heads("option", "row", "cases")
        for number, draft in enumerate(self._it.drafts):
            for told in main_effect(self._it, number).rules:
                yield [draft.name, rule_text(told.rule, self._lang), told.cases]

    def affected(self) -> Iterator[list[Cell]]:
        yield self._heads("operator", "option", "over", "sector", "before", "after", "values")
        for effect in self._it.effects:
            for flip in effect.operators:
                yield [
                    visible(flip.name),
                    self._it.drafts[effect.draft].name,
                    self._source(effect),
                    self._names.get(flip.sector, flip.sector),
                    self._say(f"lab.designated.{flip.before}"),
                    self._say(f"lab.designated.{flip.after}"),
                    tests_text(flip, self._lang, self._names),
                ]

    def costs(self) -> Iterator[list[Cell]]:
        names = [
            self._say(f"lab.figure.{word}") for word in ("typed", "documents", "days", "saved")
        ]
        hours = [self._say(f"lab.figure.{word}") for word in ("examiner_hours", "operator_hours")]
        spans = [f"{name} ({word})" for name in hours for word in ("low", "mid", "high")]
        yield [
            self._say("lab.page.costs"),
            *self._heads("option", "over", "flips_count", "caught", "freed"),
            *names,
            *spans,
        ]
        for effect in self._it.effects:
            groups = (
                ("sector", effect.sectors),
                ("size", effect.sizes),
                ("country", effect.countries),
            )
            for group, rows in groups:
                for row in rows:
                    name = group_name(row, group, self._lang, self._names)
                    title = self._say(f"lab.page.{group}")
                    yield [
                        say_id("report.labelled", self._lang, label=title, text=name),
                        *self._cost(effect, row),
                    ]

    def _cost(self, effect: Effect, row: Row) -> list[Cell]:
        spans = (row.examiner_hours, row.operator_hours)
        return [
            self._it.drafts[effect.draft].name,
            self._source(effect),
            row.flips,
            row.kinds.get("caught", 0),
            row.kinds.get("freed", 0),
            row.typed,
            row.documents,
            row.days,
            row.saved,
            *(value for span in spans for value in (span.low, span.mid, span.high)),
        ]

    def burden(self) -> Iterator[list[Cell]]:
        sources = [source_name(self._it, at, self._lang) for at in range(len(self._it.sources))]
        yield [*self._heads("figure", "option"), *sources, self._say("lab.range.head")]
        for number, draft in enumerate(self._it.drafts):
            for line in figures(self._it, number, self._lang):
                over = range_text(self._it, line, self._lang)
                values: list[Cell] = [
                    value.mid if isinstance(value, Span) else value for value in line.values
                ]
                yield [line.name, draft.name, *values, over]

    def sensitivity(self) -> Iterator[list[Cell]]:
        sweep = self._it.sweep
        if sweep is None:
            yield [self._say("lab.page.sensitivity.none")]
            return
        words = ("operators_in", "operators_out", "caught", "freed", "typed")
        names = [self._say(f"lab.figure.{word}") for word in words]
        yield [sweep.path, self._say("lab.page.over"), *names]
        for point in sweep.points:
            counts = [getattr(point, word) for word in words]
            yield [point.value, source_name(self._it, point.source, self._lang), *counts]

    def assumptions(self) -> Iterator[list[Cell]]:
        yield self._heads("assumption", "over", "taken", "source")
        for at, source in enumerate(self._it.sources):
            for assumed in source.assumptions:
                name = source_name(self._it, at, self._lang)
                what, where = assumed_text(assumed, self._lang)
                yield [what, name, visible(assumed.value), where]

    def _source(self, effect: Effect) -> str:
        return source_name(self._it, effect.source, self._lang)

    def _heads(self, *ids: str) -> list[Cell]:
        return [self._say(f"lab.page.{id}") for id in ids]

    def _say(self, id: str) -> str:
        return say_id(id, self._lang)


def _put(sheet: Worksheet, row: int, column: int, value: Cell, font: Font | None = None) -> None:
    cell = sheet.cell(row, column)
    cell.alignment = _WRAP
    if isinstance(value, int) and abs(value) < _SPREADSHEET_INTEGER:
        cell.value = value
        cell.number_format = "#,##0"
    else:
        cell.value = str(value)[:_LONGEST]
        # Never a formula, whatever the text looks like.
        cell.data_type = "s"
    if font is not None:
        cell.font = font
        cell.fill = _HEAD
