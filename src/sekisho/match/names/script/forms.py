"""Legal forms taken out of a name and kept beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from sekisho.match.names.parts import SMALL_ROLES, Word
from sekisho.match.names.words import legal_forms

_LETTER = re.compile(r"[^\W_]")
_MISSPELT = 2
_UNSPACED = frozenset({"han", "kana", "hangul"})


def inside_forms(text: str) -> tuple[str, list[tuple[str, int, int]]]:
    """Blanks legal forms in text that has no spaces, unless nothing would be left.

    Gives the text in its full length and for each form its class and its span.
    """
    if text.isascii():
        return (text, []) if "(" not in text else _blanked(text)
    return _blanked(text)


def _blanked(text: str) -> tuple[str, list[tuple[str, int, int]]]:
    found: list[tuple[str, int, int]] = []
    for form, kind in legal_forms().inside:
        at = text.find(form)
        if at < 0:
            continue
        rest = text.replace(form, " " * len(form))
        if not _LETTER.search(rest):
            continue
        while at >= 0:
            found.append((kind, at, at + len(form)))
            at = text.find(form, at + len(form))
        text = rest
    return text, found


def without_word_forms(
    words: Sequence[Word],
) -> tuple[list[Word], list[tuple[str, Sequence[Word]]]]:
    """Takes legal forms out of a sequence of words, unless nothing would be left."""
    forms = legal_forms()
    kept = list(words)
    found: list[tuple[str, Sequence[Word]]] = []
    at = 0
    while at < len(kept):
        longest = forms.first.get(kept[at].text, 0)
        for length in range(min(longest, len(kept) - at), 0, -1):
            part = kept[at : at + length]
            form = forms.words.get(tuple(word.text for word in part))
            if any(word.script in _UNSPACED for word in part):
                # A reading that spells a legal form is none: those forms were blanked before.
                continue
            if form and _counts(form[1], at, part, len(kept)) and _leaves(kept, at, length):
                found.append((form[0], kept[at : at + length]))
                del kept[at : at + length]
                at = max(0, at - 4)
                break
        else:
            at += 1
    misspelt = _misspelt(kept)
    if misspelt:
        found.append((misspelt, [kept.pop()]))
    return kept, found


def _leaves(words: list[Word], at: int, length: int) -> bool:
    rest = (*words[:at], *words[at + length :])
    return any(word.role not in SMALL_ROLES for word in rest)


def _misspelt(words: list[Word]) -> str:
    """Gives the class of a long legal form at the end with a letter or two wrong."""
    if len(words) < 2 or len(words[-1].text) < 10:
        return ""
    text = words[-1].text
    for form in legal_forms().long:
        near = form[0] == text[0] and OSA.distance(form, text, score_cutoff=_MISSPELT)
        if near is not False and near <= _MISSPELT and near:
            return legal_forms().words[(form,)][0]
    return ""


def _counts(position: str, at: int, part: Sequence[Word], total: int) -> bool:
    if position == "any" or (position == "both" and at == 0):
        return True
    # In Cyrillic an abbreviated form repeats the name in brackets: «Алмаз» (АО «Алмаз»).
    if position == "both" and part[0].script == "cyrillic":
        return True
    return at > 0 and at + len(part) == total
