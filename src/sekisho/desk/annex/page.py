"""The annex as a page to print: Japanese and English side by side, marked on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sekisho.desk.annex.questionnaire import notice_lines
from sekisho.desk.annex.rows import Annex, Item
from sekisho.desk.paper.page import write_page
from sekisho.regime.tables.desk.annex import Question
from sekisho.regime.tables.law import Title
from sekisho.report.catalogue import say_id, say_term, visible
from sekisho.report.markup import Markup, element

_SIDES = ("ja", "en")


def write_annex(annex: Annex, lang: str, about: Sequence[str] = ()) -> str:
    """Writes the annex as one HTML document whose own words are in a language.

    `about` are lines that say for whom and about what it is. The notice heads the table, so that
    a browser repeats it on every printed page.
    """
    title = say_id("annex.title", lang)
    notice = [
        element("p", line, lang=side) for side in _SIDES for line in notice_lines(annex, side)
    ]
    head = element(
        "thead",
        element("tr", element("th", *notice, colspan=2, class_="notice", scope="colgroup")),
        element(
            "tr",
            *(element("th", say_id(f"annex.side.{side}", lang), scope="col") for side in _SIDES),
        ),
    )
    bodies = [element("tbody", *_item(item)) for item in annex.items]
    return write_page(
        lang,
        f"{title} - Sekisho",
        element("h1", title),
        element("p", annex.title.said_in(lang)),
        *(element("p", visible(line)) for line in about),
        element("p", say_id("annex.intro", lang)),
        element("p", say_id("annex.parties", lang)),
        element("table", element("caption", title, class_="unseen"), head, *bodies),
    )


def _item(item: Item) -> Iterator[Markup]:
    measure, row = item.measure, item.row
    heads = [
        element(
            "th",
            element("code", measure.id),
            f" {measure.title.said_in(side)}",
            element("p", _marks(item, side), class_="quiet"),
            lang=side,
            class_="measure",
            scope="col",
        )
        for side in _SIDES
    ]
    yield element("tr", *heads, class_="measure")
    for question in row.questions:
        yield _pair("annex.question", Title(ja=question.ja, en=question.en), question)
    yield _pair("annex.clause", row.clause)
    yield _pair("annex.evidence", row.evidence)


def _pair(label: str, said: Title, question: Question | None = None) -> Markup:
    number = f" {question.id}" if question else ""
    cells = [
        element(
            "td",
            element("p", f"{say_id(label, side)}{number}", class_="label"),
            said.said_in(side),
            lang=side,
            class_="half",
        )
        for side in _SIDES
    ]
    return element("tr", *cells)


def _marks(item: Item, side: str) -> str:
    """Says of whom it is asked, and that the wording is a paraphrase where it is one."""
    asked = ("、" if side == "ja" else ", ").join(
        say_term(f"annex.{whom}", side) for whom in item.row.asked
    )
    unverified = f" · {say_id('annex.unverified', side)}" if item.measure.unverified else ""
    return f"{say_id('annex.asked', side, whom=asked)}{unverified}"
