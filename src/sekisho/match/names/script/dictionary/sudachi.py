"""Sudachi: words of a run of kanji, their readings and kinds, from the dictionary installed."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from threading import Lock
from typing import Any, NamedTuple

PACKAGES = ("sudachidict-core", "sudachipy")
_NOUN, _SUFFIX, _PERSON, _GIVEN = "名詞", "接尾辞", "人名", "名"


class Entry(NamedTuple):
    """A word of the dictionary; `is_known` says that it is no guess of the tokenizer."""

    text: str
    kana: str
    is_known: bool
    is_noun: bool
    is_given_name: bool


def installed() -> str:
    """Names the dictionary and its library with their versions, empty where one is missing."""
    try:
        return "+".join(f"{package}/{metadata.version(package)}" for package in PACKAGES)
    except metadata.PackageNotFoundError:
        return ""


def divided(text: str) -> list[Entry]:
    """Gives the shortest words of a run, each read as it is where it stands."""
    return _opened().divide(text)


def entries(text: str) -> list[Entry]:
    """Gives every word that is written so."""
    return _opened().entries(text)


class _Dictionary:
    """The dictionary opened; its tokenizer may be used by one thread at a time."""

    def __init__(self) -> None:
        from sudachipy import (  # noqa: PLC0415  # an optional extra, loaded when first needed
            Dictionary,
            SplitMode,
        )

        self._dictionary: Any = Dictionary(dict="core")
        self._tokenizer: Any = self._dictionary.tokenizer()
        self._shortest: Any = SplitMode.A
        self._lock = Lock()

    def divide(self, text: str) -> list[Entry]:
        with self._lock:
            return [_entry(found) for found in self._tokenizer.tokenize(text, self._shortest)]

    def entries(self, text: str) -> list[Entry]:
        with self._lock:
            found = [_entry(each) for each in self._dictionary.lookup(text)]
        return [each for each in found if each.text == text]


@cache
def _opened() -> _Dictionary:
    return _Dictionary()


def _entry(found: Any) -> Entry:
    kind = found.part_of_speech()
    return Entry(
        text=found.surface(),
        kana=found.reading_form(),
        is_known=not found.is_oov(),
        is_noun=kind[0] in (_NOUN, _SUFFIX),
        is_given_name=kind[2] == _PERSON and kind[3] == _GIVEN,
    )
