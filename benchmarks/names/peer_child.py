"""Runs in the environment of a peer: JSON lines in, JSON lines out. Nothing of Sekisho is here.

`{"pairs": [[left, right, kind], ...]}` is answered with `{"scores": [...], "cpu": seconds}`, scores
being whole numbers per mille; `{"texts": [...]}` with `{"forms": [[...], ...]}`, what each text is in
Latin letters. `index` first takes `{"gallery": [[key, kind, names], ...]}`, then `{"asked": [[text,
kind], ...], "alone": true}`, all at once unless alone, and tells the seconds of blocking and of scoring.
The peer is named by the only argument.
"""

# ruff: noqa: PLC0415  # each peer stands in an environment of its own and imports its own there

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def logic_v2() -> Callable[[str, str, str], float]:
    """The matcher of nomenklatura as its users call it: two entities with one name each."""
    from followthemoney import Dataset, StatementEntity
    from nomenklatura.matching import get_algorithm

    algorithm = get_algorithm("logic-v2")
    settings = algorithm.default_config()
    dataset = Dataset({"name": "bench", "title": "bench"})
    schemas = {"company": "Company", "person": "Person", "other": "LegalEntity"}
    made = [0]

    def entity(name: str, kind: str) -> Any:
        # It keeps what it made of the names of an id: every entity needs an id of its own.
        made[0] += 1
        data = {"id": f"b{made[0]}", "schema": schemas[kind], "properties": {"name": [name]}}
        return StatementEntity.from_data(dataset, data)

    def score(left: str, right: str, kind: str) -> float:
        return float(algorithm.compare(entity(left, kind), entity(right, kind), settings).score)

    return score


def wratio() -> Callable[[str, str, str], float]:
    from rapidfuzz import fuzz, utils

    return lambda left, right, _: fuzz.WRatio(left, right, processor=utils.default_process) / 100


def token_set() -> Callable[[str, str, str], float]:
    from rapidfuzz import fuzz, utils

    return lambda left, right, _: (
        fuzz.token_set_ratio(left, right, processor=utils.default_process) / 100
    )


def jaro_winkler() -> Callable[[str, str, str], float]:
    """Each word with its best partner, the longer ones first, weighed by length."""
    from rapidfuzz import utils
    from rapidfuzz.distance import JaroWinkler

    def score(left: str, right: str, _: str) -> float:
        one, two = (utils.default_process(side).split() for side in (left, right))
        if not one or not two:
            return 0.0
        total = sum(map(len, one)) + sum(map(len, two))
        free, gained = list(two), 0.0
        for word in sorted(one, key=len, reverse=True):
            if not free:
                break
            partner = max(free, key=lambda other: JaroWinkler.similarity(word, other))
            free.remove(partner)
            gained += JaroWinkler.similarity(word, partner) * (len(word) + len(partner))
        return gained / total

    return score


def transliterate() -> Callable[[str], list[str]]:
    """The best that can be had from packages: pinyin, Japanese readings, anyascii for the rest."""
    import cutlet
    from anyascii import anyascii
    from pypinyin import lazy_pinyin

    japanese = cutlet.Cutlet()
    japanese.use_foreign_spelling = False

    legal = re.compile("株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司|[(]株[)]")

    def read(text: str) -> str:
        romaji: str = japanese.romaji(text).replace("/", " ")
        return romaji.replace("ou", "o").replace("uu", "u")

    def forms(text: str) -> list[str]:
        text = unicodedata.normalize("NFKC", text)
        # Whoever puts a transliteration in front takes the legal form off first.
        text = legal.sub(" ", text).strip() or text
        if text.isascii():
            return [text]
        kinds = {unicodedata.name(c, "?").split()[0] for c in text if c.isalpha()}
        found: list[str] = []
        if "CJK" in kinds and not kinds & {"HIRAGANA", "KATAKANA"}:
            syllables = lazy_pinyin(text)
            found += [" ".join(syllables), "".join(syllables)]
        if kinds & {"CJK", "HIRAGANA", "KATAKANA"}:
            found.append(read(text))
        else:
            found.append(anyascii(text))
        return [anyascii(form) for form in dict.fromkeys(found)]

    return forms


class NomenklaturaIndex:
    """Its own index with its own matcher behind it, as its users search a list."""

    def __init__(self) -> None:
        from followthemoney import Dataset, StatementEntity
        from nomenklatura.blocker.index import Index
        from nomenklatura.matching import get_algorithm

        self._make, self._index_of = StatementEntity.from_data, Index
        self._dataset = Dataset({"name": "bench", "title": "bench"})
        self._algorithm = get_algorithm("logic-v2")
        self._settings = self._algorithm.default_config()
        self._held: dict[str, Any] = {}
        self._index: Any = None
        self._asked = 0

    def entities(self, include_schemata: object = None) -> Iterator[Any]:  # noqa: ARG002
        """What its index reads: all entities of the gallery."""
        yield from self._held.values()

    def answer(self, given: dict[str, Any], folder: str) -> dict[str, Any]:
        if "gallery" in given:
            self._held = {
                f"g{key}": self._entity(f"g{key}", *rest) for key, *rest in given["gallery"]
            }
            self._index = self._index_of(self, Path(folder))
            self._index.build()
            return {}
        began = time.process_time()
        asked: dict[str, Any] = {}
        for text, kind in given.get("asked", ()):
            self._asked += 1
            asked[f"q{self._asked}"] = self._entity(f"q{self._asked}", kind, [text])
        groups = [[entity] for entity in asked.values()] if given.get("alone") else [asked.values()]
        found = {
            str(id): matches
            for group in groups
            if asked
            for id, matches in self._index.match_entities(group)
        }
        blocked = time.process_time()
        for id, matches in found.items():
            for key, _ in matches:
                self._algorithm.compare(asked[id], self._held[str(key)], self._settings)
        told = {"blocking": blocked - began, "scoring": time.process_time() - blocked}
        return told | {"candidates": sum(map(len, found.values()))}

    def _entity(self, id: str, kind: str, names: list[str]) -> Any:
        schema = {"company": "Company", "person": "Person", "other": "LegalEntity"}[kind]
        return self._make(
            self._dataset, {"id": id, "schema": schema, "properties": {"name": names}}
        )


SCORERS = {
    "logic-v2": logic_v2,
    "WRatio": wratio,
    "token_set": token_set,
    "Jaro-Winkler": jaro_winkler,
}


def main() -> None:
    asked = sys.argv[1]
    scorer = SCORERS[asked]() if asked in SCORERS else None
    index = NomenklaturaIndex() if asked == "index" else None
    forms = None if scorer or index else transliterate()
    if scorer:
        scorer("Aoba Ltd", "Kasumi Ltd", "company")  # tables are read at the first call
        scorer("Aoba Haru", "Kasumi Haru", "person")
    folder = tempfile.mkdtemp(prefix="sekisho-names-") if index else ""
    for line in sys.stdin:
        given = json.loads(line)
        began = time.process_time()
        answer: dict[str, Any] = {}
        if scorer:
            answer["scores"] = [round(1000 * scorer(*pair)) for pair in given["pairs"]]
        elif index:
            answer |= index.answer(given, folder)
        elif forms:
            answer["forms"] = [forms(text) for text in given["texts"]]
        answer["cpu"] = time.process_time() - began
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    if folder:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
