"""Runs the lab: past cases under a base and drafts, and everything that follows, as one result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sekisho import __version__
from sekisho.lab.past.record import OperatorRow, encode
from sekisho.lab.past.sources import Source
from sekisho.lab.replay.fast import FastReplay, read_lean
from sekisho.lab.replay.flips import QUIET, CaseFlip, OperatorFlip
from sekisho.lab.replay.operators import flip_operators
from sekisho.lab.replay.sides import Side, SideSpec, open_sides, value_at
from sekisho.lab.replay.tally import Tally, groups_of
from sekisho.lab.result import (
    SHOWN,
    Effect,
    LabResult,
    Point,
    SideTold,
    SourceTold,
    Sweep,
)
from sekisho.lab.sums import row_of, rows_of, rules_of
from sekisho.lab.sweep import Range
from sekisho.lab.whole import Libraries, vet_whole
from sekisho.lab.workers.chunks import Job
from sekisho.lab.workers.pool import run_chunks
from sekisho.model.errors import UsageError

Progress = Callable[[int], None]
Keep = Callable[[int, int, CaseFlip], None]
"""Called with the source, the draft and each case flip, in the order of the cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be run."""

    base: SideSpec
    drafts: tuple[SideSpec, ...]
    sources: tuple[Source, ...]
    law_on: date | None = None
    sweep: Range | None = None
    libraries: Libraries | None = None
    workers: int = 1


@dataclass(slots=True)
class _Gathered:
    """What one draft gave over one source, as it comes in."""

    tally: Tally = field(default_factory=Tally)
    loud: list[CaseFlip] = field(default_factory=list)
    quiet: list[CaseFlip] = field(default_factory=list)

    @property
    def flips(self) -> tuple[CaseFlip, ...]:
        """The first flips: those that change what is filed or asked, then the others."""
        return (*self.loud, *self.quiet)[:SHOWN]


def run_lab(
    request: Request, keep: Keep | None = None, progress: Progress | None = None
) -> LabResult:
    """Replays every source under the base and each draft.

    `progress` is told of cases as they are done. Raises what reading packs and cases raises.
    """
    variants = request.sweep.variants(request.drafts[0]) if request.sweep else ()
    base, *others = open_sides((request.base, *request.drafts, *variants), request.law_on)
    drafts = tuple(others[: len(request.drafts)])
    effects: list[Effect] = []
    points: list[Point] = []
    for at, source in enumerate(request.sources):
        sides = (base, *others)
        taker = _Taker(at, len(drafts), len(sides) - 1, keep)
        _replay(request, source, sides, taker, progress)
        operators = [_operators(source, base, side) for side in sides[1:]]
        whole = list(zip(taker.gathered, operators, strict=True))
        effects += [_effect(at, number, *of) for number, of in enumerate(whole[: len(drafts)])]
        if request.sweep:
            values = zip(request.sweep.values, whole[len(drafts) :], strict=True)
            points += [_point(at, value, *of) for value, of in values]
    vetted = tuple(
        told
        for source in request.sources
        if request.libraries
        for told in vet_whole(source, base, drafts, request.libraries)
    )
    cases = sum(source.count for source in request.sources)
    return LabResult(
        base=_told(base),
        drafts=tuple(_told(draft) for draft in drafts),
        sources=tuple(_source(source) for source in request.sources),
        effects=tuple(effects),
        law_on=request.law_on,
        sweep=_sweep(request.sweep, base, drafts[0], points) if request.sweep else None,
        vetted=vetted,
        findings_not_replayed=cases - len({(told.id, told.on) for told in vetted}),
        engine=f"sekisho {__version__}",
    )


class _Taker:
    """Takes in the flips of one source: keeps the first of each draft, passes all of them on."""

    def __init__(self, source: int, drafts: int, sides: int, keep: Keep | None) -> None:
        self._source, self._drafts, self._keep = source, drafts, keep
        self.gathered = [_Gathered() for _ in range(sides)]

    def take(self, number: int, flip: CaseFlip) -> None:
        if number >= self._drafts:
            return
        into = self.gathered[number]
        kept = into.quiet if flip.kind in QUIET else into.loud
        if len(kept) < SHOWN:
            kept.append(flip)
        if self._keep:
            self._keep(self._source, number, flip)


def _replay(
    request: Request,
    source: Source,
    sides: tuple[Side, ...],
    taker: _Taker,
    progress: Progress | None,
) -> None:
    if source.chunked is None:
        _in_memory(source, sides, taker)
        if progress:
            progress(source.count)
        return
    job = Job(
        folder=str(source.folder),
        base=sides[0].spec,
        drafts=tuple(side.spec for side in sides[1:]),
        law_on=request.law_on,
        keep_flips=len(request.drafts),
    )
    chunks = source.chunked.chunks
    for result in run_chunks(job, len(chunks), request.workers):
        for number, tally in enumerate(result.tallies):
            taker.gathered[number].tally.merge(tally)
        for number, flips in enumerate(result.flips):
            for flip in flips:
                taker.take(number, flip)
        if progress:
            progress(chunks[result.chunk].count)


def _in_memory(source: Source, sides: tuple[Side, ...], taker: _Taker) -> None:
    base, *drafts = sides
    for number, draft in enumerate(drafts):
        tally = taker.gathered[number].tally
        for past in source.cases:
            tally.count(groups_of(read_lean(encode(past)), past.profile))
        for flip in FastReplay(base, draft, source.operators).replay(source.cases):
            tally.add(flip)
            taker.take(number, flip)


def _operators(source: Source, base: Side, draft: Side) -> tuple[OperatorFlip, ...]:
    """Operators of the table as of the last day; one that a case carries as of its own day."""
    table = flip_operators(source.operators.values(), base, draft, source.as_of)
    return (*table, *_carried(source, base, draft))


def _carried(source: Source, base: Side, draft: Side) -> Iterator[OperatorFlip]:
    for past in source.cases:
        if past.profile is not None:
            row = OperatorRow(id=past.operator or past.id, profile=past.profile)
            yield from flip_operators((row,), base, draft, past.on)


def _effect(
    source: int, draft: int, gathered: _Gathered, operators: Iterable[OperatorFlip]
) -> Effect:
    tally = gathered.tally
    return Effect(
        source=source,
        draft=draft,
        total=row_of(tally.total),
        sectors=rows_of(tally, "sector"),
        sizes=rows_of(tally, "size"),
        countries=rows_of(tally, "country"),
        operators=tuple(operators),
        operator_cases={name: tally.operators[name] for name in sorted(tally.operators)},
        rules=rules_of(tally),
        flips=gathered.flips,
        flips_in_all=tally.total.get("flips", 0),
    )


def _point(
    source: int, value: str, gathered: _Gathered, operators: tuple[OperatorFlip, ...]
) -> Point:
    sums = gathered.tally.total
    return Point(
        source=source,
        value=value,
        operators_in=sum(flip.after == "yes" for flip in operators),
        operators_out=sum(flip.before == "yes" for flip in operators),
        caught=sums.get("caught", 0),
        freed=sums.get("freed", 0),
        reached=sums.get("reached", 0),
        released=sums.get("released", 0),
        typed=sums.get("typed", 0),
    )


def _sweep(range_: Range, base: Side, draft: Side, points: list[Point]) -> Sweep:
    return Sweep(
        path=range_.path,
        base=_base_value(base, range_.path),
        draft=value_at(draft.pack, range_.path),
        points=tuple(points),
    )


def _base_value(base: Side, path: str) -> str:
    """A threshold the draft brings itself stands nowhere in the base."""
    try:
        return value_at(base.pack, path)
    except UsageError:
        return ""


def _told(side: Side) -> SideTold:
    title = side.pack.head.title
    return SideTold(
        name=side.spec.name, sha256=side.pack.sha256, title_ja=title.ja, title_en=title.en
    )


def _source(source: Source) -> SourceTold:
    manifest = source.chunked
    operators = len(source.operators) or sum(case.profile is not None for case in source.cases)
    return SourceTold(
        name=source.name,
        nature=source.nature,
        cases=source.count,
        operators=operators,
        as_of=source.as_of,
        seed=manifest.seed if manifest else None,
        assumptions=manifest.assumptions if manifest else (),
    )
