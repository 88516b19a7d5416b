"""What holds a score down however much agrees: each reason has a name and a limit in the table."""

from __future__ import annotations

from typing import Literal

from sekisho.match.names.alike.alignment import Alignment, Pair
from sekisho.match.names.alike.letters import words_alike
from sekisho.match.names.alike.proof import (
    BROAD,
    NEUTRAL,
    READ,
    general_proof,
    letter_by_letter,
    proven,
)
from sekisho.match.names.normalise import Normalised
from sekisho.match.names.parts import Word
from sekisho.match.names.words import figures

Cap = Literal[
    "generic_only",
    "translated",
    "sister",
    "place",
    "line_of_business",
    "narrower",
    "part",
    "one_word",
    "number",
    "slight",
    "brief",
    "role_swap",
    "piece",
]
"""Why a score is held down.

Generic only: nothing distinctive agrees. Translated: nothing but several general words do. Sister: each side has a distinctive word the other
lacks. Place, line of business: they differ in where they are or what they do. Narrower: one
names a business the other leaves open. Part: one side
has distinctive words more; one word: and only one word agrees. Number: the numbers differ.
Slight: what agrees is so little, or so
unsure, that many names would; brief: it is one short word, read or heard. Role swap: son and father change places. Piece: one of several names in one
field agrees.
"""


def caps_of(one: Normalised, two: Normalised, found: Alignment) -> tuple[Cap, ...]:
    """Gives everything that holds a score down, in the order of the table."""
    telling = [p for p in found.pairs if p.telling and p.way not in ("far", "concept")]
    caps: list[Cap] = []
    if not telling:
        caps.extend(_without_telling(found))
    left = [word for word in found.left_only if word.telling]
    right = [word for word in found.right_only if word.telling]
    if (left and right) or _each_goes_its_way(one, two, found, left=bool(left), right=bool(right)):
        caps.append("sister")
    elif left or right:
        caps.append("part")
        if len(telling) == 1 and _is_one_word(telling[0]):
            caps.append("one_word")
    if found.left_only or found.right_only:
        caps.extend(_by_place_and_business(one, two, found))
        numbers = [any(w.role == "number" for w in s) for s in (found.left_only, found.right_only)]
        if any(numbers):
            caps.append("number" if all(numbers) else "part")
    if _by_given_name_alone(telling, found, over=bool(left or right)):
        caps.append("sister")
    if telling:
        caps.extend(_by_proof(telling, found, japanese=_japanese(one) or _japanese(two)))
    if _swapped(one, two):
        caps.append("role_swap")
    return tuple(dict.fromkeys(caps))


def _without_telling(found: Alignment) -> list[Cap]:
    """Holds down what agrees in business words and places alone; several of them are a name that
    was translated.
    """
    if not found.pairs:
        return []
    scripts = ({p.left[0].script, p.right[0].script} - {"number"} for p in found.pairs)
    if all(len(pair) < 2 for pair in scripts):
        return ["generic_only"] if _general(found) else []
    over = sum(general_proof((w,)) for w in (*found.left_only, *found.right_only))
    enough = figures()["proof_translated" if over else "proof_translated_whole"]
    return ["translated"] if proven(found.pairs) - over >= enough else ["generic_only"]


def _each_goes_its_way(
    one: Normalised, two: Normalised, found: Alignment, *, left: bool, right: bool
) -> bool:
    """Says whether one side has a distinctive word and the other a business or a place instead.

    Only within one script: across scripts a business word may be a translation.
    """
    if left == right or not set(one.scripts) & set(two.scripts):
        return False
    other = found.right_only if left else found.left_only
    return bool(_business(other)) or any(word.role == "place" for word in other)


def _general(found: Alignment) -> bool:
    """Says whether words that name a field are all that agrees, and not all of them agree."""
    words = [w for p in found.pairs for w in (*p.left, *p.right) if w.role != "particle"]
    over = [w for w in (*found.left_only, *found.right_only) if w.role not in ("particle", "title")]
    loose = any(_is_loose(pair) for pair in found.pairs)
    return bool(over) or loose or len({w.concepts[:1] or w.text for w in words}) < 2


