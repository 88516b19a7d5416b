from __future__ import annotations

import json

import pytest

from sekisho.match.licences import judge_licence
from sekisho.read.sbom import read_sbom


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("MIT", "valid"),
        ("mit", "valid"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "valid"),
        ("(MIT OR Apache-2.0) AND (BSD-3-Clause)", "valid"),
        ("GPL-2.0+", "valid"),
        ("LicenseRef-own", "valid"),
        ("DocumentRef-other:LicenseRef-own", "valid"),
        ("BSD", "unknown_id"),
        ("MIT OR Expat", "unknown_id"),
        ("", "not_an_expression"),
        ("Public Domain", "not_an_expression"),
        ("MIT AND", "not_an_expression"),
        ("AND MIT", "not_an_expression"),
        ("(MIT", "not_an_expression"),
        ("MIT)", "not_an_expression"),
        ("MIT ()", "not_an_expression"),
        ("MIT, BSD-3-Clause", "not_an_expression"),
        ("MIT\u3000OR\u3000日本", "not_an_expression"),
    ],
)
def test_a_licence_is_a_valid_expression_or_told_apart(text: str, verdict: str):
    assert judge_licence(text) == verdict


def test_ten_thousand_operators_are_read_in_one_pass_and_without_depth():
    assert judge_licence(" OR ".join(["MIT"] * 10_001)) == "valid"
    assert judge_licence("(" * 100_000 + "MIT" + ")" * 100_000) == "valid"


def test_an_expression_beyond_measure_is_left_out_with_its_place():
    expression = " OR ".join(["MIT"] * 10_001)
    component = {"type": "library", "name": "a", "licenses": [{"expression": expression}]}
    plain = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [component]}

    inventory, defects = read_sbom(json.dumps(plain).encode(), "bom.json")

    assert inventory.packages[0].licences == ()
    (defect,) = [each for each in defects if each.message.id == "sbom.long_licence"]
    assert defect.place.pointer == "/components/0"
    assert defect.message.params["n"] == 10_000
