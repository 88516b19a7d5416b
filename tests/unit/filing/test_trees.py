"""YAML and JSON as trees of text: nothing is guessed, and nothing in them can hurt."""

from __future__ import annotations

import time

import pytest

from sekisho.model.errors import InputError, Place, TooLargeError
from sekisho.read.json_tree import parse_json
from sekisho.read.limits import Limits
from sekisho.read.tree import load_yaml, parse_yaml


def test_every_yaml_scalar_stays_the_text_it_is():
    written = b"{country: NO, version: 1.10, time: 1:30, on: 2026-11-27, nothing: null, x: ~, y: }"
    assert load_yaml(written) == {
        "country": "NO",
        "version": "1.10",
        "time": "1:30",
        "on": "2026-11-27",
        "nothing": "null",
        "x": "~",
        "y": "",
    }


def test_every_json_value_stays_the_text_it_is_and_null_says_nothing():
    written = b'{"a": 1.10, "b": -2e3, "c": true, "d": null, "e": "\\u5c4a\\n", "f": [[], {}]}'
    assert parse_json(written).plain() == {
        "a": "1.10",
        "b": "-2e3",
        "c": "true",
        "d": "",
        "e": "届\n",
        "f": [[], {}],
    }


def test_a_value_knows_its_line_and_column():
    for root in (
        parse_yaml(b"a:\n  - b\n  - c\n", "f"),
        parse_json(b'{"a":\n ["b",\n  "c"]}', "f"),
    ):
        assert isinstance(root.value, dict)
        items = root.value["a"].value
        assert isinstance(items, list)
        assert items[1].place.line == 3
        assert root.value["a"].key_place is not None
        assert root.value["a"].key_place.line == 1
        assert items[1].place.file == "f"


def test_yaml_tags_name_no_python_object():
    assert load_yaml(b"a: !!python/object/apply:os.system [x]") == {"a": ["x"]}


def test_an_alias_stands_for_what_it_names():
    assert load_yaml(b"a: &x {b: [c]}\nd: *x\n") == {"a": {"b": ["c"]}, "d": {"b": ["c"]}}


YAML_WRONG = {
    "nothing": (b"", "error.empty", 0),
    "only a comment": (b"# filing\n", "error.empty", 0),
    "a loop": (b"a: &a [*a]", "error.alias_loop", 1),
    "a loop through a mapping": (b"&x {y: 1,\n z: *x}", "error.alias_loop", 2),
    "an unknown alias": (b"a: *b", "error.not_yaml", 1),
    "a doubled key": (b"a: 1\nb: 2\na: 3", "error.duplicate_key", 3),
    "a key that is a list": (b"{[a]: b}", "error.key_not_text", 1),
    "a second document": (b"a: 1\n---\nb: 2", "error.not_yaml", 2),
    "an open quote": (b'a: "b\nc: d', "error.not_yaml", 2),
    "a tab": (b"a:\n\t- b", "error.not_yaml", 2),
    "a control character": (b"a: 1\nb: \x07", "error.not_yaml", 2),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00", "error.binary", 3),
    "UTF-16": ("a: 1".encode("utf-16"), "error.utf16", 1),
    "Shift_JIS": ("a: 1\nb: 届出".encode("cp932"), "error.shift_jis", 2),
    "no encoding": (b"a: \xff\xfe\xfd", "error.not_utf8", 1),
}


@pytest.mark.parametrize("name", YAML_WRONG)
def test_yaml_that_cannot_be_read_is_refused_with_its_line(name: str):
    data, id, line = YAML_WRONG[name]
    with pytest.raises(InputError) as caught:
        parse_yaml(data, "f")
    assert (caught.value.message.id, caught.value.place.line) == (id, line)


JSON_WRONG = {
    "nothing": (b" \n", "error.empty", Place(file="f")),
    "a doubled key": (
        b'{"a": 1,\n "a": 2}',
        "error.duplicate_key",
        Place(file="f", line=2, column=2),
    ),
    "no colon": (b'{"a" 1}', "error.not_json_colon", Place(file="f", line=1, column=6)),
    "a comma too many": (b"[1,\n]", "error.not_json_value", Place(file="f", line=2, column=1)),
    "a comma too few": (b"[1 2]", "error.not_json_comma", Place(file="f", line=1, column=4)),
    "an open string": (b'["a', "error.not_json_string", Place(file="f", line=1, column=2)),
    "no number": (b"[NaN]", "error.not_json_value", Place(file="f", line=1, column=2)),
    "a key without quotes": (b"{a: 1}", "error.not_json_key", Place(file="f", line=1, column=2)),
    "something after it": (b"{} x", "error.not_json_end", Place(file="f", line=1, column=4)),
}


@pytest.mark.parametrize("name", JSON_WRONG)
def test_json_that_cannot_be_read_is_refused_with_its_place(name: str):
    data, id, place = JSON_WRONG[name]
    with pytest.raises(InputError) as caught:
        parse_json(data, "f")
    assert caught.value.message.id == id
    assert caught.value.place == place


DEEP = {
    "lists": b"[" * 10_000,
    "mappings": b"{a: " * 10_000,
    "dashes": b"- " * 200_000 + b"x",
    "indents": b"\n".join(b" " * depth + b"a:" for depth in range(1_000)),
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_yaml_is_refused_before_anything_recurses(name: str):
    with pytest.raises(TooLargeError) as caught:
        parse_yaml(DEEP[name], "f")
    assert caught.value.message.id == "error.too_deep"


@pytest.mark.parametrize("data", [b"[" * 10_000 + b"]" * 10_000, b'{"a":' * 10_000])
def test_deep_json_is_refused_before_anything_recurses(data: bytes):
    with pytest.raises(TooLargeError) as caught:
        parse_json(data, "f")
    assert caught.value.message.id == "error.too_deep"


def test_a_file_over_the_cap_is_refused_before_it_is_parsed():
    for parse in (parse_yaml, parse_json):
        with pytest.raises(TooLargeError) as caught:
            parse(b" " * 101, "f", Limits(bytes=100))
        assert caught.value.message.id == "error.too_many_bytes"


def test_an_alias_bomb_is_counted_before_it_is_expanded():
    lines = [b"a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [b"a%d: &a%d [%s]" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 9)]
    start = time.process_time()
    with pytest.raises(TooLargeError) as caught:
        parse_yaml(b"\n".join(lines), "f")
    assert caught.value.message.id == "error.too_many_values"
    assert time.process_time() - start < 5


def test_aliases_inside_aliases_count_their_depth():
    lines = [b"a0: &a0 [x]"]
    lines += [b"a%d: &a%d [*a%d]" % (n, n, n - 1) for n in range(1, 100)]
    with pytest.raises(TooLargeError) as caught:
        parse_yaml(b"\n".join(lines), "f")
    assert caught.value.message.id == "error.too_deep"
