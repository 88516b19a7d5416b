"""Articles of law: a Japanese report cites them as Japanese law does."""

from __future__ import annotations

import pytest

from sekisho.report.articles import say_article


@pytest.mark.parametrize(
    ("cited", "japanese"),
    [
        ("Art. 52(3)", "第52条第3項"),
        ("Art. 92(1)(iii)", "第92条第1項第3号"),
        ("Art. 52; Art. 56", "第52条、第56条"),
        ("Cabinet Order Art. 10", "政令第10条"),
        ("Ministerial order (METI Arts. 9-16)", "主務省令（経済産業省）第9条から第16条まで"),
        (
            "Art. 54; Ministerial order (METI Art. 17)",
            "第54条、主務省令（経済産業省）第17条",
        ),
        ("Ministerial order (MIC Art. 12)", "主務省令（総務省）第12条"),
        ("Ministerial order (FSA/MOJ Art. 2(xi))", "主務省令（内閣府・法務省）第2条第11号"),
        ("Ministerial order (MHLW)", "主務省令（厚生労働省）"),
        ("s. 14(8)(b); s. 26", "第14条第8項(b)、第26条"),
        ("Example Equipment Act, section 4", "Example Equipment Act, section 4"),
    ],
)
def test_an_article_is_cited_in_the_language_of_the_reader(cited: str, japanese: str):
    assert say_article(cited, "ja") == japanese
    assert say_article(cited, "en") == cited
