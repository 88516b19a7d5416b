"""Messages: both languages say the same things, and nothing a message holds can break a report."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
import pytest

import sekisho
from sekisho.model.values.message import Value, message
from sekisho.read.json_tree import parse_json
from sekisho.read.tree import load_yaml
from sekisho.report import catalogue as catalogue_module
from sekisho.report.catalogue import (
    FOLDER,
    LANGUAGES,
    catalogue,
    places,
    say,
    say_id,
    topics,
    visible,
)

Words = Callable[[str, dict[str, str]], None]
SOURCE = Path(sekisho.__file__).parent
ID = re.compile(r"[a-z][\w-]*(\.[\w-]+)+\Z")
SPOKEN_BY = {"message", "say_id", "Message", "_say", "_labelled", "_tag", "_table"}
"""The functions whose first text argument is a message id."""

QUOTED = {"report.verbatim"}
"""Entries no source names: they pass on words as somebody else wrote them."""


def ids_in_source() -> Iterator[tuple[str, str]]:
    """Finds every message id written in full in the source, with its file."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from ((id, path.name) for id in ids_in_call(node))


def ids_in_call(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name not in SPOKEN_BY:
        return
    given = [*call.args[:1], *(key.value for key in call.keywords if key.arg == "id")]
    for argument in given:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def test_every_message_id_in_the_source_is_worded_in_both_languages():
    missing = {
        (lang, id, file)
        for id, file in ids_in_source()
        for lang in LANGUAGES
        if ID.match(id) and id not in catalogue(lang)
    }
    assert not missing


def test_both_catalogues_hold_the_same_ids():
    assert set(catalogue("en")) ^ set(catalogue("ja")) == set()


@pytest.mark.parametrize("id", sorted(catalogue("en")))
def test_both_languages_fill_the_same_places(id: str):
    def named(lang: str) -> set[str]:
        return {name for name, kind in places(catalogue(lang).get(id, "")) if kind != "plural"}

    def all_named(lang: str) -> set[str]:
        return {name for name, _ in places(catalogue(lang).get(id, ""))}

    assert named("en") <= all_named("ja")
    assert named("ja") <= all_named("en")


def test_every_place_is_of_a_kind_the_catalogue_knows():
    known = {"", "plural", *catalogue_module._KINDS}
    unknown = {
        (lang, id, kind)
        for lang in LANGUAGES
        for id, text in catalogue(lang).items()
        for _, kind in places(text)
        if kind not in known
    }
    assert not unknown


def test_every_entry_is_used_somewhere():
    written, built = words_in_source()
    unused = [
        id
        for id in catalogue("en")
        if not set(id.split(".", 1)) <= written  # f"{check}.{question}"
        and id not in written | QUOTED
        and not any(pattern.fullmatch(id) for pattern in built)
    ]
    assert not unused


def words_in_source() -> tuple[set[str], set[re.Pattern[str]]]:
    """Finds every dotted word in source and data, and every one that is put together."""
    written: set[str] = set()
    built: set[re.Pattern[str]] = set()
    for path in SOURCE.rglob("*"):
        if path.suffix in {".yaml", ".csv", ".html"} and FOLDER not in path.parents:
            written.update(re.findall(r"[\w-]+(?:\.[\w-]+)+", path.read_text(encoding="utf-8")))
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                written.add(node.value)
            if isinstance(node, ast.JoinedStr) and (pattern := pattern_of(node)):
                built.add(pattern)
    return written, built


def pattern_of(text: ast.JoinedStr) -> re.Pattern[str] | None:
    """Turns `f"report.{x}.more"` into the pattern of the ids it can give."""
    parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in text.values]
    fixed = "".join(part for part in parts if part is not None)
    if not re.fullmatch(r"[\w.-]{3,}", fixed) or "." not in fixed:
        return None
    return re.compile("".join(".*" if part is None else re.escape(part) for part in parts))


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("en", "Tue 1 Dec 2026"), ("ja", "2026年12月1日（火）")],
)
def test_a_date_is_said_with_its_weekday(lang: str, expected: str, words: Words):
    words(lang, {"due": "{on:date}"})
    assert say_id("due", lang, on="2026-12-01") == expected


