"""Makes a synthetic year: one folder of past cases for each set of assumptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from sekisho.lab.past.folder import write_folder
from sekisho.lab.past.record import Manifest, PastCase
from sekisho.lab.population.assumed import LEVELS, Level, assumptions
from sekisho.lab.population.cases import count_cases, make_cases
from sekisho.lab.population.operators import make_operators
from sekisho.lab.population.suppliers import make_suppliers
from sekisho.model.errors import Place, UsageError
from sekisho.model.values.message import message
from sekisho.regime.tables.whole import Pack

Progress = Callable[[int], None]


def make_year(  # noqa: PLR0913  # what a year is made by
    pack: Pack,
    folder: Path,
    *,
    year: int,
    seed: int,
    operators: int | None = None,
    cases: int | None = None,
    levels: tuple[Level, ...] = LEVELS,
    progress: Progress | None = None,
) -> tuple[Manifest, ...]:
    """Makes a year in a new folder, one folder in it for each level of the assumptions.

    The same pack, year, seed and counts give the same bytes on any machine. Raises `UsageError`
    where the pack says nothing of who is designated, or the folder cannot be written.
    """
    if not pack.designations.criteria:
        raise UsageError(
            message("lab.no_criteria", regime=pack.head.id),
            place=Place(file="--regime"),
            hint=message("lab.no_criteria.remedy"),
        )
    made = []
    for level in levels:
        target = folder / level if len(levels) > 1 else folder
        made.append(
            _make(
                pack,
                target,
                year=year,
                seed=seed,
                level=level,
                operators=operators,
                cases=cases,
                progress=progress,
            )
        )
    return tuple(made)


def _make(  # noqa: PLR0913
    pack: Pack,
    folder: Path,
    *,
    year: int,
    seed: int,
    level: Level,
    operators: int | None,
    cases: int | None,
    progress: Progress | None,
) -> Manifest:
    count = operators or assumptions().number("operators.designated", level)
    people = make_operators(pack, year, seed, level, count)
    suppliers = make_suppliers(year, seed, level)
    total = cases or count_cases(people, level)
    made = make_cases(pack, people, suppliers, year=year, seed=seed, level=level, count=total)
    manifest = Manifest(
        title=f"synthetic {year}, seed {seed}, {level}",
        synthetic=True,
        as_of=date(year, 12, 31),
        count=0,
        operators=0,
        operators_sha256="",
        chunks=(),
        scenario=level,
        seed=seed,
        year=year,
        regime=pack.head.id,
        regime_sha256=pack.sha256,
        assumptions=assumptions().used(level),
    )
    rows = (person.row for person in people)
    return write_folder(folder, manifest, rows, _told(made, progress))


def _told(cases: Iterable[PastCase], progress: Progress | None) -> Iterator[PastCase]:
    for number, case in enumerate(cases, 1):
        if progress and not number % 1000:
            progress(1000)
        yield case
