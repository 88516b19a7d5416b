"""Runs the cases of a pack against every mutation of it, and says which ones no case noticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from sekisho.model.errors import PackError, SekishoError
from sekisho.model.values.message import message
from sekisho.regime.authoring.cases import PackCase, read_cases, run_on
from sekisho.regime.authoring.mutations.explained import Explained, read_explained
from sekisho.regime.authoring.mutations.points import KINDS, Kind, Mutation, list_mutations
from sekisho.regime.authoring.sources import Source, read_source
from sekisho.regime.tables.whole import Pack

Fate = Literal["noticed", "survived", "refused"]
Progress = Callable[[int, int], None]

_FEW = 40
"""Mutations up to which a second process costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Run:
    """How every mutation of a pack ended, in the order of its files.

    `refused` are those that make no pack at all: nobody could use them, and they do not count.
    `explained` are survivors for which the pack gives a reason; `stale` are reasons for
    mutations that do not survive, or do not exist.
    """

    scenarios: int
    fates: tuple[tuple[Mutation, Fate], ...]
    explained: tuple[tuple[Mutation, str], ...]
    stale: tuple[Explained, ...]

    @property
    def survivors(self) -> tuple[Mutation, ...]:
        """Gives the mutations no case noticed and nobody explained."""
        known = {mutation for mutation, _ in self.explained}
        return tuple(m for m, fate in self.fates if fate == "survived" and m not in known)

    def count(self, fate: Fate, kind: Kind | None = None) -> int:
        """Counts the mutations of a fate, of one kind or of all."""
        return sum(f == fate and kind in {None, m.kind} for m, f in self.fates)

    def kinds(self) -> Iterator[tuple[Kind, int, int]]:
        """Gives each kind with how many were noticed, and of how many that count."""
        for kind in KINDS:
            noticed = self.count("noticed", kind)
            if total := noticed + self.count("survived", kind):
                yield kind, noticed, total


def run_mutations(folder: Path, processes: int = 1, progress: Progress | None = None) -> Run:
    """Changes a pack in every way its files allow, one at a time, and runs its cases each time.

    A mutation counts as noticed when one scenario differs or can no longer be run. Raises
    `PackError` for a wrong pack or case, and where a case differs before anything is changed.
    """
    source, cases = read_source(folder), read_cases(folder)
    count = _count_as_expected(source.pack(), cases)
    mutations = list_mutations(source)
    fates: list[Fate] = []
    if processes > 1 and len(mutations) > _FEW:
        context = get_context("spawn")
        with context.Pool(processes, _begin, (folder,)) as pool:
            for fate in pool.imap(_fate_here, mutations, chunksize=8):
                fates.append(fate)
                _tell(progress, len(fates), len(mutations))
    else:
        judge = _Judge(source, cases)
        for mutation in mutations:
            fates.append(judge.fate(mutation))
            _tell(progress, len(fates), len(mutations))
    return _run(tuple(zip(mutations, fates, strict=True)), count, read_explained(folder))


def _run(
    fates: tuple[tuple[Mutation, Fate], ...], count: int, reasons: tuple[Explained, ...]
) -> Run:
    by_name = {(row.place, row.mutation): row for row in reasons}
    survived = [mutation for mutation, fate in fates if fate == "survived"]
    explained = tuple(
        (mutation, row.reason)
        for mutation in survived
        if (row := by_name.get((mutation.place, mutation.says)))
    )
    used = {(mutation.place, mutation.says) for mutation, _ in explained}
    stale = tuple(row for row in reasons if (row.place, row.mutation) not in used)
    return Run(count, fates, explained, stale)


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)


def _count_as_expected(pack: Pack, cases: tuple[PackCase, ...]) -> int:
    """Counts what is compared; a pack whose cases differ already is refused."""
    results = tuple(run_on(pack, cases))
    wrong = [result.case for result in results if result.differences]
    if wrong:
        raise PackError(
            message("mutation.cases_differ", cases=tuple(dict.fromkeys(wrong))),
            hint=message("mutation.cases_differ.remedy"),
        )
    return len(results)


class _Judge:
    """Runs the cases, those first that noticed most so far."""

    def __init__(self, source: Source, cases: tuple[PackCase, ...]) -> None:
        self._source = source
        self._cases = list(cases)
        self._noticed: Counter[str] = Counter()

    def fate(self, mutation: Mutation) -> Fate:
        try:
            pack = mutation.apply(self._source).pack()
        except PackError:
            return "refused"
        self._cases.sort(key=lambda case: -self._noticed[case.id])
        for case in self._cases:
            if _notices(case, pack):
                self._noticed[case.id] += 1
                return "noticed"
        return "survived"


def _notices(case: PackCase, pack: Pack) -> bool:
    try:
        return any(result.differences for result in run_on(pack, (case,)))
    except (SekishoError, ArithmeticError, LookupError, ValueError):
        return True


_judges: list[_Judge] = []
"""The judge of a process of the pool: what it works on is sent to it once."""


def _begin(folder: Path) -> None:
    _judges[:] = [_Judge(read_source(folder), read_cases(folder))]


def _fate_here(mutation: Mutation) -> Fate:
    return _judges[0].fate(mutation)
