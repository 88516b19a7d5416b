"""Foreign words in kana: whether a spelling can stand behind them."""

from __future__ import annotations

import re
from functools import lru_cache

from sekisho.match.names.script.romaji import from_kana

_VOWELS = {
    "a": "a o u e i aa ar or er ur ir ear ah ia ya au ou al are ough",
    "i": "i y e ee ea ie igh ui ii ey ae ye ir",
    "u": "u o oo ou w ew ue eu y ul ur uu",
    "e": "e a ai ay ei ey oe ae ea er ee i",
    "ai": "i y ie igh ai ei ey ay ae ye eye ye a",
    "ei": "a ai ay ei e ey ae ea",
    "au": "ou ow au aw o a ough",
    "ou": "o ou ow au oe ow",
    "o": "o a ou oo or au aw ow oa al all ough eau u ol ore our oh w eo",
}
_SILENT = frozenset({"u"})
"""The vowel kana puts behind a consonant that has none in the foreign word."""

_CONSONANTS = {
    "x": "x ks cks cs ques xe xes ckes cus kus chs cts",
    "k": "k c ck ch cc kk q qu x g",
    "s": "s ss sc ps c th x z st",
    "sh": "sh sch s ss c ti ci si ch sy sc x",
    "t": "t tt th d pt",
    "ts": "ts tz t z c s tt",
    "ch": "ch tch ti ty t c tt ci",
    "n": "n nn ng gn kn m nd nt",
    "h": "h wh ch j f g .",
    "f": "f ff ph pf h v w hu",
    "m": "m mm mb n",
    "y": "y j i e ll .",
    "r": "r l ll rr rh wr rl lr",
    "w": "w wh v o u hu .",
    "g": "g gg gu gh x c",
    "z": "z zz th s x ds dz c ts",
    "j": "j g z d dg di gi s si dz ge",
    "d": "d dd t th",
    "b": "b bb v w",
    "p": "p pp",
    "v": "v b w f vv",
}
_LONG = (".", "r", "h", "w", "l", "gh", "t", "e", "s")
_TAIL = (".", "e", "es", "h", "r", "re", "t", "s", "ue", "le")
_SOUND = re.compile("(sh|ch|ts|[xkstnhfmyrwgzjdbpv])?(y)?(ai|ei|au|ou|[aiueo])?")
_LONG_MARKS = re.compile("[ーｰ]+")
_SILENT_O, _SILENT_I = frozenset({"t", "d"}), frozenset({"k", "ch", "j", "sh"})


@lru_cache(maxsize=65536)
def may_stand_for(kana: str, foreign: str) -> bool:
    """Says whether kana may stand for a foreign spelling: `ガルド` for `gald`.

    Kana has no l, v or th, and puts a vowel behind every consonant; a long mark may stand for
    a letter that is not heard. The places reached are kept as a set, so that the time is bound
    by the product of both lengths.
    """
    reached = {0}
    for ways in _sounds(kana):
        reached = {
            at + len(way) for at in reached for way in ways if not way or foreign.startswith(way, at)
        }
        if not reached:
            return False
    return len(foreign) in reached


@lru_cache(maxsize=16384)
def _sounds(kana: str) -> tuple[tuple[str, ...], ...]:
    """Gives for each consonant and vowel in turn the spellings it may have."""
    made: list[tuple[str, ...]] = []
    for part in _LONG_MARKS.split(kana):
        if made:
            made.append(_spellings(_LONG))
        text = from_kana(part).replace("kusu", "x")
        at = 0
        while at < len(text):
            found = _SOUND.match(text, at)
            if found is None or found.end() == at:
                at += 1
                continue
            made.extend(_sound(found[1] or "", found[2] or "", found[3] or ""))
            at = found.end()
    made.append(_spellings(_TAIL))
    return tuple(made)


def _sound(consonant: str, glide: str, vowel: str) -> list[tuple[str, ...]]:
    ways: list[tuple[str, ...]] = []
    if consonant:
        ways.append(_spellings(_CONSONANTS[consonant].split()))
    if glide:
        ways.append(("", "y", "i", "j"))
    if vowel and consonant != "x":
        silent = consonant and (
            vowel in _SILENT
            or (vowel == "o" and consonant in _SILENT_O)
            or (vowel == "i" and consonant in _SILENT_I)
        )
        ways.append(_spellings([*_VOWELS[vowel].split(), *(["."] if silent else [])]))
    return ways


def _spellings(ways: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Gives spellings, in which a full stop in the table means none at all."""
    return tuple("" if way == "." else way for way in ways)
