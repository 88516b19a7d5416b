"""A comparison told in messages: what agreed, what did not, what held the score down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sekisho.model.values.message import Message, message

if TYPE_CHECKING:
    from sekisho.match.names.compare import Comparison
    from sekisho.match.names.normalise import Normalised
    from sekisho.match.names.parts import Word


def lines(comparison: Comparison) -> Iterator[Message]:
    """Gives the lines in the order a reader needs them."""
    left, right = comparison.left, comparison.right
    yield from _agreement(comparison)
    for cap in comparison.caps:
        yield message(f"names.cap.{cap}")
    if left.legal and right.legal and set(left.legal) != set(right.legal):
        yield message("names.legal_forms_differ", left=left.legal, right=right.legal)
    if left.scripts != right.scripts:
        yield message("names.scripts_differ", left=left.scripts, right=right.scripts)
    common = tuple(dict.fromkeys(_common(comparison)))
    if common:
        yield message("names.common_word", words=common)
    for side, name in (("left", left), ("right", right)):
        for note in name.notes:
            yield message(f"names.note.{note}", side=f"names_{side}")


def _common(comparison: Comparison) -> Iterator[str]:
    """Gives the words that weigh less, where there is another for them to weigh less beside."""
    over = (*comparison.left_only, *comparison.right_only)
    if sum(pair.telling for pair in comparison.pairs) + sum(word.telling for word in over) > 1:
        for name in (comparison.left, comparison.right):
            yield from (_shown(name, (word,)) for word in name.words if word.is_lowered)


def _agreement(comparison: Comparison) -> Iterator[Message]:
    left, right = comparison.left, comparison.right
    same = tuple(_shown(left, p.left) for p in comparison.pairs if p.way == "same")
    if same:
        yield message("names.same", words=same)
    for pair in comparison.pairs:
        if pair.way != "same":
            yield message(
                f"names.pair.{pair.way}",
                left=_shown(left, pair.left),
                right=_shown(right, pair.right),
                similarity=pair.similarity,
            )
    if comparison.whole:
        yield message("names.whole")
    for side, name, words in (
        ("left", left, comparison.left_only),
        ("right", right, comparison.right_only),
    ):
        if words:
            yield message(f"names.{side}_only", words=tuple(_shown(name, (w,)) for w in words))


def _shown(name: Normalised, words: tuple[Word, ...]) -> str:
    """Gives the words as they stand in the name, not as they were folded."""
    return " ".join(name.name[word.start : word.end] for word in words)
