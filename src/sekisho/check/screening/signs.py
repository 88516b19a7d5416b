"""Signs in what the case itself says of someone, whatever the lists hold: how the name is written, and
since when there is such a party.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date

from sekisho.check.screening.figures import figures
from sekisho.check.screening.roster import Named
from sekisho.check.screening.told import shortened
from sekisho.match.names.normalise import LONGEST_NAME, Normalised, Word, normalise, script_of
from sekisho.match.names.script.folding import Note, unseen
from sekisho.model.finding import Finding, Severity
from sekisho.model.values.message import Message, message
from sekisho.regime.days.count import months_end

VERSION = "1"
_SEVERITY: dict[Note, Severity] = {
    "look_alikes": "medium",
    "direction_marks": "low",
    "hidden_characters": "low",
    "digits_as_letters": "info",
}
"""Digits in names are mostly a fashion; letters of two scripts in one word hardly ever are."""


def signs_of(named: Named, on: date) -> Iterator[Finding]:
    """Gives what is to be looked at in someone of the case, on a day."""
    for name in _whole(named.names):
        read = normalise(name)
        for note in read.notes:
            if note in _SEVERITY and not _is_fashion(named, note):
                yield _disguise(named, read, note)
    if _is_young(named, on):
        yield _young(named, on)


def is_cut(named: Named) -> bool:
    """Says whether a name is longer than what is searched of it."""
    return any(len(name) > LONGEST_NAME for name in named.names)


def places(read: Normalised, note: Note) -> tuple[Message, ...]:
    """Tells where in a name each character stands that a reader would not see or expect, at most
    ten; places count characters from 1.
    """
    return shortened(list(_places(read, note)))


def _whole(names: tuple[str, ...]) -> Iterator[str]:
    """Leaves out a name that is part of another: its characters are told with that one."""
    for at, name in enumerate(names):
        if not any(name in other for other in (*names[:at], *names[at + 1 :]) if other != name):
            yield name


def _is_fashion(named: Named, note: Note) -> bool:
    """Digits in what packages call their makers are user names."""
    return note == "digits_as_letters" and "credited" in named.roles


def _disguise(named: Named, read: Normalised, note: Note) -> Finding:
    id = f"screening.{note}"
    return Finding(
        rule=id,
        rule_version=VERSION,
        subject=named.subject,
        state="found",
        severity=_SEVERITY[note],
        message=message(id, name=read.name, role=named.roles[0]),
        basis="observed",
        place=named.place,
        remedy=message(f"{id}.remedy"),
        evidence=(named.evidence,) if named.evidence else (),
        details=places(read, note),
    )


def _places(read: Normalised, note: Note) -> Iterator[Message]:
    if note == "look_alikes":
        for word in read.words:
            yield from _foreign(read.name, word)
    elif note == "digits_as_letters":
        for word in read.words:
            yield from _digits(read.name, word)
    else:
        for at, char in enumerate(read.name[:LONGEST_NAME]):
            if unseen(char) == note:
                code = _code(char)
                yield message("screening.unseen_at", place=at + 1, code=code, note=f"it_{note}")


def _foreign(name: str, word: Word) -> Iterator[Message]:
    """Tells each letter of a word that is of another script than the word."""
    if not word.disguised:
        return
    for at in range(word.start, word.end):
        script = script_of(unicodedata.normalize("NFKC", name[at])[0].casefold())
        if name[at].isalpha() and script not in ("number", word.script):
            yield message(
                "screening.foreign_at",
                place=at + 1,
                letter=name[at],
                code=_code(name[at]),
                script=script,
                word=name[word.start : word.end],
                among=word.script,
            )


def _digits(name: str, word: Word) -> Iterator[Message]:
    if word.disguised and word.written.isascii():
        for at in range(word.start, word.end):
            if name[at].isdigit():
                shown = name[word.start : word.end]
                yield message("screening.digit_at", place=at + 1, digit=name[at], word=shown)


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"


def _is_young(named: Named, on: date) -> bool:
    founded = named.founded_on
    if founded is None or named.person:
        return False
    try:
        return on <= months_end(founded, figures()["young_months"])
    except OverflowError:
        return True


def _young(named: Named, on: date) -> Finding:
    founded = named.founded_on or on
    id = "screening.not_founded" if founded > on else "screening.young"
    return Finding(
        rule=id,
        rule_version=VERSION,
        subject=named.subject,
        state="found",
        severity="low",
        message=message(
            id,
            name=named.names[0] if named.names else named.subject,
            role=named.roles[0],
            founded=founded.isoformat(),
            months=figures()["young_months"],
        ),
        basis="declared",
        place=f"{named.place}/founded_on",
        remedy=message("screening.young.remedy"),
        details=(message("screening.young.own_figure"),),
    )