@pytest.mark.parametrize(
    ("text", "params", "en", "ja"),
    [
        ("{n:int} {n:plural(package,packages)}", {"n": 1}, "1 package", "1 package"),
        ("{n:int} {n:plural(package,packages)}", {"n": 1200}, "1,200 packages", "1,200 packages"),
        ("{xs:list}", {"xs": ("a", "b")}, "a, b", "a、b"),
        ("{r:ratio}", {"r": "1/3"}, "1/3", "3分の1"),
        ("{r:ratio}", {"r": "26%"}, "26%", "26%"),
        ("{c:country}", {"c": "NO"}, "Norway", "ノルウェー"),
        ("{s:term}", {"s": "not_checked"}, "not checked", "未確認"),
        ("{s:term}", {"s": "never-heard-of"}, "never-heard-of", "never-heard-of"),
        ("{b}", {"b": True}, "yes", "はい"),
        ("{{x}} {x}", {"x": "y"}, "{x} y", "{x} y"),
        ("{on:date}", {"on": "soon"}, "soon", "soon"),
    ],
)
def test_a_place_shows_its_parameter_by_its_kind(
    text: str, params: dict[str, Value], en: str, ja: str, words: Words
):
    for lang, expected in (("en", en), ("ja", ja)):
        words(lang, {"sample": text})
        assert say_id("sample", lang, **params) == expected


def test_a_long_list_is_folded(words: Words):
    words("en", {"sample": "{xs:list}"})
    shown = say_id("sample", "en", xs=tuple(str(n) for n in range(20)))
    assert shown.endswith("10, 11 and 8 more")


def test_an_id_without_an_entry_is_shown_with_its_parameters():
    assert say(message("no.such.id", name="x"), "en") == "[no.such.id: name=x]"
    assert say(message("no.such.id"), "ja") == "[no.such.id]"


def test_a_place_without_a_parameter_keeps_its_braces(words: Words):
    words("en", {"sample": "{name} and {on:date}"})
    assert say_id("sample", "en", name="x") == "x and {on:date}"


def test_a_language_nobody_speaks_is_answered_in_english():
    assert say_id("term.found", "tlh") == "found"


def test_control_and_direction_characters_become_visible():
    assert visible("a\x1b[31m\u202e\nb") == "a\\u001b[31m\\u202e\\u000ab"
    assert visible("青葉マイクロ株式会社") == "青葉マイクロ株式会社"


def test_an_endless_parameter_is_cut():
    assert len(visible("x" * 100_000)) < 500


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*")), ids=lambda path: path.stem)
def test_a_topic_holds_an_entry_a_line_and_no_id_twice(path: Path):
    written = path.read_text(encoding="utf-8")
    entries = parse_json(written.encode(), path.name).plain()
    rows = (f"  {dumped(id)}: {dumped(text)}" for id, text in entries.items())
    assert written == "{\n" + ",\n".join(rows) + "\n}\n"


def dumped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_id_stands_in_two_topics(lang: str):
    counted = Counter(id for entries in topics(lang).values() for id in entries)
    assert [id for id, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_entry_is_text_under_a_dotted_id(lang: str):
    wrong = {
        (topic, id)
        for topic, entries in topics(lang).items()
        for id, text in entries.items()
        if not isinstance(text, str) or not text.strip() or not ID.match(id)
    }
    assert wrong == set()


PACKS = SOURCE / "regime" / "packs"
SPOKEN_BY_PACKS = re.compile(r"(?:route|duty|clock|procedure)\.[a-z_]+(?:\.[a-z_]+)*\Z")


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)


def test_every_message_a_rule_pack_names_is_worded_in_both_languages():
    named = {
        text
        for path in PACKS.rglob("*.yaml")
        for text in texts_in(load_yaml(path.read_bytes(), path.name))
        if SPOKEN_BY_PACKS.match(text)
    }
    missing = {(lang, id) for id in named for lang in LANGUAGES if id not in catalogue(lang)}
    assert len(named) > 20
    assert missing == set()


def test_every_complaint_of_the_reader_has_words_of_ours():
    class Row(msgspec.Struct, forbid_unknown_fields=True):
        n: int
        on: date | None = None
        kind: Literal["a", "b"] = "a"

    for text in ('{"n":"x"}', "{}", '{"n":1,"z":2}', '{"n":1,"kind":"q"}', '{"n":1,"on":"x"}', "["):
        with pytest.raises(msgspec.DecodeError) as raised:
            msgspec.json.decode(text, type=Row)
        said = say_id("error.not_valid", "ja", reason=str(raised.value))
        assert not any(word in said for word in ("Expected", "Object", "Invalid", "Input"))
