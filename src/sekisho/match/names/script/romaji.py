"""Japanese readings as patterns: Hepburn, Kunrei, long vowels and the habits of companies."""

from __future__ import annotations

import re
from functools import lru_cache

_KUNREI = (
    ("tch", "tty"),
    ("sha", "sya"),
    ("shu", "syu"),
    ("sho", "syo"),
    ("she", "sye"),
    ("shi", "si"),
    ("cha", "tya"),
    ("chu", "tyu"),
    ("cho", "tyo"),
    ("che", "tye"),
    ("chi", "ti"),
    ("tsu", "tu"),
    ("dzu", "zu"),
    ("ja", "zya"),
    ("ju", "zyu"),
    ("jo", "zyo"),
    ("ji", "zi"),
    ("je", "zye"),
    ("fu", "hu"),
    ("l", "r"),
    ("c", "k"),
    ("q", "k"),
    ("du", "zu"),
    ("di", "zi"),
)
_M = re.compile(r"m(?=[bpm])")
_SHORTEST_STOPPED = 2
_LONG = {
    "a": "a{1,2}",
    "i": "i{1,2}",
    "u": "u{1,2}",
    "e": "e[ei]?",
    "o": "o(?:[ou]|h(?![aiueo]))?",
}
_FIRST_SOUNDS = {"k": "[kg]{1,2}", "s": "[sz]{1,2}", "t": "(?:[tz]{1,2}|d)", "h": "[hbp]{1,2}"}
_TO_HIRAGANA, _KATAKANA, _LAST_KATAKANA = 0x60, 0x30A1, 0x30F6
_ROWS = (
    ("あいうえお", "a i u e o"),
    ("かきくけこ", "ka ki ku ke ko"),
    ("さしすせそ", "sa shi su se so"),
    ("たちつてと", "ta chi tsu te to"),
    ("なにぬねの", "na ni nu ne no"),
    ("はひふへほ", "ha hi fu he ho"),
    ("まみむめも", "ma mi mu me mo"),
    ("やゆよ", "ya yu yo"),
    ("らりるれろ", "ra ri ru re ro"),
    ("わゐゑを", "wa i e o"),
    ("がぎぐげご", "ga gi gu ge go"),
    ("ざじずぜぞ", "za ji zu ze zo"),
    ("だぢづでど", "da ji zu de do"),
    ("ばびぶべぼ", "ba bi bu be bo"),
    ("ぱぴぷぺぽ", "pa pi pu pe po"),
    ("んゔゕゖ", "n vu ka ke"),
    ("ぁぃぅぇぉゎ", "a i u e o wa"),
    ("ゃゅょ", "ya yu yo"),
)
_KANA = {
    sign: sound
    for signs, sounds in _ROWS
    for sign, sound in zip(signs, sounds.split(), strict=True)
}
_SMALL = {sign: _KANA[sign] for sign in "ぁぃぅぇぉゃゅょ"}
_GLIDES = {"u": "w", "i": "y"}
_LENGTHENED = re.compile(r"([aiueo])\1+")
_DOUBLED = frozenset("kstpn")
_STOPPED = re.compile(r"(?:tu|ti|ku|ki)$")
_SILENT_MARKS = re.compile("[ーｰッっ]")


@lru_cache(maxsize=32768)
def plain(latin: str) -> str:
    """Gives romanised Japanese with one letter for each sound, in the manner of Kunrei."""
    text = latin
    for hepburn, kunrei in _KUNREI:
        if hepburn in text:
            text = text.replace(hepburn, kunrei)
    return _M.sub("n", text)


def pattern(reading: str, *, first: bool) -> str:
    """Gives a pattern of the ways a reading is spelt; inside a word its first sound may be
    voiced or doubled and its last one stopped (`koku` + `kai`: `kokkai`).
    """
    text = plain(reading)
    stopped = _STOPPED.search(text)
    whole = _sounds(text, first=first)
    if stopped is None or len(text) <= _SHORTEST_STOPPED:
        return whole
    return f"(?:{whole}|{_sounds(text[: stopped.start()], first=first)}(?=[kstph]))"


def _sounds(text: str, *, first: bool) -> str:
    made = []
    for at, letter in enumerate(text):
        if letter in _LONG:
            made.append(letter if text[at + 1 : at + 2] == letter else _LONG[letter])
        elif at == 0 and not first:
            made.append(_FIRST_SOUNDS.get(letter, f"{letter}{{1,2}}"))
        else:
            made.append(f"{letter}{{1,2}}" if letter == "n" else letter)
    return "".join(made)


def from_kana(kana: str) -> str:
    """Gives kana in Latin letters after Hepburn; the long mark and the small tsu are left out."""
    made: list[str] = []
    for character in _SILENT_MARKS.sub("", kana):
        code = ord(character)
        plain_kana = chr(code - _TO_HIRAGANA) if _KATAKANA <= code <= _LAST_KATAKANA else character
        small = _SMALL.get(plain_kana)
        if small is None or not made:
            made.append(_KANA.get(plain_kana, ""))
        elif plain_kana in "ゃゅょ":
            made[-1] = _contracted(made[-1], small)
        else:
            made[-1] = made[-1][:-1] + _GLIDES.get(made[-1], "") + small
    return "".join(made)


def _contracted(syllable: str, small: str) -> str:
    """Joins a syllable in `i` with a small ya, yu or yo: `shi` gives `sha`, `ki` gives `kya`."""
    stem = syllable[:-1]
    return stem + (small[1:] if stem in ("sh", "ch", "j") else small)


def spells(kana: str, latin: str) -> bool:
    """Says whether a word is kana written out, after Hepburn or Kunrei, long vowels as may be."""
    return _of_kana(kana).fullmatch(plain(latin)) is not None


@lru_cache(maxsize=16384)
def _of_kana(kana: str) -> re.Pattern[str]:
    text = _LENGTHENED.sub(r"\1", plain(from_kana(kana)).replace("ou", "oo"))
    made = (_LONG.get(c) or (f"{c}{{1,2}}" if c in _DOUBLED else c) for c in text)
    return re.compile("".join(made))
