"""The quick replay gives what the plain one gives, whatever row of a pack is changed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from msgspec.structs import replace

from sekisho.lab.past.record import PastCase, encode
from sekisho.lab.replay import reach as reach_module
from sekisho.lab.replay.fast import FastReplay, read_lean
from sekisho.lab.replay.flips import CaseFlip
from sekisho.lab.replay.lean import LeanFiling
from sekisho.lab.replay.naive import replay
from sekisho.lab.replay.reach import find_reach
from sekisho.lab.replay.remembered import join
from sekisho.lab.replay.sides import Side, SideSpec
from sekisho.model.canonical import sha256_of
from sekisho.model.case import Case
from sekisho.model.errors import Place
from sekisho.model.filing import Filing
from sekisho.model.values.amount import Amount
from sekisho.read.case import open_filing
from sekisho.regime.authoring.compare import tables_of
from sekisho.regime.facts import project
from sekisho.regime.loader import find_pack, load_regime
from sekisho.regime.rules.evaluator import compile_conditions
from sekisho.regime.rules.vocabulary import FACTS
from sekisho.regime.tables.whole import Pack
from tests.samples.past_cases import small_year

EXAMPLES = Path(__file__).parents[3] / "examples"
PACK = find_pack("jp-espa")
ROUNDS = 36
CONDITIONS = ("when", "about", "claimed")

ON = small_year().cases[-1].on
REGIME = load_regime("jp-espa", ON)

Row = msgspec.Struct
Rows = tuple[Row, ...]


def side(pack: Pack) -> Side:
    return Side(SideSpec(id=pack.head.id), None, pack)


def both(draft: Pack, cases: tuple[PastCase, ...]) -> tuple[list[CaseFlip], list[CaseFlip]]:
    operators = small_year().operators
    plain = list(replay(cases, operators, side(PACK), side(draft)))
    quick = list(FastReplay(side(PACK), side(draft), operators).replay(cases))
    return plain, quick


def tables() -> Iterator[tuple[str, str]]:
    """Every table of the pack that holds rows, as attribute and part."""
    for attribute in (*PACK.__struct_fields__,):
        held = getattr(PACK, attribute, None)
        if isinstance(held, tuple) and held and isinstance(held[0], msgspec.Struct):
            yield attribute, ""
        elif isinstance(held, msgspec.Struct):
            for field in held.__struct_fields__:
                inner = getattr(held, field)
                if isinstance(inner, tuple) and inner and isinstance(inner[0], msgspec.Struct):
                    yield attribute, field


DECISIVE = [
    *[("duties", "duties"), ("duties", "exemptions"), ("changes", "classes")] * 2,
    *[("designations", "tests"), ("designations", "criteria"), ("contents", "fields")] * 2,
    *[("contents", "conditions"), ("clocks", "periods"), ("forms", ""), ("facilities", "")],
    *[("sectors", ""), ("routes", "routes"), ("procedure", "transitions")],
    *[("procedure", "outcomes"), ("authorities", "")],
]
"""Tables whose rows decide something, the weightier ones more often."""


def with_rows(attribute: str, part: str, change: Callable[[Rows], Rows]) -> Pack:
    held: Any = getattr(PACK, attribute)
    rows = change(getattr(held, part) if part else held)
    new = msgspec.structs.replace(held, **{part: rows}) if part else rows
    texts = [
        (text, Place())
        for row in rows
        for name in CONDITIONS
        if (text := getattr(row, name, "")) and isinstance(text, str)
    ]
    own = [word for word in PACK.conditions.words if word not in FACTS]
    conditions = join(PACK.conditions, compile_conditions(texts, own))
    digest = sha256_of({"rows": [str(row) for row in rows]})
    return replace(PACK, sha256=digest, conditions=conditions, **{attribute: new})


def changed(row: Row, lots: random.Random) -> Row:
    """The row with one of its values turned into another of the same kind."""
    choices: list[tuple[str, Any]] = []
    for name in row.__struct_fields__:
        value = getattr(row, name)
        if name in CONDITIONS and value:
            choices.append((name, f"!({value})"))
        elif isinstance(value, bool):
            choices.append((name, not value))
        elif isinstance(value, Amount):
            choices.append((name, Amount(value * lots.choice((2, 3)) / 4)))
        elif isinstance(value, int):
            choices.append((name, value + 1))
        elif name == "becomes":
            choices.append((name, lots.choice(("important", "report", "component", "minor"))))
        elif name in {"number", "authority"}:
            choices.append((name, f"{value}x" if name == "number" else "mlit"))
    if not choices:
        return row
    name, value = lots.choice(choices)
    return msgspec.structs.replace(row, **{name: value})


def turned(seed: int) -> Pack:
    """The pack with rows of one table changed, left out or moved by lot: one, or many of them."""
    lots = random.Random(seed)  # noqa: S311  # lots, no secrets
    attribute, part = lots.choice(DECISIVE)

    def change(rows: Rows) -> Rows:
        if seed % 2:
            return tuple(changed(row, lots) if lots.random() < 0.5 else row for row in rows)
        at = lots.randrange(len(rows))
        way = lots.choice(("change", "change", "change", "remove", "move"))
        rest = rows[:at] + rows[at + 1 :]
        if way == "change":
            return (*rows[:at], changed(rows[at], lots), *rows[at + 1 :])
        if way == "move" and attribute != "routes":
            to = lots.randrange(len(rows))
            return (*rest[:to], rows[at], *rest[to:])
        # The last route of a pack must stay, so that every case has one.
        return rest if rest and (attribute != "routes" or at < len(rest)) else rows

    return with_rows(attribute, part, change)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_whatever_row_is_changed_the_quick_replay_gives_what_the_plain_one_gives(seed: int):
    plain, quick = both(turned(seed), small_year().cases)
    assert quick == plain


@pytest.mark.parametrize(("attribute", "part"), sorted(tables()))
def test_a_table_without_a_row_is_replayed_alike(attribute: str, part: str):
    # The last route stays, so that every case has one.
    draft = with_rows(attribute, part, lambda rows: rows[1:] or rows)
    plain, quick = both(draft, small_year().cases[::2])
    assert quick == plain


def test_the_changes_that_are_tried_do_flip_cases():
    year = small_year()
    flips = [
        list(FastReplay(side(PACK), side(turned(seed)), year.operators).replay(year.cases))
        for seed in range(ROUNDS)
    ]
    assert sum(bool(found) for found in flips) > ROUNDS // 3
    assert len({flip.kind for found in flips for flip in found}) >= 4


def test_the_same_law_flips_nothing():
    assert both(PACK, small_year().cases) == ([], [])


def test_a_lean_case_gives_the_facts_of_the_whole_one():
    folders = sorted(path for path in EXAMPLES.iterdir() if (path / "filing.yaml").is_file())
    real = [open_filing(folder) for folder in folders]
    cases = [
        PastCase(id=str(at), on=ON, filing=case.filing, cleared=case.cleared, events=case.events)
        for at, case in enumerate(real)
    ]
    for past in (*cases, *small_year().cases):
        lean = read_lean(encode(past))
        seen = project(cast("Case", lean), REGIME, ON)
        assert seen == project(past.case, REGIME, ON)


def test_a_lean_filing_has_every_field_a_filing_has():
    assert set(LeanFiling.__struct_fields__) == set(Filing.__struct_fields__)


def test_a_table_nobody_declared_may_reach_anything():
    reach = find_reach(REGIME, replace(REGIME, measures=()))
    assert reach.nothing
    declared = reach_module._DECLARED, reach_module._READ_BY_NOTHING
    tables_held = {name for name, _ in tables_of(REGIME)}
    assert tables_held <= declared[0] | declared[1]
