"""How well two words agree, letter by letter or sound by sound."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA, Indel, Levenshtein

from sekisho.match.names.known import usual
from sekisho.match.names.parts import Word
from sekisho.match.names.script import arabic, lattice, loans, romaji
from sekisho.match.names.script.folding import Script
from sekisho.match.names.sounds import fold_sound, skeleton, without_doubles
from sekisho.match.names.words import figures, vocabulary

Way = Literal[
    "same",
    "look_alike",
    "reading_ja",
    "reading_zh",
    "reading_ko",
    "known",
    "variant",
    "concept",
    "joined",
    "prefix",
    "initial",
    "initials",
    "spelling",
    "sound",
    "loan",
    "letters",
    "far",
]
"""In which way two words agree; `far` is paired for want of better and counts little."""

Found = tuple[int, Way]
NONE: Found = (0, "far")

_BY_SOUND: frozenset[Script] = frozenset({"kana", "arabic", "hangul", "other"})
"""Scripts whose letters come through in ASCII by sound only, often without vowels."""

_ASIAN: frozenset[Script] = frozenset({"han", "hangul", "kana"})
CHARACTERS: frozenset[Script] = frozenset({"han", "hangul"})
"""Scripts of characters, which spell a word by how they are read."""
_LONGEST_KANA = 24
_READINGS: dict[lattice.Language, Way] = {
    "ja": "reading_ja",
    "zh": "reading_zh",
    "ko": "reading_ko",
}


def words_alike(one: Word, two: Word) -> Found:
    """Says how alike two words are per mille, 0 when they are not, and in which way."""
    if one.written == two.written:
        return 1000, "same"
    if one.text == two.text and not _ASIAN & {one.script, two.script}:
        return (1000, "look_alike") if one.disguised != two.disguised else (1000, "same")
    known = _by_meaning(one, two)
    if known is not None:
        return known
    if one.script in CHARACTERS or two.script in CHARACTERS:
        return _by_characters(one, two)
    return _by_letters(one, two)


def _by_meaning(one: Word, two: Word) -> Found | None:
    """Compares what two words are known to be; `None` where only their letters can tell."""
    limits = figures()
    if one.role == "number" or two.role == "number":
        same = one.role == two.role and one.text == two.text
        return (1000, "same") if same else NONE
    if one.concepts and two.concepts:
        known = _by_notion(one, two)
        if known is not None:
            return known
    if one.text == two.text:
        read = _read_by(one, two) or _read_by(two, one)
        return read or (limits["similar_reading"], _way_between({one.script, two.script}))
    if one.role == "initial" or two.role == "initial":
        return (limits["similar_initial"], "initial") if one.text[0] == two.text[0] else NONE
    if one.groups and two.groups and not set(one.groups).isdisjoint(two.groups):
        return limits["similar_variant"], "variant"
    return None


def _by_notion(one: Word, two: Word) -> Found | None:
    """Compares known words: those of two notions are no misspelling of one another."""
    if not set(one.concepts).isdisjoint(two.concepts):
        return figures()["similar_concept"], "concept"
    if one.script != two.script:
        return None
    return (1000, "same") if one.text == two.text else NONE


def _by_characters(one: Word, two: Word) -> Found:
    """Compares characters with the Latin word that may spell them, or with characters."""
    if one.script == two.script:
        return _native(one.written, two.written)
    return _read_by(one, two) or _read_by(two, one) or _by_letters(one, two)


def _way_between(scripts: set[Script]) -> Way:
    """Names how words of one spelling in two scripts came by it."""
    if "hangul" in scripts:
        return "reading_ko"
    return "reading_ja" if "han" in scripts else "loan"


def _read_by(native: Word, other: Word) -> Found | None:
    """Scores characters read as the other word spells them, `None` where it does not."""
    if native.script not in CHARACTERS or other.script in CHARACTERS:
        return None
    return read_as((native.written,), other.text)


def text_read(word: Word) -> str:
    """Gives what of a word is read: what is written, in letters where it is of letters."""
    return word.written if word.script in _ASIAN else word.text


def read_as(texts: tuple[str, ...], word: str) -> Found | None:
    """Scores native texts together read as a Latin word spells them, `None` where it does not;
    a Japanese reading counts the less the rarer it is.
    """
    language = lattice.language_of(texts, word)
    if language is None:
        return None
    limits = figures()
    found = limits["similar_reading"]
    if language == "ja":
        text = "".join(texts)
        rare = usual.strain(text, word)
        chinese = lattice.pinyin(text) == word
        if chinese and (rare or text in vocabulary().readings):
            return found, "reading_zh"
        found -= rare * limits["reading_cost"]
        if lattice.known_by(text, word):
            return found, "known"
    return found, _READINGS[language]


def _native(one: str, two: str) -> Found:
    """Compares characters of one script: each tells as much as several letters do."""
    total = max(len(one), len(two))
    edits = OSA.distance(one, two)
    if total < 2 or edits * 3 > total:
        return NONE
    return 1000 - edits * 1000 // total, "spelling"


def _by_letters(one: Word, two: Word) -> Found:
    rough = bool({one.script, two.script} & _BY_SOUND) and one.script != two.script
    if rough and "kana" in (one.script, two.script):
        return _by_kana(one, two)
    if rough and "arabic" in (one.script, two.script):
        arabic_word, foreign = (one, two) if one.script == "arabic" else (two, one)
        return arabic_alike((arabic_word.written,), foreign.text), "letters"
    if (one.script == "han") != (two.script == "han"):
        return _by_guessed_reading(one, two)
    best = letters_alike(one.text, two.text, rough=rough)
    if one.others or two.others:
        for a in (one.text, *one.others):
            for b in (two.text, *two.others):
                found = letters_alike(a, b, rough=rough)
                best = max(best, found)
                if found[0] == 1000:
                    twin = one.script in ("cyrillic", "greek") or two.script in (
                        "cyrillic",
                        "greek",
                    )
                    return figures()["similar_look_alike"], "look_alike" if twin else "variant"
    return best


def arabic_alike(texts: tuple[str, ...], foreign: str) -> int:
    """Scores a Latin spelling of Arabic words written together; the more strained the less."""
    letters = sum(map(len, texts))
    if letters > _LONGEST_KANA or len(foreign) > 2 * _LONGEST_KANA:
        return 0
    strained = arabic.strain(texts, foreign)
    if strained is None:
        return 0
    limits = figures()
    found = limits["similar_loan"] - strained * limits["loan_cost"]
    return found if found >= limits["least_similar"] else 0


def _by_guessed_reading(one: Word, two: Word) -> Found:
    """Compares the leading readings of characters with another word, letter by letter.

    A reading is one of many, so that letters nearly alike prove little.
    """
    limits = figures()
    native, other = (one, two) if one.script == "han" else (two, one)
    if lattice.partly_japanese(native.written, other.text):
        return limits["similar_partial"], "reading_ja"
    if lattice.begun_by(native.written, other.text):
        return limits["similar_beginning"], "prefix"
    found = max(
        letters_alike(a, b, rough=False)[0]
        for a in (one.text, *one.others)
        for b in (two.text, *two.others)
    )
    score = found * limits["share_guessed"] // 1000
    return (score, "sound") if score >= limits["least_similar"] else NONE


def _by_kana(one: Word, two: Word) -> Found:
    """Scores a foreign word that kana may stand for, else by the letters of both."""
    kana, foreign = (one, two) if one.script == "kana" else (two, one)
    best = NONE
    if foreign.script not in _ASIAN:
        found = loan_alike(kana.written, foreign.text)
        best = (found, "loan") if found else NONE
    spelt = max(
        letters_alike(a, b, rough=False)
        for a in (one.text, *one.others)
        for b in (two.text, *two.others)
    )
    return max(best, spelt)


def loan_alike(kana: str, foreign: str) -> int:
    """Scores a foreign spelling that kana may stand for; the more it is strained the less."""
    if len(kana) > _LONGEST_KANA or len(foreign) > 2 * _LONGEST_KANA:
        return 0
    if romaji.spells(kana, foreign):
        return figures()["similar_reading"]
    strained = loans.strain(kana, foreign)
    if strained is None:
        return 0
    limits = figures()
    # In a short word the same strain changes more of it.
    strained = strained * max(limits["loan_letters"], len(kana)) // len(kana)
    found = limits["similar_loan"] - strained * limits["loan_cost"]
    return found if found >= limits["least_similar"] else 0


@lru_cache(maxsize=131072)
def letters_alike(one: str, two: str, *, rough: bool) -> Found:
    """Says how alike two ASCII words are; `rough` when one of them only gives the sound.

    An edit within spellings of one sound costs a third of another; the third and every further
    edit costs more, for then it is another word.
    """
    if one == two:
        return 1000, "same"
    limits = figures()
    total = max(len(one), len(two))
    edits = OSA.distance(one, two)
    if not rough and edits * 4 > total * 3:
        # Most pairs end here: too far for any spelling of one sound.
        return (limits["similar_prefix"], "prefix") if _abbreviates(one, two) else NONE
    if edits < 3 and total > 2 and without_doubles(one) == without_doubles(two):
        return limits["similar_doubles"], "spelling"
    sound_one, sound_two = fold_sound(one), fold_sound(two)
    sounded = OSA.distance(sound_one, sound_two)
    thirds = min(edits, sounded + 3) + 2 * sounded
    over = max(0, thirds - limits["free_thirds"])
    similarity = 1000 - thirds * 1000 // (3 * total) - over * limits["cost_over"]
    if one[0] != two[0] and sound_one[:1] != sound_two[:1]:
        similarity -= limits["cost_first_letter"]
    best: Found = (similarity, "spelling") if similarity >= limits["least_similar"] else NONE
    sound = _by_consonants(one, two, rough=rough, similarity=similarity)
    if sound > best[0]:
        best = (sound, "sound")
    if best[0] < limits["similar_prefix"] and _abbreviates(one, two):
        return limits["similar_prefix"], "prefix"
    return best


def _abbreviates(one: str, two: str) -> bool:
    shorter, longer = (one, two) if len(one) < len(two) else (two, one)
    return len(shorter) >= 4 and longer.startswith(shorter) and len(longer) >= 2 * len(shorter)


def _by_consonants(one: str, two: str, *, rough: bool, similarity: int) -> int:
    """Scores equal or nearly equal consonants; the vowels only order what is found."""
    limits = figures()
    left, right = skeleton(one), skeleton(two)
    vowels = max(0, similarity) * limits["vowels_share"] // 1000
    if not rough:
        close = limits["least_sounding"] <= similarity < limits["least_similar"]
        return limits["similar_near_sound"] if close and len(left) > 2 and left == right else 0
    if len(left) > 2 and left == right:
        return limits["similar_sound"] + vowels
    if len(left) > 3 and len(right) > 3:
        near = Indel.normalized_similarity(left, right)
        if near >= 0.8:
            return limits["similar_near_sound"] + vowels
    return 0


def few_letters(one: str, two: str, most: int) -> int:
    """Gives how alike two whole names are by the letters that differ, 0 beyond so many."""
    total = max(len(one), len(two))
    limits = figures()
    if total < limits["whole_letters"]:
        return 0
    edits = Levenshtein.distance(one, two, score_cutoff=most)
    if edits > most or edits * limits["whole_share"] > total:
        return 0
    return 1000 - edits * limits["whole_cost"] * 10 // total
