"""Synthetic entities and the ten noises: an appendix, since we made both the names and the noise.

Every name is put together from `words.csv`, by a draw that is the same in every run. An entity has
names in Latin letters and, for Asian and Russian ones, its name in its own script.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from benchmarks.names.records import Kind
from benchmarks.names.sides import Held

NOISES = (
    "exact",
    "typo1",
    "typo2",
    "order",
    "abbrev",
    "drop",
    "join",
    "legal",
    "translit",
    "script",
)
_SEED = 20261126
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORT = {
    "technology": "tech",
    "technologies": "tech",
    "manufacturing": "mfg",
    "engineering": "eng",
    "electronics": "elec",
    "industries": "ind",
    "construction": "constr",
    "communications": "comm",
    "services": "svcs",
    "systems": "sys",
    "trading": "trdg",
    "electric": "el",
}
_SPELT = (
    ("sh", "sch"),
    ("kh", "h"),
    ("ts", "c"),
    ("y", "i"),
    ("v", "w"),
    ("x", "ks"),
    ("k", "q"),
    ("o", "ou"),
    ("zh", "j"),
    ("f", "ph"),
)
_LEGAL = {
    "ja": ("Co., Ltd.", "K.K.", "Corporation", "株式会社"),
    "zh": ("Co., Ltd.", "Limited", "Company Limited", "有限公司"),
    "ru": ("LLC", "OOO", "JSC", "ООО"),
    "ko": ("Co., Ltd.", "Corp.", "Inc.", "주식회사"),
    "latin": ("Ltd", "Limited", "GmbH", "S.A.", "Inc."),
}


@dataclass(frozen=True, slots=True)
class Made:
    """A synthetic entity; `native` is its name in its own script, empty for Latin ones."""

    key: str
    kind: Kind
    people: str
    words: tuple[str, ...]
    legal: str
    native: str

    @property
    def latin(self) -> str:
        """The name in Latin letters."""
        return " ".join((*self.words, self.legal)).strip()


_Change = Callable[[random.Random, Made], list[str]]


@lru_cache(maxsize=1)
def _words() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with Path(__file__).with_name("words.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["kind"]].append((row["native"], row["latin"]))
    return found


def entities(count: int) -> Iterator[Made]:
    """Makes so many entities: four in ten Latin firms, a fifth persons, the rest of Asia and Russia."""
    draw = random.Random(_SEED)  # noqa: S311  # the same entities in every run, no secret
    for number in range(count):
        people = draw.choice(("latin",) * 4 + ("person",) * 2 + ("ja", "zh", "ru", "ko"))
        yield _person(draw, number) if people == "person" else _firm(draw, number, people)


def _person(draw: random.Random, number: int) -> Made:
    given, given_native = draw.choice(_words()["given"])
    end, end_native = draw.choice(_words()["family"])
    parts = draw.choices(_words()["ru"], k=2)
    family = "".join(latin for _, latin in parts) + end
    native = "".join(text for text, _ in parts) + end_native
    second, second_native = draw.choice(_words()["given"])
    words = (given.title(), second.title(), family.title())
    own = f"{given_native} {second_native} {native}".title()
    return Made(f"p{number}", "person", "person", words, "", own)


def _firm(draw: random.Random, number: int, people: str) -> Made:
    trade, trade_latin = draw.choice(_words()[f"{people}-trade"])
    count = {"ja": 3, "zh": 4, "ru": 4, "ko": 4, "latin": 3}[people]
    parts = draw.choices(_words()[people], k=count)
    legal = draw.choice(_LEGAL[people][:3])
    if people == "latin":
        name = "".join(text for text, _ in parts[:2]) + draw.choice(("", parts[2][0]))
        words = (name.title(), draw.choice(_words()["latin"])[0].title() + "a", trade.title())
        return Made(f"f{number}", "company", people, words, legal, "")
    glue = " " if people == "ja" else ""
    latin = glue.join(text for _, text in parts).title()
    native = "".join(text for text, _ in parts)
    form = _LEGAL[people][3]
    own = f"{form} {native.title()} {trade}" if people == "ru" else f"{form}{native}{trade}"
    own = f"{native}{trade}{form}" if people == "zh" else own
    all_words = (*latin.split(), *trade_latin.title().split())
    return Made(f"f{number}", "company", people, all_words, legal, own)


def held(made: Made) -> Held:
    """Puts an entity into a gallery under its Latin name alone, so that `script` is a real test."""
    return Held(made.key, made.kind, (made.latin,))


def queries(count: int, each: int) -> Iterator[tuple[str, str, Made]]:
    """Gives (noise, query, entity): so many of each noise, among the first `count` entities."""
    draw = random.Random(_SEED + 1)  # noqa: S311  # the same queries in every run, no secret
    wanted = {noise: set(draw.sample(range(count), min(count, 8 * each))) for noise in NOISES}
    made: dict[str, int] = dict.fromkeys(NOISES, 0)
    for number, entity in enumerate(entities(count)):
        for noise in NOISES:
            if number in wanted[noise] and made[noise] < each:
                query = _noised(draw, entity, noise)
                if query:
                    made[noise] += 1
                    yield noise, query, entity


def _noised(draw: random.Random, made: Made, noise: str) -> str:
    """Gives the noisy query, or nothing where the noise does not apply to the name."""
    if noise == "script":
        return made.native
    legal = made.legal
    if noise == "legal":
        others = [form for form in _LEGAL[made.people] if form != legal] if legal else []
        return " ".join((*made.words, draw.choice(others))) if others else ""
    words = _CHANGES[noise](draw, made)
    return " ".join((*words, legal)).strip() if words else ""


def _mistyped(times: int) -> _Change:
    def change(draw: random.Random, made: Made) -> list[str]:
        words = list(made.words)
        for _ in range(times):
            at = max(range(len(words)), key=lambda place: (len(words[place]), -place))
            words[at] = _typo(draw, words[at])
        return words

    return change


def _abbreviated(_: random.Random, made: Made) -> list[str]:
    words = list(made.words)
    if made.kind == "person":
        words[0] = f"{words[0][0]}."
        return words
    short = _SHORT.get(words[-1].lower())
    return [*words[:-1], short.title()] if short else []


def _shortened(_: random.Random, made: Made) -> list[str]:
    words = list(made.words)
    if len(words) < 3:
        return []
    del words[-2 if made.kind == "person" else -1]
    return words


def _transliterated(draw: random.Random, made: Made) -> list[str]:
    words = list(made.words)
    at = -1 if made.kind == "person" else 0
    words[at] = _respelt(draw, words[at])
    return words if words[at] else []


def _typo(draw: random.Random, word: str) -> str:
    at = draw.randrange(1, max(2, len(word)))
    kind = draw.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + draw.choice(_LETTERS) + word[at:]
    if kind == 2:
        return word[:at] + draw.choice(_LETTERS) + word[at + 1 :]
    return word[: at - 1] + word[at : at + 1] + word[at - 1 : at] + word[at + 1 :]


def _respelt(draw: random.Random, word: str) -> str:
    fitting = [(one, two) for one, two in _SPELT if one in word.lower()]
    if not fitting:
        return ""
    one, two = draw.choice(fitting)
    return word.lower().replace(one, two, 1).title()


_CHANGES: dict[str, _Change] = {
    "exact": lambda _, made: list(made.words),
    "typo1": _mistyped(1),
    "typo2": _mistyped(2),
    "order": lambda _, made: [*made.words[1:], made.words[0]],
    "abbrev": _abbreviated,
    "drop": _shortened,
    "join": lambda _, made: ["".join(made.words[:2]).title(), *made.words[2:]],
    "translit": _transliterated,
}
