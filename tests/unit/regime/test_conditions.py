"""Conditions answer yes, no or unknown; an error is never an answer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cel_expr_python import cel

from sekisho.model.errors import PackError, Place
from sekisho.regime.rules.evaluator import (
    DEEPEST,
    LONGEST,
    MOST,
    Conditions,
    compile_conditions,
    named,
)
from sekisho.regime.rules.vocabulary import Facts

HERE = Place(file="duties.yaml", line=7)


def compiled(*texts: str) -> Conditions:
    return compile_conditions((text, HERE) for text in texts)


def test_the_library_takes_an_error_for_something_true():
    """The reason for the evaluator: what failed has a value, and Python takes it for true."""
    env = cel.NewEnv(variables={"change.stated": cel.Type.BOOL})
    result = env.compile("change.stated").eval(data={})
    assert result.type() == cel.Type.ERROR
    assert bool(result.value())


@pytest.mark.parametrize(
    ("condition", "facts", "answer", "missing"),
    [
        ("change.stated", {"change.stated": True}, "yes", ()),
        ("change.stated", {"change.stated": False}, "no", ()),
        ("change.stated", {}, "unknown", ("change.stated",)),
        ("!change.stated", {}, "unknown", ("change.stated",)),
        ("change.stated && act.introduction", {"act.introduction": False}, "no", ()),
        ("change.stated || act.introduction", {"act.introduction": True}, "yes", ()),
        ("change.stated || act.introduction", {"act.introduction": False}, "unknown", ("change.stated",)),
        ("(change.stated == true) == false", {}, "unknown", ("change.stated",)),
        ("change.stated", {"change.stated": "yes"}, "unknown", ()),
        ("components.count / 0 == 1", {"components.count": 3}, "unknown", ()),
        ("components.count > 9223372036854775807 - 1", {"components.count": 3}, "no", ()),
        ("'plan' in duties.filings", {"duties.filings": ["plan"]}, "yes", ()),
        ("duties.filings.size() > 0", {}, "unknown", ("duties.filings",)),
        ("", {}, "yes", ()),
    ],
)  # fmt: skip
def test_a_condition_has_three_answers(
    condition: str, facts: Facts, answer: str, missing: tuple[str, ...]
):
    verdict = compiled(condition).ask(condition, facts)
    assert (verdict.answer, verdict.missing) == (answer, missing)


def test_days_are_compared_as_moments():
    condition = "act.on <= grace.last_on"
    day = datetime(2027, 1, 31, tzinfo=UTC)
    facts: Facts = {"act.on": day, "grace.last_on": day}
    assert compiled(condition).ask(condition, facts).holds


def test_a_fact_in_quotation_marks_is_no_fact():
    assert named("filing.kind == 'change.stated' && act.introduction") == (
        "filing.kind",
        "act.introduction",
    )


@pytest.mark.parametrize(
    ("condition", "id"),
    [
        ("change.reason == 'x'", "pack.unknown_fact"),
        ("change.stated > 3", "pack.wrong_types"),
        ("change.stated &&", "pack.condition_ends"),
        ("change.phase", "pack.condition_not_bool"),
        ("open('/etc/passwd')", "pack.unknown_function"),
        ("(" * (DEEPEST + 1) + "true" + ")" * (DEEPEST + 1), "pack.condition_too_long"),
        ("true || " * LONGEST + "true", "pack.condition_too_long"),
    ],
)
def test_a_condition_that_cannot_be_used_stops_the_pack(condition: str, id: str):
    with pytest.raises(PackError) as raised:
        compiled(condition)
    assert raised.value.message.id == id
    assert raised.value.place == HERE


def test_a_pack_may_not_drown_the_reader_in_conditions():
    with pytest.raises(PackError) as raised:
        compiled(*(f"components.count > {number}" for number in range(MOST + 1)))
    assert raised.value.message.id == "pack.too_many_conditions"
