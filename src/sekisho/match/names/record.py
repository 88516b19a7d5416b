"""A comparison as a document: every part with its place in the names as given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sekisho.match.names.alike.letters import Way
from sekisho.match.names.alike.limits import Cap
from sekisho.match.names.compare import Comparison, Strength
from sekisho.match.names.normalise import Normalised
from sekisho.match.names.parts import Role, Word
from sekisho.match.names.script import dictionary
from sekisho.match.names.script.folding import LONGEST_NAME, Note, Script
from sekisho.match.names.words import figures
from sekisho.model.values.record import Record


class NamePart(Record, frozen=True, kw_only=True):
    """A word of a name: `start` and `end` count characters of the name as given, `spelt` is its
    spelling in Latin letters, `weight` per mille. `rarity` is the share per mille of its weight
    that a word keeps which many listed names hold.
    """

    written: str
    start: int
    end: int
    role: Role | Literal["legal_form"]
    script: Script | Literal[""] = ""
    spelt: str = ""
    weight: int = 0
    rarity: int = 1000
    legal_class: str = ""


class ComparedName(Record, frozen=True, kw_only=True):
    """One side: the name as given, its parts in order, what a reader would not see."""

    name: str
    parts: tuple[NamePart, ...] = ()
    notes: tuple[Note, ...] = ()


class AlignedParts(Record, frozen=True, kw_only=True):
    """Parts that answer each other, by their number in `left.parts` and `right.parts`."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    way: Way
    similarity: int


class NameComparison(Record, frozen=True, kw_only=True):
    """Two names side by side.

    Scores are per mille. `raw_score` is the score before `held_by` held it down; `match` says
    whether the score reaches `threshold`. `scorer` is what `scorer()` gives.
    """

    schema: Literal["sekisho/name-comparison/1"] = "sekisho/name-comparison/1"
    left: ComparedName
    right: ComparedName
    score: int
    raw_score: int
    strength: Strength
    match: bool
    threshold: int
    aligned: tuple[AlignedParts, ...] = ()
    left_only: tuple[int, ...] = ()
    right_only: tuple[int, ...] = ()
    held_by: tuple[Cap, ...] = ()
    scorer: str


def scorer() -> str:
    """Names what compares names, with the version of its tables, and behind a plus sign the
    dictionary of readings that takes part, where one does.
    """
    ours = f"sekisho.names/{figures()['version']}"
    beside = dictionary.in_use()
    return f"{ours}+{beside}" if beside else ours


def as_record(comparison: Comparison) -> NameComparison:
    """Gives a comparison as a document."""
    left, right = comparison.left, comparison.right
    return NameComparison(
        left=_side(left),
        right=_side(right),
        score=comparison.score,
        raw_score=comparison.raw,
        strength=comparison.strength,
        match=comparison.match,
        threshold=figures()["weak"],
        aligned=tuple(
            AlignedParts(
                left=_numbers(left, pair.left),
                right=_numbers(right, pair.right),
                way=pair.way,
                similarity=pair.similarity,
            )
            for pair in comparison.pairs
        ),
        left_only=_numbers(left, comparison.left_only),
        right_only=_numbers(right, comparison.right_only),
        held_by=comparison.caps,
        scorer=scorer(),
    )


def _side(name: Normalised) -> ComparedName:
    forms = (
        NamePart(
            written=form.written,
            start=form.start,
            end=form.end,
            role="legal_form",
            legal_class=form.kind,
        )
        for form in name.forms
    )
    words = (_part(name, word) for word in name.words)
    return ComparedName(name=name.name[:LONGEST_NAME], parts=(*words, *forms), notes=name.notes)


def _part(name: Normalised, word: Word) -> NamePart:
    return NamePart(
        written=name.name[word.start : word.end],
        start=word.start,
        end=word.end,
        role=word.role,
        script=word.script,
        spelt=word.text,
        weight=word.weight,
        rarity=word.rarity,
    )


def _numbers(name: Normalised, words: Iterable[Word]) -> tuple[int, ...]:
    return tuple(name.words.index(word) for word in words)
