"""A small library of fictional lists, and a look at a case, for the tests of the checks."""

from datetime import date

import pytest

from sekisho.check.look import Look
from sekisho.library.contents import Contents
from sekisho.library.feeds import Feed
from sekisho.library.reading import Reading
from sekisho.library.snapshot import Library, library_in_memory
from sekisho.model.case import Case
from sekisho.model.reference import CoveredEquipment, ListedParty, Rebadge
from sekisho.regime.loader import load_regime

TODAY = date(2026, 12, 1)

PARTIES = (
    ListedParty(
        feed="watch",
        id="W-1",
        name="Quilmere Data Service LLC",
        weak_names=("Lampenfeld",),
        kind="organisation",
        country="HM",
        identifiers=(("lei", "529900T8BM49AURSDO55"),),
        listed_on=date(2026, 2, 16),
        reason="passed access on",
    ),
    ListedParty(feed="watch", id="W-2", name="Orsino Vantreck", kind="person", country="HM"),
    ListedParty(
        feed="watch",
        id="W-3",
        name="Shirase Cable Company",
        kind="organisation",
        country="AQ",
        ended_on=date(2025, 1, 10),
    ),
)
EQUIPMENT = (
    CoveredEquipment(
        feed="covered",
        id="C-1",
        maker="Virelume Optics Co., Ltd.",
        maker_names=("ヴィレルーム・オプティクス",),
        classes=("camera", "recorder"),
        models=("VL-*",),
        rebadges=(Rebadge(brand="MINAMO EYE", models=("ME-4*",)),),
        effective_on=date(2025, 6, 2),
    ),
    CoveredEquipment(
        feed="covered", id="C-2", made_in="~JP", classes=("drone",), effective_on=date(2025, 12, 22)
    ),
    CoveredEquipment(
        feed="covered", id="C-3", maker="Ostrane Modules", effective_on=date(2027, 3, 1)
    ),
)


def library(*, complete: bool = True, published_on: date = date(2026, 11, 20)) -> Library:
    covers = ("*",) if complete else ()
    feeds = (
        (Feed(id="watch", kind="parties", title="Watch", publisher="P"), PARTIES),
        (Feed(id="covered", kind="equipment", title="Covered", publisher="P"), EQUIPMENT),
    )
    readings = [Reading(_described(feed, covers, published_on), records) for feed, records in feeds]
    return library_in_memory(Contents(readings=readings, made_on=published_on, fictional=True))


def look_at(case: Case, shelf: Library | None = None, on: date = TODAY) -> Look:
    regime = load_regime("baseline", on)
    return Look(case=case, regime=regime, library=shelf or library(), on=on)


def _described(feed: Feed, covers: tuple[str, ...], published_on: date) -> Feed:
    return Feed(
        id=feed.id,
        kind=feed.kind,
        title=feed.title,
        publisher=feed.publisher,
        covers=covers,
        published_on=published_on,
        stale_after_days=30,
    )


@pytest.fixture(name="look_at")
def give_look_at():
    """Gives the function that lets a check look at a case on a day."""
    return look_at


@pytest.fixture(name="library")
def give_library():
    """Gives the function that builds the small library, complete and fresh unless told else."""
    return library
