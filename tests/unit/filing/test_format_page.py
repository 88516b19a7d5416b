from __future__ import annotations

from tools.filing_format import PAGE, page


def test_the_page_of_the_format_lists_every_field_as_it_is():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python tools/filing_format.py"
