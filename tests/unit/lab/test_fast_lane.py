"""What the authority's own criteria for shortening would have saved in past cases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from msgspec.structs import replace as with_fields

from sekisho.lab.past.record import PastCase
from sekisho.lab.replay.fast import FastReplay
from sekisho.lab.replay.flips import CaseFlip
from sekisho.lab.replay.naive import replay
from sekisho.lab.replay.sides import Side, SideSpec
from sekisho.model.filing import Filing
from sekisho.regime.fast_lane.precedents import precedent_of
from sekisho.regime.loader import find_pack
from sekisho.regime.tables.whole import Pack
from tests.samples.past_cases import small_year

PACK = find_pack("jp-espa")
OPEN = replace(PACK, sha256="0" * 64, fast_lane=with_fields(PACK.fast_lane, enabled=True))


def side(pack: Pack) -> Side:
    return Side(SideSpec(id=pack.head.id), None, pack)


def plan_in_vetting() -> PastCase:
    return next(
        past
        for past in small_year(1000).cases
        if past.filing
        and past.filing.kind == "plan"
        and past.filing.act == "introduction"
        and {event.kind for event in past.events} >= {"submitted", "accepted"}
        and "extended" not in {event.kind for event in past.events}
        and not past.filing.party(past.filing.facility.supplier).controlled_by_operator  # type: ignore[union-attr]
    )


def cleared_before(past: PastCase, **changes: object) -> PastCase:
    assert past.filing is not None
    before: Filing = with_fields(past.filing, **changes)
    precedent = precedent_of(before, past.on - timedelta(days=90))
    return with_fields(past, precedents=(precedent,), clean=True)


def flips(past: PastCase, base: Pack, draft: Pack) -> list[CaseFlip]:
    operators = small_year(1000).operators
    plain = list(replay([past], operators, side(base), side(draft)))
    quick = list(FastReplay(side(base), side(draft), operators).replay([past]))
    assert plain == quick
    return plain


def test_the_same_plan_cleared_before_saves_all_but_the_first_day():
    (flip,) = flips(cleared_before(plan_in_vetting()), PACK, OPEN)
    assert (flip.kind, flip.saved, flip.days) == ("shortened", 29, 0)
    assert flip.rule is not None
    assert flip.rule.table == "fast_lane"


def test_with_the_criteria_off_again_the_days_are_lost():
    (flip,) = flips(cleared_before(plan_in_vetting()), OPEN, PACK)
    assert flip.saved == -29


@pytest.mark.parametrize("clean", [None, False])
def test_what_the_vetting_found_must_be_known_to_be_nothing(*, clean: bool | None):
    past = with_fields(cleared_before(plan_in_vetting()), clean=clean)
    assert flips(past, PACK, OPEN) == []


def test_another_version_is_no_precedent():
    past = plan_in_vetting()
    assert past.filing is not None
    older = tuple(with_fields(part, version="0.9") for part in past.filing.components)
    assert flips(cleared_before(past, components=older), PACK, OPEN) == []


def test_without_a_precedent_nothing_is_shortened():
    assert flips(with_fields(plan_in_vetting(), clean=True), PACK, OPEN) == []


def test_where_the_act_itself_is_no_longer_lawful_nothing_is_saved():
    acts = tuple(
        with_fields(act, after=("draft",)) if act.id == "shorten" else act
        for act in PACK.procedure.acts
    )
    shut = replace(OPEN, sha256="1" * 64, procedure=with_fields(PACK.procedure, acts=acts))
    (flip,) = flips(cleared_before(plan_in_vetting()), OPEN, shut)
    assert flip.saved == -29
