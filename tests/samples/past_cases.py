"""Past cases for tests of the lab: a small synthetic year in which everything happens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sekisho.lab.past.record import OperatorRow, PastCase
from sekisho.lab.population.cases import make_cases
from sekisho.lab.population.operators import make_operators
from sekisho.lab.population.suppliers import make_suppliers
from sekisho.regime.loader import find_pack

YEAR, SEED = 2025, 7


@dataclass(frozen=True)
class SmallYear:
    """Some operators, and cases of every kind among them."""

    operators: dict[str, OperatorRow]
    cases: tuple[PastCase, ...]


@cache
def small_year(count: int = 160) -> SmallYear:
    """Picks of a year the cases that are rare, and a few of the many that are alike."""
    pack = find_pack("jp-espa")
    made = make_operators(pack, YEAR, SEED, "high", 80)
    suppliers = make_suppliers(YEAR, SEED, "high")
    cases = make_cases(pack, made, suppliers, year=YEAR, seed=SEED, level="high", count=6000)
    kinds: dict[tuple[object, ...], list[PastCase]] = {}
    for case in cases:
        kinds.setdefault(_kind(case), []).append(case)
    picked = [case for alike in kinds.values() for case in alike[:12]][:count]
    rows = {person.row.id: person.row for person in made}
    return SmallYear(rows, tuple(sorted(picked, key=lambda case: case.id)))


def _kind(case: PastCase) -> tuple[object, ...]:
    filing = case.filing
    assert filing is not None
    change = filing.change
    return (
        filing.act,
        filing.emergency is not None,
        len(case.events),
        change is not None
        and (
            change.phase,
            change.function_changed,
            change.facility_replaced,
            bool(change.confirmed_by),
            change.entrustment_cleared,
            bool(change.fields),
        ),
    )
