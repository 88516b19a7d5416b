"""Arabic letters, Persian and Urdu ones too: which Latin spellings may stand for them.

Short vowels are not written, so that between two consonants any may stand; the article is set
aside or joined, as people do.
"""

from __future__ import annotations

from functools import cache, lru_cache

from sekisho.match.names.script.walks import Ways, cheapest, spellings
from sekisho.match.names.sounds import without_doubles

ARTICLE = "ال"

_LETTERS = {
    "ا": "a e i o u aa . | ou ee y",
    "أ": "a u o e i | oo ou .",
    "إ": "i e a | ee .",
    "آ": "a aa o | e",
    "ٱ": "a e i u .",
    "ب": "b bb | p",
    "پ": "p pp | b f",
    "ت": "t tt | d th",
    "ث": "th s t | thth ss",
    "ج": "j g dj jj | gg dg zh",
    "چ": "ch c tch | tsh",
    "ح": "h hh | kh .",
    "خ": "kh h k | x ch khkh",
    "د": "d dd | t",
    "ذ": "dh z d th | zz",
    "ر": "r rr",
    "ز": "z zz | s",
    "ژ": "zh j z",
    "س": "s ss | c",
    "ش": "sh ch s | shsh sch x",
    "ص": "s ss | c sh",
    "ض": "d dh z dd | dz",
    "ط": "t tt | th",
    "ظ": "z dh th | d zz",
    "ع": ". a e i o u aa | ou ee oo",
    "غ": "gh g q | r",
    "ف": "f ff | ph p",
    "ق": "q k g gh c | qq kk",
    "ك": "k c kk | q ck",
    "ک": "k c kk | q ck",
    "گ": "g gg | gu",
    "ل": "l ll",
    "م": "m mm",
    "ن": "n nn | m",
    "ه": "h a ah e eh . | hh",
    "ة": "a ah at eh e et | h t .",
    "ۀ": "a e eh",
    "ە": "a e eh ah",
    "و": "w v u o ou oo ow aw | uw ww au oe yu ue",
    "ي": "y i ee e iy ai ay ei ey yy | ie ea ii eh aye",
    "ی": "y i ee e iy ai ay ei ey yy | ie ea ii a eh aye",
    "ې": "e i ay",
    "ى": "a i y e | ah ee",
    "ئ": ". i e y a | ee ie",
    "ؤ": ". u o w a | ou",
    "ء": ". a i | e",
    "ہ": "h a ah . | eh",
    "ھ": "h .",
    "ں": "n . | m",
    "ے": "e ai ay y i | ey",
    "ٹ": "t tt",
    "ڈ": "d dd",
    "ڑ": "r d rr",
    "ځ": "z dz j",
    "څ": "ts s c",
    "ښ": "sh kh x",
    "ډ": "d",
    "ړ": "r",
    "ټ": "t",
    "ڼ": "n",
    "ۇ": "u o",
    "ۆ": "o u",
    "ۋ": "v w",
}
_VOWEL = ". a e i o u | aa ee oo ou ai ei uh ah eh ae"
_WRITTEN_VOWELS = frozenset("اأإآٱعوييیىئؤءېےۇۆ")
_CLUSTERS = (
    ("sch", "x"),
    ("tch", "x"),
    ("sh", "x"),
    ("ch", "x"),
    ("dj", "j"),
    ("zh", "j"),
    ("ph", "f"),
)
_CONSONANTS = str.maketrans("pdszqgc", "btttkkk", "aeiouywvhl.")
_LINK = ". al ul el il ol l | ar ur as us ash az ad an at ud ut ush uz un"


@lru_cache(maxsize=65536)
def strain(texts: tuple[str, ...], foreign: str) -> int | None:
    """Says how far a Latin spelling must be strained to stand for the words together, `None`
    when it cannot: 0 for `محمد` and `Muhammad`.
    """
    sounds: list[Ways] = []
    for text in texts:
        if sounds:
            sounds.append(spellings(_LINK))
        sounds.extend(_sounds(text))
    return cheapest(sounds, foreign) if len(sounds) > 1 else None


@lru_cache(maxsize=16384)
def _sounds(text: str) -> tuple[Ways, ...]:
    made: list[Ways] = []
    for at, letter in enumerate(text):
        table = _LETTERS.get(letter)
        if table is None:
            continue
        made.append(spellings(table))
        following = text[at + 1 : at + 2]
        bare = letter not in _WRITTEN_VOWELS
        if following and (bare or (letter in "ويی" and following not in _WRITTEN_VOWELS)):
            made.append(spellings(_VOWEL))
    return tuple(made)


@lru_cache(maxsize=65536)
def bones(text: str) -> str:
    """Gives the consonants of a Latin word as far as all who spell Arabic in Latin agree on them:
    `Abdul-Rehman` and `Abdurrahman` share theirs.

    No l, which the article loses before many letters; one letter for those that different people
    write t, d, s or z.
    """
    text = without_doubles(text)
    for cluster, letter in _CLUSTERS:
        if cluster in text:
            text = text.replace(cluster, letter)
    return text.translate(_CONSONANTS)


@lru_cache(maxsize=65536)
def bones_written(text: str) -> str:
    """Gives the same consonants of an Arabic word, letter by letter."""
    return text.translate(_written())


@cache
def _written() -> dict[int, str]:
    return {ord(letter): bones(table.split()[0]) for letter, table in _LETTERS.items()}
