"""Every article that a rule stands on has a page, and the page shows the rules as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho.regime.loader import PACKS
from tools.law_pages import (
    BEGIN,
    END,
    Page,
    Row,
    block,
    main,
    page_of,
    renewed,
    rows_of_pack,
    split_articles,
    wrong_functions,
)


def _row(article: str, pack: str = "jp-espa") -> Row:
    return Row(pack, "clocks.yaml", 1, "periods standstill", article, "length 30")


def _page(folder: Path, name: str, claim: str) -> Page:
    path = folder / name
    path.write_text(f"<!-- {claim} -->\n# Title\n\nWords of a person.\n", encoding="utf-8")
    return Page(path)


def test_the_pages_of_the_law_are_what_the_packs_say(capsys: pytest.CaptureFixture[str]):
    assert main(["--check"]) == 0, capsys.readouterr().out


def test_every_row_with_an_article_is_seen():
    written = sum(
        line.count("article:")
        for path in (PACKS / "jp-espa").glob("*.yaml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.lstrip().startswith("#")
    )
    assert len({(row.file, row.line, row.id) for row in rows_of_pack("jp-espa")}) >= written * 0.9


@pytest.mark.parametrize(
    ("cited", "articles"),
    [
        ("Art. 52(3)", ["Art. 52(3)"]),
        (
            "Art. 54(1); Ministerial order (METI Art. 23)",
            ["Art. 54(1)", "Ministerial order (METI Art. 23)"],
        ),
        (
            "Ministerial order (METI Arts. 11-13)",
            [f"Ministerial order (METI Art. {n})" for n in (11, 12, 13)],
        ),
    ],
)
def test_a_citation_names_each_of_its_articles(cited: str, articles: list[str]):
    assert list(split_articles(cited)) == articles


def test_a_row_goes_to_the_page_of_its_paragraph_before_that_of_its_article(tmp_path: Path):
    whole, paragraph = (
        _page(tmp_path, "whole.md", "jp-espa: Art. 52"),
        _page(tmp_path, "paragraph.md", "jp-espa: Art. 52(3)"),
    )
    pages = [whole, paragraph]
    assert page_of(_row("Art. 52(3)"), pages) is paragraph
    assert page_of(_row("Art. 52(2)(i)"), pages) is whole
    assert page_of(_row("Art. 53"), pages) is None
    assert page_of(_row("Art. 52(3)", pack="uk-nsi"), pages) is None


def test_an_order_is_claimed_by_its_letters(tmp_path: Path):
    page = _page(tmp_path, "orders.md", "jp-espa: METI Art. 2; FSA/MOF Art. 2")
    assert page_of(_row("Ministerial order (METI Art. 2(iv))"), [page]) is page
    assert page_of(_row("Ministerial order (FSA/MOF Art. 2)"), [page]) is page
    assert page_of(_row("Ministerial order (METI Art. 21)"), [page]) is None


def test_a_page_may_be_about_a_whole_pack(tmp_path: Path):
    page = _page(tmp_path, "british.md", "uk-nsi: *")
    assert page_of(_row("s. 23(3)(a)", pack="uk-nsi"), [page]) is page


def test_what_a_person_wrote_stays_and_the_rows_are_renewed(tmp_path: Path):
    page = _page(tmp_path, "page.md", "jp-espa: Art. 52(3)")
    first = renewed(page, [_row("Art. 52(3)")])
    page.path.write_text(first + "\nMore words.\n", encoding="utf-8")
    again = renewed(Page(page.path), [])
    assert "Words of a person." in again
    assert "More words." in again
    assert "length 30" in first
    assert "length 30" not in again
    assert again.count(BEGIN) == again.count(END) == 1


def test_the_table_names_row_function_and_cases():
    (line,) = [line for line in block([_row("Art. 52(3)")]).splitlines() if "periods" in line]
    assert "`clocks.yaml` periods standstill" in line
    assert "`regime.clock.clock_dates`" in line


def test_every_function_the_pages_name_exists():
    assert list(wrong_functions()) == []
