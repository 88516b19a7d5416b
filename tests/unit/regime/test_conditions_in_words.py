"""Conditions as trees, in words, and the places of their parts."""

from __future__ import annotations

import pytest

from sekisho.model.errors import Place
from sekisho.read.tree import parse_yaml
from sekisho.regime.authoring.positions import place_within
from sekisho.regime.loader import find_pack, list_packs
from sekisho.regime.rules.evaluator import Conditions, compile_conditions
from sekisho.regime.rules.expression import names_in
from sekisho.report.catalogue import LANGUAGES
from sekisho.report.rules.condition import say_condition


def compiled(text: str) -> Conditions:
    return compile_conditions([(text, Place())])


@pytest.mark.parametrize("id", list_packs())
def test_every_condition_of_a_pack_is_known_as_a_tree_and_said_without_its_signs(id: str):
    pack = find_pack(id)
    for text in pack.conditions.texts:
        tree = pack.conditions.tree(text)
        assert tree is not None
        assert set(pack.conditions.named(text)) <= set(names_in(tree))
        for lang in LANGUAGES:
            said = say_condition(pack.conditions, text, lang, pack.designations)
            assert not any(sign in said for sign in ("&&", "||", "==", "[", "!"))


@pytest.mark.parametrize(
    ("condition", "en", "ja"),
    [
        ("", "always", "常に"),
        ("false", "never", "該当することはない"),
        (
            "!act.introduction && !(evidence.sbom || filing.given)",
            "not (a facility is introduced) and not (an SBOM is handed in or a filing is given)",
            None,
        ),
        (
            "supplier.control.votes.num * 5 >= supplier.control.votes.den * 2",
            "the operator's votes in the supplier are at least 40%",
            "供給者の議決権のうち事業者が有するものが40%以上である",
        ),
        (
            "!(components.count > 3)",
            "the number of components stated is at most 3",
            "記載された構成設備の数が3以下である",
        ),
        (
            "3 < components.count",
            "the number of components stated is more than 3",
            "記載された構成設備の数が3を超える",
        ),
        (
            "act.on <= grace.last_on",
            "the day of the act is on or before the last day of the period after designation",
            "行為の日が指定後の経過期間の末日以前である",
        ),
        (
            "act.on >= timestamp('2026-07-17T00:00:00Z')",
            "the day of the act is on or after Fri 17 Jul 2026",
            "行為の日が2026年7月17日（金）以後である",
        ),
        (
            "change.phase == 'in_service'",
            "when the change happens is “in service”",
            None,
        ),
        ("duties.needed.size() > 0", "there is at least one of the duties that are needed", None),
    ],
)
def test_a_condition_is_said_as_a_person_would(condition: str, en: str, ja: str | None):
    conditions = compiled(condition)
    assert say_condition(conditions, condition, "en") == en
    assert ja is None or say_condition(conditions, condition, "ja") == ja


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("when: a && bb", (1, 12)),
        ("when: 'a && bb'", (1, 13)),
        ('when: "a && bb"', (1, 13)),
        ("when: &name a && bb", (1, 18)),
        ("when: >-\n  a\n  && bb", (3, 6)),
        ("when: &ordinary >-\n  a &&\n  bb\nnext: x", (3, 3)),
    ],
)
def test_a_part_of_a_value_is_found_through_quotes_anchors_and_folds(
    text: str, found: tuple[int, int]
):
    tree = parse_yaml(text.encode())
    assert isinstance(tree.value, dict)
    node = tree.value["when"]
    place = place_within(text, node, str(node.value).index("bb"))
    assert (place.line, place.column) == found


def test_an_apostrophe_written_twice_counts_once():
    text = "when: 'a == ''x'' && bb'"
    tree = parse_yaml(text.encode())
    assert isinstance(tree.value, dict)
    node = tree.value["when"]
    assert place_within(text, node, str(node.value).index("bb")).column == text.index("bb") + 1
