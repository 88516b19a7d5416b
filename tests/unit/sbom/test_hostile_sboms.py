from __future__ import annotations

import gc
import json
from contextlib import suppress

import pytest

from sekisho.model.errors import InputError, TooLargeError
from sekisho.read.limits import Limits
from sekisho.read.sbom import read_sbom

HEAD = b'{"bomFormat":"CycloneDX","specVersion":"1.6",'


def refusal(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_sbom(data, "bom.json")
    assert caught.value.place.file == "bom.json"
    assert caught.value.hint is not None
    return caught.value.message.id


@pytest.mark.parametrize(
    ("data", "id"),
    [
        (b"", "error.empty"),
        (b" \n", "error.empty"),
        (b"PK\x03\x04", "error.sbom_unknown"),
        (HEAD + b'"components":[', "error.not_json_value"),
        (HEAD + b'"components":[NaN]}', "error.not_json_value"),
        (HEAD + b'"components":[{"name":"a" "b"}]}', "error.not_json_comma"),
        (HEAD + b"}", "error.not_json_key"),
        (HEAD + b'"name":"a}', "error.not_json_string"),
        (HEAD + b'"name":"a"}}', "error.not_json_end"),
        (b"[]", "error.sbom_unknown"),
        (b'{"name": "a package.json"}', "error.sbom_unknown"),
        (b'{"bomFormat": "CycloneDX"}', "error.sbom_version"),
        (b'{"bomFormat": "CycloneDX", "specVersion": "2.0"}', "error.sbom_version"),
        (b'{"spdxVersion": "SPDX-2.1"}', "error.sbom_version"),
        (b'{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}', "error.sbom_unknown"),
        (b'{"@context": "https://example.org/x.jsonld", "@graph": []}', "error.sbom_unknown"),
        (b'<?xml version="1.0"?><bom/>', "error.xml_unknown"),
        (b"<html></html>", "error.xml_unknown"),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components>', "error.not_xml"),
        (b'<!DOCTYPE bom SYSTEM "http://example.org/x.dtd"><bom/>', "error.xml_document_type"),
        (b'<!DOCTYPE bom [<!ENTITY a "aaaa">]><bom>&a;</bom>', "error.xml_document_type"),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/9.9"/>', "error.sbom_version"),
        (b"SPDXVersion: SPDX-2.1\n", "error.sbom_version"),
        (b"SPDXVersion: SPDX-2.3\nPackageName\n", "error.tag_value_line"),
        (b"SPDXVersion: SPDX-2.3\nDocumentComment: <text>no end\n", "error.tag_value_text"),
        (b"spdxVersion: SPDX-2.0\nname: x\n", "error.sbom_version"),
        (b"\x1f\x8bno gzip", "packed.unreadable"),
        (b"\x28\xb5\x2f\xfdno zstd", "packed.unreadable"),
        ("{'シ'}".encode("shift_jis"), "error.shift_jis"),
        (HEAD + b'"name":"\xff"}', "error.not_utf8"),
    ],
)
def test_what_is_no_sbom_is_refused_with_its_reason_and_a_remedy(data: bytes, id: str):
    assert refusal(data) == id


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b'"specVersion":"1.5"}',
        HEAD + b'"components":[{"name":"a","version":"1","version":"2"}]}',
        HEAD + b'"components":[{"name":"a","n\\u0061me":"b"}]}',
        HEAD + b'"components":[{"name":"a","x":{"y":1,"y":2}}]}',
        HEAD + b'"components":[{"name":"\\u0022:","name":"b"}]}',
        HEAD + b'"metadata":{"component":{"name":"a","name":"b"}}}',
        HEAD + b'"unknown":{"a":[{"b":1,"b":1}]}}',
    ],
)
def test_a_key_written_twice_is_refused_wherever_it_stands(data: bytes):
    assert refusal(data) == "error.duplicate_key"


def test_text_that_looks_like_a_key_is_not_taken_for_one():
    tricky = rb'"components":[{"name":"\":\"","version":"\\","group":":","x":["\":"]}]}'

    inventory, _ = read_sbom(HEAD + tricky, "bom.json")

    assert (inventory.packages[0].name, inventory.packages[0].version) == ('":"', "\\")


def test_ten_thousand_levels_are_refused_before_anything_is_built():
    deep = HEAD + b'"components":' + b'[{"components":' * 10_000 + b"[]" + b"}]" * 10_000 + b"}"

    assert refusal(deep) == "error.too_deep"


def test_open_brackets_without_end_are_refused():
    assert refusal(b"[" * 100_000) == "error.too_deep"


def test_brackets_within_text_are_no_depth():
    text = HEAD + b'"components":[{"name":"' + b"[{" * 5000 + b'\\"[{"}]}'

    assert len(read_sbom(text, "bom.json")[0].packages) == 1


def test_a_document_over_the_cap_on_bytes_is_refused_unread():
    with pytest.raises(TooLargeError):
        read_sbom(b" " * 2000, "bom.json", Limits(bytes=1000))


def test_a_document_over_the_cap_on_values_is_refused():
    many = HEAD + b'"components":[' + b",".join([b'{"name":"a"}'] * 200) + b"]}"

    with pytest.raises(TooLargeError):
        read_sbom(many, "bom.json", Limits(nodes=100))


@pytest.mark.parametrize("data", [HEAD + b'"components":[]}', b"{"])
def test_the_collector_runs_again_whatever_happens(data: bytes):
    with suppress(InputError):
        read_sbom(data, "bom.json")

    assert gc.isenabled()


def test_a_byte_order_mark_is_no_fault():
    assert read_sbom(b"\xef\xbb\xbf" + HEAD + b'"components":[]}', "bom.json")[1] == ()


def test_a_document_that_says_it_is_both_formats_is_refused():
    assert refusal(HEAD + b'"components":[],"spdxVersion":"SPDX-2.3"}') == "error.sbom_both"


@pytest.mark.parametrize("margin", ["\x1b[31m", "\x00", "\x07", "\u202e"])
def test_a_name_between_control_characters_is_read_as_it_stands(margin: str):
    component = {"type": "library", "name": f"{margin}core{margin}", "version": f" {margin} "}

    data = HEAD + b'"components":[' + json.dumps(component).encode() + b"]}"
    (package,) = read_sbom(data, "bom.json")[0].packages

    assert (package.name, package.version) == (f"{margin}core{margin}", margin)
