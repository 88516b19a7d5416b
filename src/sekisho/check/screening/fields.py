"""Other names that a field holds: in brackets, or left when an office, a courtesy, an address is off."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from sekisho.match.names.normalise import LONGEST_NAME, normalise

_BRACKETS = re.compile(
    r"[(（\[［「『【〔<〈《]([^()（）\[\]［］「」『』【】〔〕<>〈〉《》]*)[)）\]］」』】〕>〉》]"
)
_FIRM_ENDS = r"(?:[A-Za-zＡ-Ｚａ-ｚ.ァ-ヶー]|会社|公司|法人|銀行|集団|集团)"
_LONGEST_PLACE = 6
_LONGEST_UNIT = 12
_ADDRESS = re.compile(r"\.?[\s　]*[,、，;；\s　][\s　]*\w")
_MOST = 8
_LAYERS = 4


def fields_of(name: str) -> tuple[str, ...]:
    """Gives the names that a field holds beside the whole, each telling somebody; at most eight.

    `サクラ（旧社名：ガルド）東京支店` holds `サクラ` and `ガルド`. What only names a place or a business is
    none; nothing is ever left out of the name itself, which is searched as it stands.
    """
    name = name[:LONGEST_NAME]
    found: dict[str, None] = {}
    for part in _parts(name):
        for each in _layers(part):
            bare = each.strip(" 　,;:、，・：")
            if bare != name.strip() and names_somebody(bare):
                found[bare] = None
    return tuple(found)[:_MOST]


def _parts(name: str) -> Iterator[str]:
    """Gives the name without its brackets, and what stands in each."""
    yield _BRACKETS.sub(" ", name)
    for inner in _BRACKETS.findall(name):
        if _tells(inner):
            yield _former().sub("", inner.strip())


def _layers(name: str) -> Iterator[str]:
    """Gives a name as it stands, and again whenever something is off its end."""
    for _ in range(_LAYERS):
        yield name
        shorter = _shorter(name.rstrip())
        if shorter == name:
            return
        name = shorter
    yield name


def _shorter(name: str) -> str:
    for pattern in _endings():
        found = pattern.match(name)
        if found and found[1].strip():
            return found[1]
    return _before_address(name)


def _before_address(name: str) -> str:
    """Gives a name up to its legal form where more follows behind a comma or a space."""
    for form in normalise(name).forms:
        if form.start and _ADDRESS.match(name, form.end):
            return name[: form.end]
    return name


def names_somebody(name: str) -> bool:
    """Says whether a name holds more than a legal form: beside another word the form is set aside."""
    return len(normalise(f"Xyz {name}").words) > 1


def _tells(name: str) -> bool:
    return any(word.telling and len(word.written) > 1 for word in normalise(name).words)


@cache
def _endings() -> tuple[re.Pattern[str], ...]:
    """Gives the patterns of what may stand behind a name; the name is their first group."""
    words = _words()
    office, unit = _any(words["office"]), _any(words["unit"])
    return (
        re.compile(rf"(.+?)[\s　]*{_any(words['honour'])}$"),
        re.compile(rf"(.+?)[\s　]*{_any(words['title'])}$"),
        re.compile(rf"(.+?)[\s　]+[^\s　]{{0,{_LONGEST_UNIT}}}{office}$"),
        re.compile(rf"(.+?)[\s　]+[^\s　]{{1,{_LONGEST_UNIT}}}{unit}$"),
        re.compile(rf"(.*{_FIRM_ENDS})[一-龥]{{0,{_LONGEST_PLACE}}}{office}$"),
        re.compile(rf"(.+?)[,\s]+(?:[\w.'-]+\s){{0,2}}{_any(words['english'])}$", re.IGNORECASE),
    )


@cache
def _former() -> re.Pattern[str]:
    return re.compile(rf"^{_any(_words()['former'])}(?:[\s　]*[:：,]?[\s　]*)", re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


@cache
def _words() -> dict[str, tuple[str, ...]]:
    text = resources.files("sekisho.check.screening").joinpath("addenda.csv").read_text("utf-8")
    return {row["kind"]: tuple(row["words"].split()) for row in csv.DictReader(text.splitlines())}