def _is_loose(pair: Pair) -> bool:
    """Says whether two general words only share their notion: `global` and `international`."""
    if pair.left[0].script != pair.right[0].script:
        return False
    if pair.way != "concept":
        return pair.way != "same"
    return pair.left[0].text[:3] != pair.right[0].text[:3]


def _by_place_and_business(one: Normalised, two: Normalised, found: Alignment) -> list[Cap]:
    caps: list[Cap] = []
    places = [
        [w for w in side if w.role == "place"] for side in (found.left_only, found.right_only)
    ]
    if places[0] or places[1]:
        caps.append("sister" if places[0] and places[1] else "place")
    terms = [_business(side) for side in (found.left_only, found.right_only)]
    same_script = bool(set(one.scripts) & set(two.scripts))
    if terms[0] and terms[1] and same_script:
        caps.append("line_of_business")
    elif any(BROAD.isdisjoint(word.concepts) for word in (*terms[0], *terms[1])):
        caps.append("narrower")
    return caps


def _business(words: tuple[Word, ...]) -> list[Word]:
    return [w for w in words if w.role == "term" and not NEUTRAL.intersection(w.concepts)]


def _is_one_word(pair: Pair) -> bool:
    """Says whether a pair is of one word; characters are one however many words spell them."""
    shorter = min(len(pair.left), len(pair.right))
    return len(pair.left) == len(pair.right) == 1 or (
        shorter == 1 and pair.way in READ | {"joined"}
    )


def _by_given_name_alone(telling: list[Pair], found: Alignment, *, over: bool) -> bool:
    """Says whether only given names agree: what stands for the family is an initial beside another
    family, or is written much otherwise.
    """
    sure = [pair for pair in telling if not _is_faint(pair)]
    if len(sure) == len(telling):
        return False
    given = all(any(w.role == "given" for w in (*p.left, *p.right)) for p in sure)
    if over and any(pair.way != "initial" for pair in telling if _is_faint(pair)):
        return True
    return given and any(
        pair.way != "initial"
        or any(
            w.telling
            for w in (found.left_only if pair.left[0].role == "initial" else found.right_only)
        )
        for pair in telling
        if _is_faint(pair)
    )


def _is_faint(pair: Pair) -> bool:
    if pair.way == "initial":
        return True
    return pair.way in ("spelling", "sound") and pair.similarity < figures()["faint"]


def _japanese(name: Normalised) -> bool:
    """Says whether a name is a Japanese one, of which nobody reads the characters in Chinese."""
    return "kana" in name.scripts or any("株" in form.written for form in name.forms)


def _by_proof(telling: list[Pair], found: Alignment, *, japanese: bool) -> list[Cap]:
    """Holds down what proves too little: more is needed where a side says more.

    A name that only repeats the other, word by word, is never slight.
    """
    if japanese and all(pair.way == "reading_zh" for pair in telling):
        return ["slight"]
    over = (*found.left_only, *found.right_only)
    wide = bool(_business(over)) or any(word.role == "place" for word in over)
    sure = all(pair.way in ("same", "look_alike") or letter_by_letter(pair) for pair in telling)
    if sure and not over:
        return []
    limits = figures()
    proof = proven(found.pairs)
    if proof < limits["proof_needed_narrower" if wide else "proof_needed"]:
        return ["slight"]
    if sure or len(telling) > 1 or telling[0].left[0].script == telling[0].right[0].script:
        return []
    # A whole name with its business word is no accident: `华为技术` and `Huawei Technologies`.
    whole = not over and len(found.pairs) > len(telling)
    return ["brief"] if proof < limits["proof_brief_whole" if whole else "proof_brief"] else []


def _swapped(one: Normalised, two: Normalised) -> bool:
    """Says whether the words before and after `bin` have changed places."""
    left, right = one.around_link, two.around_link
    if left is None or right is None:
        return False
    straight = words_alike(left[0], right[0])[0] + words_alike(left[1], right[1])[0]
    crossed = words_alike(left[0], right[1])[0] + words_alike(left[1], right[0])[0]
    return crossed > straight
