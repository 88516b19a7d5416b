"""Foreign words in kana: whether a spelling can stand behind them."""

from __future__ import annotations

import re
from functools import lru_cache

from sekisho.match.names.script.romaji import from_kana
from sekisho.match.names.script.walks import Ways, cheapest, spellings

_VOWELS = {
    "a": "a u er ar | o or ir ur aa ah | ou al ia ya ear au | e i",
    "i": "i y e ee | ie ii ey ea igh | ui ye ae | ir",
    "u": "u o oo | ou ew ue w woo | y ul eu uu ur",
    "e": "e ai ay | a ei ey ea | ae oe er ee | i",
    "ai": "i y ai ei | ie igh ye ay ey | eye ae | a",
    "ei": "a e ai ay ei | ey ae ea",
    "au": "ou ow au aw | o a | ough",
    "ou": "o ou ow | au oe ow",
    "o": "o ou or | a oo au aw ow oa al all oh | ore our eau u ol | w eo ough",
}
_FIRST_VOWELS = {"a": "a ar aa ah | u er al ya | o e i ea"}
"""A vowel that begins a word or stands alone is written more often as it is heard."""

_CONSONANTS = {
    "x": "x xc ks cks cs css kss | xe xes kus cus | ques ckes chs cts",
    "k": "k c ck | ch kk q qu x | cc g",
    "s": "s ss th | c sc x z | ps st",
    "sh": "sh s ti ci si | ce xi x ch sch ss ssi c sy | sc",
    "t": "t tt | th d | pt",
    "ts": "ts t tz | z tt | c s",
    "ch": "ch t ti c | tch ty j | tt ci",
    "n": "n nn | m ng | gn kn nt nd",
    "h": "h wh kh | f j | ch g | .",
    "f": "f ph ff | h v kh hw | pf hu w",
    "m": "m mm | n mb",
    "y": "y j i | e | ll | .",
    "r": "r l ll rr | rh wr | rl lr",
    "w": "w wh | u v o | hu | .",
    "g": "g gg gu | gh x | c k",
    "z": "z s | th x | zz ds dz c ts",
    "j": "j g z | d dg s | di gi si dz ge",
    "d": "d dd | th | t",
    "b": "b v bb | w",
    "p": "p pp",
    "v": "v b | w | f vv",
}
"""Spellings by what they cost: usual ones, then rarer ones behind each bar; a full stop is none."""

_LONG = ". r | h | w l gh | e t s"
_TAIL = ". e | s es h re ue | r t le"
_SILENT = frozenset({"u"})
"""The vowel kana puts behind a consonant that has none in the foreign word."""

_X = re.compile("kusu|kus(?=[aieo])")
_DROPPED, _DROPPED_FIRST, _DROPPED_SOFT = 3, 5, 1
_SOUND = re.compile("(sh|ch|ts|[xkstnhfmyrwgzjdbpv])?(y)?(ai|ei|au|ou|[aiueo])?")
_LONG_MARKS = re.compile("[ーｰ]+")
_SILENT_O, _SILENT_I = frozenset({"t", "d"}), frozenset({"k", "ch", "j", "sh"})


@lru_cache(maxsize=65536)
def strain(kana: str, foreign: str) -> int | None:
    """Says how far a foreign spelling must be strained to stand behind kana, `None` when it
    cannot: 0 for `ガルド` and `gald`, more where rarer spellings are needed.

    Kana has no l, v or th, and puts a vowel behind every consonant; a long mark may stand for
    a letter that is not heard.
    """
    return cheapest(_sounds(kana), foreign)


@lru_cache(maxsize=16384)
def _sounds(kana: str) -> tuple[Ways, ...]:
    """Gives for each consonant and vowel in turn the spellings it may have."""
    made: list[Ways] = []
    for part in _LONG_MARKS.split(kana):
        if made:
            made.append(spellings(_LONG))
        text = _X.sub("x", from_kana(part))
        at = 0
        while at < len(text):
            found = _SOUND.match(text, at)
            if found is None or found.end() == at:
                at += 1
                continue
            made.extend(_sound(found[1] or "", found[2] or "", found[3] or ""))
            at = found.end()
    made.append(spellings(_TAIL))
    return tuple(made)


def _sound(consonant: str, glide: str, vowel: str) -> list[Ways]:
    ways: list[Ways] = []
    if consonant:
        # `yu` stands for the u of *union* as well as for a y that is written.
        unwritten = (("", 0),) if consonant == "y" and vowel == "u" else ()
        ways.append((*spellings(_CONSONANTS[consonant]), *unwritten))
    if glide:
        ways.append((("", 0), ("y", 0), ("i", 0), ("j", 1)))
    if vowel:
        silent = consonant and (
            vowel in _SILENT
            or (vowel == "o" and consonant in _SILENT_O)
            or (vowel == "i" and consonant in _SILENT_I)
        )
        dropped = 0 if silent else _DROPPED if consonant else _DROPPED_FIRST
        if consonant == "r" and vowel == "i":
            dropped = _DROPPED_SOFT
        table = _VOWELS[vowel] if consonant else _FIRST_VOWELS.get(vowel, _VOWELS[vowel])
        ways.append((*spellings(table), ("", dropped)))
    return ways
