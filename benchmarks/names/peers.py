"""The peers, each a child process in an environment of its own under the cache folder.

Nothing of theirs is a dependency of ours or committed: they are installed when the benchmark runs.
A peer that cannot be had is told with the reason.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import IO, Any

from benchmarks.names.records import Kind
from benchmarks.names.sides import Asked, Held, NotMeasured
from benchmarks.software.stores import NotMeasured as NotInstalled
from benchmarks.software.stores import environment_of

_CHILD = Path(__file__).with_name("peer_child.py")
_PLAIN = (
    "rapidfuzz==3.14.6",
    "anyascii==0.3.3",
    "pypinyin==0.55.0",
    "cutlet==0.5.2",
    "unidic-lite==1.0.8",
)
ENVIRONMENTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    # pyicu comes as source alone: a compiler, pkg-config and the headers of ICU are needed. Only
    # wheels would silently give a release of years ago, in which there is no logic-v2.
    "logic-v2": ("nomenklatura", ("nomenklatura==4.17.4",)),
    "index": ("nomenklatura", ("nomenklatura==4.17.4",)),
    "WRatio": ("plain", _PLAIN),
    "token_set": ("plain", _PLAIN),
    "Jaro-Winkler": ("plain", _PLAIN),
    "transliterate": ("plain", _PLAIN),
}
LIMITS: Mapping[str, int | None] = {"logic-v2": 700}
"""The limits their authors use; the others get the best of the part to tune on."""
SCORERS = ("logic-v2", "WRatio", "token_set", "Jaro-Winkler")
_BATCH = 2000


class Child:
    """A child process that answers a JSON line with a JSON line."""

    def __init__(self, cache: Path, asked: str) -> None:
        folder, packages = ENVIRONMENTS[asked]
        try:
            home = environment_of(cache, folder, packages)
        except NotInstalled as error:
            raise NotMeasured(str(error)) from error
        self._process: subprocess.Popen[str] = subprocess.Popen(
            [str(home / "bin" / "python"), "-W", "ignore", str(_CHILD), asked],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            self.ask({"pairs": [], "texts": []})
        except NotMeasured:
            self.close()
            raise

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Sends a question and waits for the answer."""
        into, out = _open(self._process.stdin), _open(self._process.stdout)
        try:
            into.write(json.dumps(question) + "\n")
            into.flush()
            line = out.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise NotMeasured("installed, but its process ended without an answer")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """Ends the process."""
        with suppress(BrokenPipeError):
            _open(self._process.stdin).close()
        _open(self._process.stdout).close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _open(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


class Peer:
    """A peer as a scorer. With `forms` it gets the best transliteration in front: every form of
    each side is asked and the best score taken.
    """

    def __init__(
        self, child: Child, asked: str, forms: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._child = child
        self._forms = forms
        self.name = asked if forms is None else f"{asked} + transliteration"
        self.limit = LIMITS.get(asked)
        self.cpu = 0.0
        self.compared = 0

    def score(self, pairs: Sequence[Asked]) -> list[int]:
        """Gives a score per mille for each pair."""
        asked: list[Asked] = []
        owner: list[int] = []
        for at, (left, right, kind) in enumerate(pairs):
            for one, two in product(self._of(left), self._of(right)):
                asked.append((one, two, kind))
                owner.append(at)
        best = [0] * len(pairs)
        waiting = iter(asked)
        at = 0
        while batch := list(islice(waiting, _BATCH)):
            answer = self._child.ask({"pairs": batch})
            self.cpu += answer["cpu"]
            for score in answer["scores"]:
                best[owner[at]] = max(best[owner[at]], score)
                at += 1
        self.compared += len(pairs)
        return best

    def _of(self, text: str) -> Sequence[str]:
        return (text,) if self._forms is None else self._forms.get(text) or (text,)


@dataclass(frozen=True, slots=True)
class PeerIndex:
    """What the index of nomenklatura took: processor seconds a query, blocking and scoring apart."""

    blocking: float
    scoring: float
    candidates: float


def ask_index(
    child: Child, gallery: Sequence[Held], queries: Sequence[tuple[str, Kind]]
) -> tuple[PeerIndex, PeerIndex]:
    """Asks the first ten queries one by one, and all of them at once."""
    child.ask({"gallery": [[held.key, held.kind, held.all_names] for held in gallery]})
    told = []
    for asked, alone in ((queries[:10], True), (queries, False)):
        answer = child.ask({"asked": asked, "alone": alone})
        spent = (answer["blocking"], answer["scoring"], answer["candidates"])
        told.append(PeerIndex(*(value / len(asked) for value in spent)))
    return told[0], told[1]


class Peers:
    """All peers of a run, opened when first asked for; what is missing is kept with its reason."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._children: dict[str, Child] = {}
        self.forms: dict[str, list[str]] = {}
        self.missing: dict[str, str] = {}

    def child(self, asked: str) -> Child | None:
        """Gives the child process of a peer, or nothing when it cannot be had."""
        if asked in self.missing:
            return None
        if asked not in self._children:
            try:
                self._cache.mkdir(parents=True, exist_ok=True)
                self._children[asked] = Child(self._cache, asked)
            except NotMeasured as error:
                self.missing[asked] = str(error)
                return None
        return self._children[asked]

    def learn(self, texts: Sequence[str]) -> None:
        """Has these texts transliterated; without the peer's packages they stay as they are."""
        new = [text for text in dict.fromkeys(texts) if text not in self.forms]
        child = self.child("transliterate")
        for start in range(0, len(new) if child else 0, _BATCH):
            batch = new[start : start + _BATCH]
            answer = child.ask({"texts": batch}) if child else {"forms": []}
            self.forms.update(zip(batch, answer["forms"], strict=True))

    def scorers(self) -> Iterator[Peer]:
        """Gives each peer as it is and with the transliteration in front."""
        for asked in SCORERS:
            if child := self.child(asked):
                yield Peer(child, asked)
                if self.child("transliterate"):
                    yield Peer(child, asked, self.forms)

    def close(self) -> None:
        """Ends all child processes."""
        for child in self._children.values():
            child.close()


@contextmanager
def peers(cache: Path | None) -> Iterator[Peers | None]:
    """Opens the peers for a run; none without a cache folder."""
    opened = Peers(cache) if cache else None
    try:
        yield opened
    finally:
        if opened:
            opened.close()
