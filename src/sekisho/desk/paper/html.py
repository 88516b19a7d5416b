"""A sheet as one HTML document."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.desk.paper.page import write_page
from sekisho.desk.paper.sheet import Block, Cell, Section, Sheet, Table
from sekisho.report.markup import Markup, element, join


def write_html(sheet: Sheet) -> str:
    """Writes a sheet as an HTML document to read and to print; everything in it is escaped."""
    marks = [element("p", mark) for mark in sheet.marks]
    return write_page(
        sheet.lang,
        f"{sheet.title} - {sheet.running}",
        element("h1", sheet.title),
        element("div", *marks, class_="notice") if marks else "",
        *(element("p", line) for line in sheet.lines),
        *(part for section in sheet.sections for part in _section(section)),
        element("footer", *(element("p", line, class_="quiet") for line in sheet.foot)),
    )


def _section(section: Section) -> Iterator[Markup]:
    yield element("h2", section.title)
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[Markup]:
    if block.title:
        yield element("h3", block.title)
    for note in block.notes:
        yield element("p", note)
    if block.rows:
        rows = [
            element(
                "tr",
                element(
                    "th",
                    row.label,
                    element("div", row.article, class_="article") if row.article else "",
                    scope="row",
                ),
                element("td", _cell(row.cell)),
            )
            for row in block.rows
        ]
        yield element("table", element("tbody", *rows))
    for table in block.tables:
        yield _table(table)


def _table(table: Table) -> Markup:
    heads = [element("th", text, scope="col") for text in table.head]
    rows = [element("tr", *(element("td", _cell(cell)) for cell in row)) for row in table.rows]
    inner = element(
        "table",
        element("caption", table.caption, class_="unseen"),
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
        class_="list",
    )
    return element("div", inner, class_="wide", tabindex=0, role="group", aria_label=table.caption)


def _cell(cell: Cell) -> Markup:
    text = element("span", cell.text, class_=cell.state)
    return join(text, element("div", element("code", cell.code)) if cell.code else "")
