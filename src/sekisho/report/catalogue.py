"""The message catalogues: what a message id is called in Japanese and in English.

A catalogue is a folder of JSON files, one topic a file, `"id": "text with {param}"`. A place
in a text is `{name}`, or says how to show its parameter: `{on:date}`, `{n:int}`,
`{n:plural(package,packages)}` (the word alone), `{xs:list}`, `{c:country}`, `{r:ratio}`,
`{a:article}`, `{state:term}` (the entry `term.<value>`), `{t:title}` (of a Japanese and an English
title the one that is read), `{said:fault}` (the sentence of a parser). `{{` and `}}` stand for
braces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from sekisho.model.values.country import country_name
from sekisho.model.values.message import Message, Value
from sekisho.report.articles import say_article
from sekisho.report.faults import read_fault

LANGUAGES = ("en", "ja")
FOLDER = Path(__file__).parent / "messages"

_TOPIC = msgspec.json.Decoder(dict[str, str])
_PLACE = re.compile(r"\{\{|\}\}|\{(\w+)(?::(\w+)(?:\(([^(){}]*)\))?)?\}")
_LONGEST = 400
_MANY = 12
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS_JA = "月火水木金土日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def say(message: Message, lang: str) -> str:
    """Says a message in a language (`en` or `ja`; any other is answered in English).

    Never fails on what a message holds: an id without an entry is shown as it is with its
    parameters, a place without a parameter keeps its braces. Control and direction characters
    in a parameter are made visible, since parameters may quote hostile input.
    """
    text = catalogue(lang).get(message.id)
    if text is None:
        given = ", ".join(f"{key}={_plain(value, lang)}" for key, value in message.params.items())
        return f"[{message.id}: {given}]" if given else f"[{message.id}]"

    def fill(place: re.Match[str]) -> str:
        name, kind, choice = place.group(1), place.group(2), place.group(3)
        if name is None:
            return place.group()[0]
        if name not in message.params:
            return place.group()
        return _show(message.params[name], kind or "", choice or "", lang)

    return _PLACE.sub(fill, text)


def say_id(id: str, lang: str, /, **params: Value) -> str:
    """Says the message of an id with its parameters."""
    return say(Message(id=id, params=params), lang)


def both(id: str) -> tuple[str, str]:
    """Gives the Japanese and the English text of a message id."""
    return say_id(id, "ja"), say_id(id, "en")


def say_date(on: date, lang: str) -> str:
    """Writes a date with its weekday: `Tue 1 Dec 2026`, `2026年12月1日（火）`."""
    day = on.weekday()
    if lang == "ja":
        return f"{on.year}年{on.month}月{on.day}日（{_DAYS_JA[day]}）"
    return f"{_DAYS[day]} {on.day} {_MONTHS[on.month - 1]} {on.year}"


def say_term(word: str, lang: str) -> str:
    """Gives the name of a coded word (`high`, `not_checked`); the word itself if it has none."""
    return catalogue(lang).get(f"term.{word}") or visible(word)


def knows(id: str, lang: str) -> bool:
    """Says whether the catalogue of a language has an entry of that id."""
    return id in catalogue(lang)


def visible(text: str) -> str:
    r"""Gives text that shows what it holds: control, direction and private-use characters as
    `\u....`, and no more than 400 characters.
    """
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        f"\\u{ord(char):04x}" if unicodedata.category(char) in _UNSEEN else char for char in text
    )


def places(text: str) -> tuple[tuple[str, str], ...]:
    """Lists the places of a catalogue text as (parameter, kind) in order of appearance."""
    found = _PLACE.finditer(text)
    return tuple((place.group(1), place.group(2) or "") for place in found if place.group(1))


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Gives every entry of a language as id -> text, read once."""
    entries: dict[str, str] = {}
    for topic in topics(lang).values():
        entries.update(topic)
    return entries


def topics(lang: str) -> dict[str, dict[str, str]]:
    """Reads the files of a language as topic -> id -> text."""
    folder = FOLDER / (lang if lang in LANGUAGES else "en")
    return {path.stem: _TOPIC.decode(path.read_bytes()) for path in sorted(folder.glob("*.json"))}


def _plain(value: Value, lang: str) -> str:
    if isinstance(value, bool):
        return say_term("yes" if value else "no", lang)
    if isinstance(value, tuple):
        return _list(value, lang)
    return visible(str(value))


def _show(value: Value, kind: str, choice: str, lang: str) -> str:
    if kind == "plural":
        one, _, many = choice.partition(",")
        return one.strip() if value == 1 else (many or one).strip()
    show = _KINDS.get(kind)
    return show(value, lang) if show else _plain(value, lang)


def _date(value: Value, lang: str) -> str:
    try:
        return say_date(date.fromisoformat(str(value)), lang)
    except ValueError:
        return _plain(value, lang)


def _integer(value: Value, lang: str) -> str:
    return f"{value:,}" if isinstance(value, int) else _plain(value, lang)


def _list(value: Value, lang: str) -> str:
    items = value if isinstance(value, tuple) else (str(value),)
    shown = ("、" if lang == "ja" else ", ").join(visible(item) for item in items[:_MANY])
    if len(items) <= _MANY:
        return shown
    return say_id("list.more", lang, shown=shown, n=len(items) - _MANY)


def _term(value: Value, lang: str) -> str:
    if isinstance(value, tuple):
        return ("、" if lang == "ja" else ", ").join(say_term(item, lang) for item in value)
    return say_term(str(value), lang)


def _words(value: Value, lang: str) -> str:
    """Lists words that may be written; in Japanese each with what it is called there."""
    items = value if isinstance(value, tuple) else (str(value),)
    return _list(tuple(_called(item, lang) for item in items), lang)


def _called(word: str, lang: str) -> str:
    said = catalogue(lang).get(f"word.{word}")
    return f"{word}（{said}）" if said and lang == "ja" else word


def _field(value: Value, lang: str) -> str:
    """Names a field, given as record and field, as it heads its column."""
    label = catalogue(lang).get(f"field.{value}")
    return label or visible(str(value))


def _ratio(value: Value, lang: str) -> str:
    above, slash, below = str(value).partition("/")
    return f"{below}分の{above}" if slash and lang == "ja" else _plain(value, lang)


def _country(value: Value, lang: str) -> str:
    return visible(country_name(str(value), lang))


def _article(value: Value, lang: str) -> str:
    return say_article(visible(str(value)), lang)


def _title(value: Value, lang: str) -> str:
    if not isinstance(value, tuple) or len(value) != len(LANGUAGES):
        return _plain(value, lang)
    ja, en = value
    return visible(ja if lang == "ja" else en)


def _fault(value: Value, lang: str) -> str:
    """A sentence that is not known stays as it is only where its reader reads English."""
    said = str(value)
    found, place = read_fault(said)
    if found is not None:
        shown = say(found, lang)
    elif lang == "ja" and said.isascii():
        shown = say_id("fault.other", lang)
    else:
        return visible(said)
    return say_id("fault.at", lang, said=shown, place=place) if place else shown


_KINDS: dict[str, Callable[[Value, str], str]] = {
    "date": _date,
    "int": _integer,
    "list": _list,
    "term": _term,
    "ratio": _ratio,
    "words": _words,
    "field": _field,
    "country": _country,
    "article": _article,
    "title": _title,
    "fault": _fault,
}
