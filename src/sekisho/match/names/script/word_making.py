"""A word made of a run of letters: its role, its weight, its spellings."""

from __future__ import annotations

from functools import cache, lru_cache

from sekisho.match.names.parts import Role, Word
from sekisho.match.names.script import hangul, romaji
from sekisho.match.names.script.folding import Script
from sekisho.match.names.script.lattice import spelt
from sekisho.match.names.sounds import fold_sound
from sekisho.match.names.words import ascii_letters, figures, rows, vocabulary

_COUNTED_LETTERS = 5
_LONGEST_LETTER = 5
_UNSPACED: frozenset[Script] = frozenset({"han", "kana", "hangul"})


def make_word(
    run: str,
    written: str,
    script: Script,
    span: tuple[int, int],
    *,
    disguised: bool = False,
    disguised_as: str = "",
    twin: str = "",
) -> Word:
    """Makes a word of folded letters.

    `disguised_as` is what letters and digits together stand for, `twin` what the letters look
    like in Latin.
    """
    word = _make(run, script)
    more = tuple(filter(None, (disguised_as, twin)))
    return Word(
        word.text,
        written,
        word.role,
        script,
        *span,
        weight=word.weight,
        sound=word.sound,
        concepts=word.concepts,
        others=(*word.others, *more),
        groups=word.groups,
        disguised=disguised or bool(disguised_as),
    )


@lru_cache(maxsize=65536)
def _make(run: str, script: Script) -> Word:
    known = vocabulary()
    text, others = _spellings(run, script)
    number = known.numbers.get(run) or known.numbers.get(text)
    if number or text.isdigit():
        return _word(number or text.lstrip("0") or "0", run, "number", script)
    concepts = known.terms.get(run) or known.terms.get(text) or ()
    place = known.places.get(run) or known.places.get(text)
    if place or concepts:
        notions = (place, *concepts) if place else concepts
        if script in _UNSPACED:
            # The notion leads, so that a name and its translation share their keys.
            text, others = notions[0].replace("_", ""), (text, *others)
        return _word(text, run, "place" if place else "term", script, notions, others)
    if text in known.particles:
        return _word(text, run, "title" if text in known.titles else "particle", script)
    role: Role = "initial" if len(text) == 1 and script not in _UNSPACED else "core"
    found = known.people.get(run) or known.people.get(text)
    return _word(text, run, role, script, (), others, found[1] if found else ())


def _spellings(run: str, script: Script) -> tuple[str, tuple[str, ...]]:
    """Gives the leading spelling in ASCII letters and the others."""
    if script == "han":
        ways = [way.text for way in spelt(run)]
        return ways[0], tuple(ways[1:])
    if script == "kana":
        whole = vocabulary().readings.get(run, ())
        kana = romaji.from_kana(run)
        ways = [*whole, *letters_spelt(run), kana] if kana else list(whole)
        return (ways[0], tuple(dict.fromkeys(ways[1:]))) if ways else ("", ())
    if script == "hangul":
        ways = [*vocabulary().readings.get(run, ()), hangul.romanise(run) or ascii_letters(run)]
        return ways[0], tuple(ways[1:])
    return ascii_letters(run), ()


def letters_spelt(run: str) -> tuple[str, ...]:
    """Gives the Latin letters whose names kana spell: `エヌティティ` gives `ntt`."""
    names = _letter_names()
    letters, at = [], 0
    while at < len(run):
        length = next((n for n in range(_LONGEST_LETTER, 0, -1) if run[at : at + n] in names), 0)
        if not length:
            return ()
        letters.append(names[run[at : at + length]])
        at += length
    return ("".join(letters),) if len(letters) > 1 else ()


@cache
def _letter_names() -> dict[str, str]:
    return {row["written"]: row["letter"] for row in rows("letter_names.csv")}


def _word(
    text: str,
    run: str,
    role: Role,
    script: Script,
    concepts: tuple[str, ...] = (),
    others: tuple[str, ...] = (),
    groups: tuple[str, ...] = (),
) -> Word:
    limits = figures()
    weight = limits[f"weight_{role}"]
    if role == "core":
        if text in vocabulary().common or groups:
            weight = limits["weight_common"]
        if len(text) < _COUNTED_LETTERS:
            weight = weight * limits[f"letters_{max(1, len(text))}"] // 1000
    return Word(
        text,
        run,
        role,
        script,
        weight=weight,
        sound=fold_sound(text),
        concepts=concepts,
        others=others,
        groups=groups,
    )
