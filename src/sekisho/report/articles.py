"""Articles of law in the reader's language.

Rule packs cite articles in one short English form, `Art. 52(3)`, `Arts. 9-16`, `Art.
92(1)(iii)`; a Japanese report gives them as Japanese law does: article, paragraph, item. The
sections of an English Act, `s. 14(8)(b)`, are given in the same way.
"""

from __future__ import annotations

import re

_RANGE = re.compile(r"\bArts\. (\d+)-(\d+)")
_ONE = re.compile(r"\bArts?\. (\d+)(?:\((\d+)\))?(?:\(([ivx]+)\))?")
_ITEMS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii")
_MINISTRIES = {
    "METI": "経済産業省",
    "MIC": "総務省",
    "MLIT": "国土交通省",
    "MHLW": "厚生労働省",
    "FSA": "内閣府",
    "MOJ": "法務省",
    "MOF": "財務省",
    "MAFF": "農林水産省",
}
_ORDER = re.compile(r"Ministerial order \(([A-Z/]+)(?: (.+?))?\)")
_SECTION = re.compile(r"\bs\. (\d+)(?:\((\d+)\))?")
_NAMES = (
    (re.compile(r"Cabinet Order "), "政令"),
    (re.compile(r"; "), "、"),
)


def say_article(article: str, lang: str) -> str:
    """Gives a citation in a language; what is not in the short form stays as it is."""
    if lang != "ja":
        return article
    said = _RANGE.sub(r"第\1条から第\2条まで", article)
    said = _ONE.sub(_japanese, said)
    said = _ORDER.sub(_order, said)
    said = _SECTION.sub(_japanese_section, said)
    for pattern, name in _NAMES:
        said = pattern.sub(name, said)
    return said


def _order(cited: re.Match[str]) -> str:
    letters, articles = cited.groups()
    ministries = "・".join(_MINISTRIES.get(word, word) for word in letters.split("/"))
    return f"主務省令（{ministries}）{articles or ''}"


def _japanese(cited: re.Match[str]) -> str:
    article, paragraph, item = cited.groups()
    said = f"第{article}条"
    said += f"第{paragraph}項" if paragraph else ""
    if item in _ITEMS:
        said += f"第{_ITEMS.index(item) + 1}号"
    return said


def _japanese_section(cited: re.Match[str]) -> str:
    section, subsection = cited.groups()
    return f"第{section}条" + (f"第{subsection}項" if subsection else "")
