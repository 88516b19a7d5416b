"""Licence expressions (SPDX 2.3 annex D): is one well made, and are its ids those of the list?

Read once from left to right, without recursion: the time follows the length, whatever stands there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from sekisho.read.sbom.schema import spdx_ids

Verdict = Literal["valid", "unknown_id", "not_an_expression"]

_TOKEN = re.compile(r"\s*([()]|[A-Za-z0-9.:+-]+)")
_OWN = re.compile(r"(?:DocumentRef-[A-Za-z0-9.-]+:)?(?:LicenseRef|AdditionRef)-[A-Za-z0-9.-]+\Z")
_OPERATORS = frozenset({"AND", "OR", "WITH", "and", "or", "with"})
_SIGNS = _OPERATORS | {"(", ")"}


@lru_cache(maxsize=20_000)
def judge_licence(text: str) -> Verdict:
    """Says whether a text is a licence expression, and whether every id in it is known.

    Ids are compared without regard to case; `LicenseRef-` stands for a licence of one's own.
    """
    words = _words(text.strip())
    if words is None or not _is_well_made(words):
        return "not_an_expression"
    ids = (word for word in words if word not in _SIGNS)
    return "valid" if all(map(_is_known, ids)) else "unknown_id"


def _words(text: str) -> list[str] | None:
    """The brackets, operators and ids of a text; `None` when something else stands in it."""
    found, at = [], 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            return None
        found.append(token.group(1))
        at = token.end()
    return found


def _is_well_made(words: list[str]) -> bool:
    """Says whether ids and operators take turns and every bracket is closed."""
    depth, wants_id = 0, True
    for word in words:
        is_operator = word in _OPERATORS
        opens, closes = word == "(", word == ")"
        if (opens or not (is_operator or closes)) != wants_id:
            return False
        wants_id = opens or is_operator
        depth += opens - closes
        if depth < 0:
            return False
    return not wants_id and depth == 0


def _is_known(word: str) -> bool:
    return word.removesuffix("+").lower() in spdx_ids() or _OWN.match(word) is not None
