"""What is drawn of a case: nothing that no table says, and nothing of a hostile name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from pydantic import ValidationError

from sekisho.model.filing import Entrustment, Filing, Reentrustment
from sekisho.model.party import Officer, Party, VoteHolder
from sekisho.model.values.ratio import Ratio
from sekisho.portal.cases.picture.parties import parties, tree
from sekisho.portal.cases.picture.party_drawing import draw_parties
from sekisho.portal.settings.environment import Environment
from sekisho.read.filing import read_filing
from sekisho.regime.loader import load_regime
from tests.samples.people import EXAMPLE

HOSTILE = "<script>alert(1)</script>\u202e" + "架空" * 60


def example() -> Filing:
    path = EXAMPLE / "filing.yaml"
    return read_filing(path.read_bytes(), path.name)


def test_the_table_holds_every_party_and_vote_holder_of_the_drawing():
    shown = parties(example(), "ja")
    assert [party.id for party in shown] == [
        "kasumi-grid",
        "aoba-micro",
        "tanuki-soft",
        "hoshikuzu",
    ]
    root = tree(example(), "ja")
    assert root is not None
    drawn = draw_parties(root, "ja")
    for party in shown:
        assert party.name in drawn
    assert {holder.votes for holder in shown[1].holders} == {"40%", "8.5%"}


def test_no_officer_is_named_in_table_or_drawing():
    root = tree(example(), "ja")
    assert root is not None
    told = f"{parties(example(), 'ja')} {draw_parties(root, 'ja')}"
    assert "北野 さくら" not in told
    assert "1974" not in told


def test_a_hostile_name_is_cut_and_escaped():
    holder = VoteHolder(name=HOSTILE, country="JP", votes=Ratio.parse("100%"))
    chain = tuple(
        Reentrustment(id=f"r{n}", entrusted_by=f"r{n - 1}" if n else "", contractor=f"p{n}")
        for n in range(12)
    )
    filing = replace(
        Filing(),
        operator=replace(Filing().operator, party="o"),
        entrustment=Entrustment(contractor="c"),
        reentrustments=(*chain, Reentrustment(id="loop", entrusted_by="loop", contractor="o")),
        parties=tuple(
            Party(id=id, name=HOSTILE, vote_holders=(holder,) * 9, officers=(Officer(name="x"),))
            for id in ("o", "c", *(f"p{n}" for n in range(12)))
        ),
    )
    root = tree(filing, "en")
    assert root is not None
    drawn = draw_parties(root, "en")
    assert "<script" not in drawn
    assert "\u202e" not in drawn
    assert drawn.count("<rect") == 14


def test_a_filing_of_nobody_has_no_tree():
    assert tree(Filing(), "ja") is None
    assert parties(Filing(), "ja") == ()


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 12, 1), 5, date(2026, 12, 8)),
        (date(2026, 12, 25), 1, date(2026, 12, 28)),
        (date(2026, 12, 28), 1, date(2027, 1, 4)),
        (date(2026, 5, 1), 1, date(2026, 5, 7)),
        (date(2028, 12, 28), 1, None),
    ],
)
def test_the_nth_working_day_after_a_day(day: date, n: int, expected: date | None):
    calendar = load_regime("jp-espa", day).calendar
    assert calendar.open_after(day, n) == expected
    if expected:
        assert expected - day >= timedelta(days=n)


@pytest.mark.parametrize("mode", ["server", "local"])
def test_the_clock_is_moved_in_a_demonstration_only(mode: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SEKISHO_NOW", "/nowhere")
    monkeypatch.setenv("SEKISHO_MODE", mode)
    with pytest.raises(ValidationError, match="SEKISHO_NOW moves the clock"):
        Environment()
    monkeypatch.setenv("SEKISHO_MODE", "demo")
    assert Environment().now is not None
