"""What the benchmark of names is made of: names with their script, entities, keys of sameness.

The keys here are the benchmark's own and stay apart from the normalisation that is measured: a
better scorer must not change the data it is measured with.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Literal

Kind = Literal["company", "person", "other"]

_SCRIPTS = {
    "LATIN": "latin",
    "CYRILLIC": "cyrillic",
    "ARABIC": "arabic",
    "GREEK": "greek",
    "HEBREW": "hebrew",
    "HANGUL": "hangul",
    "CJK": "han",
    "HIRAGANA": "kana",
    "KATAKANA": "kana",
    "KATAKANA-HIRAGANA": "kana",
    "FULLWIDTH": "latin",
    "HALFWIDTH": "kana",
}
_NO_SCRIPT = frozenset({"MODIFIER", "MASCULINE", "FEMININE", "MICRO"})
_WORD = re.compile(r"[^\W_]+")
_BEFORE = re.compile(
    "(?:公開|閉鎖)?株式会社|有限会社|合同会社|[(]株[)]|股份有限公司|有限责任公司|有限公司"
)
_LEGAL = frozenset(
    {
        "ltd",
        "limited",
        "co",
        "company",
        "inc",
        "incorporated",
        "llc",
        "corp",
        "corporation",
        "plc",
        "gmbh",
        "ag",
        "sa",
        "srl",
        "bv",
        "nv",
        "spa",
        "jsc",
        "ojsc",
        "pjsc",
        "cjsc",
        "ooo",
        "oao",
        "pao",
        "zao",
        "ao",
        "kk",
        "the",
        "ltda",
        "eood",
        "ead",
        "sal",
        "fze",
        "fzco",
        "pte",
        "pty",
        "kft",
        "doo",
    }
)


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name as a list gives it; `language` only where the publisher's form tells it."""

    text: str
    is_weak: bool = False
    language: str = ""

    @property
    def script(self) -> str:
        """The script it is written in, `kanji` and `kana` only for Japanese."""
        return script_of(self.text, self.language)


@dataclass(frozen=True, slots=True)
class Entity:
    """An entry of a published list."""

    publisher: str
    id: str
    kind: Kind
    names: tuple[ListedName, ...]
    country: str = ""
    identifiers: tuple[str, ...] = field(default=())

    @property
    def key(self) -> str:
        """The entry among all lists."""
        return f"{self.publisher}/{self.id}"


@lru_cache(maxsize=65536)
def _letter(character: str) -> str:
    if not character.isalpha():
        return ""
    first = unicodedata.name(character, "?").split()[0]
    return "" if first in _NO_SCRIPT else _SCRIPTS.get(first, "other")


def scripts_in(text: str) -> dict[str, int]:
    """Counts the letters of a text by script."""
    counts: dict[str, int] = {}
    for character in unicodedata.normalize("NFKC", text):
        if script := _letter(character):
            counts[script] = counts.get(script, 0) + 1
    return counts


@lru_cache(maxsize=262144)
def script_of(text: str, language: str = "") -> str:
    """Gives the script of a name without its legal form: `latin` only where no other letter stands
    in it; a name that holds more Latin letters than others is `mixed`.
    """
    counts = scripts_in(_BEFORE.sub(" ", unicodedata.normalize("NFKC", text))) or scripts_in(text)
    latin = counts.pop("latin", 0)
    if not counts:
        return "latin" if latin else "none"
    if "kana" in counts:
        return "kana and kanji" if "han" in counts else "kana"
    if latin > sum(counts.values()):
        return "mixed"
    if "han" in counts:
        return "kanji" if language == "ja" else "chinese"
    return max(sorted(counts), key=lambda script: counts[script])


@lru_cache(maxsize=262144)
def same_key(text: str) -> str:
    """Gives the key under which two spellings are one name: case, accents, punctuation, the order
    of words and a few legal forms do not count.
    """
    return " ".join(sorted(_core(text)))


def letters_of(text: str) -> str:
    """Gives the same without spaces and in the order it was written."""
    return "".join(_core(text))


def _core(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    if not folded.isascii():
        bare = (c for c in unicodedata.normalize("NFD", folded) if unicodedata.category(c) != "Mn")
        folded = _BEFORE.sub(" ", unicodedata.normalize("NFC", "".join(bare)))
    words = _WORD.findall(folded)
    return [word for word in words if word not in _LEGAL] or words


def tells(key: str) -> bool:
    """Says whether a key is enough to call two entries one: two words, or one that is long."""
    words = key.split()
    wide = not key.isascii()
    return (len(words) > 1 and len(key) >= (4 if wide else 8)) or len(key) >= (4 if wide else 9)


def drawn(key: str, among: int) -> int:
    """Draws a number below `among` from a key, the same on every machine and in every run."""
    return int(sha256(f"sekisho-names:{key}".encode()).hexdigest()[:8], 16) % among
