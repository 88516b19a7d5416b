"""The parts of a run; each measures and gives tables, every figure with its denominator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.names import japanese as firms
from benchmarks.names import labelled, speed, synthetic
from benchmarks.names.figures import Rate
from benchmarks.names.noise import NOISES
from benchmarks.names.openset import Form, OpenSet, Sizes, open_set
from benchmarks.names.peers import Peers
from benchmarks.names.records import Kind
from benchmarks.names.results import RATES, SIZES, Outcome, claim, difference, outcome_of, ways
from benchmarks.names.searching import (
    Answered,
    Candidates,
    among,
    candidates_for,
    ours_in,
)
from benchmarks.names.sides import NotMeasured, Ours, OurSearch
from benchmarks.names.splits import World
from benchmarks.names.with_dictionary import SIDE, with_dictionary

_KINDS: tuple[Kind, ...] = ("company", "person")
_BASE = "logic-v2"
CURVE = (0.1, 0.3, 1, 3, 10, 30, 100, 300)
"""The alerts per 1,000 queries at which a curve is told and drawn."""
_FULL = Sizes(mated=4_000)
"""All unlisted names and the whole gallery; half of the aliases, or the peers take an hour."""
_FULL_OTHERS = Sizes(mated=1_000, unmated=2_500)


@dataclass(slots=True)
class Table:
    """A table as it is printed, with notes below."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Run:
    """What a run was asked for, and what its parts leave to one another."""

    world: World
    full: bool
    peers: Peers | None
    entities: int = 0
    ours: Ours = field(default_factory=Ours)
    pair_microseconds: float = 0.0
    searched: tuple[OurSearch, OpenSet, list[float]] | None = None
    no_dictionary: str = ""

    def missing(self) -> list[str]:
        """Says which sides were not measured, and why."""
        told = [f"{SIDE} not measured: {self.no_dictionary}"] if self.no_dictionary else []
        if self.peers is None:
            return [*told, "peers not measured: --cache names no folder to install them into"]
        return [*told, *(f"{p} not measured: {why}" for p, why in self.peers.missing.items())]


def pairs(run: Run) -> Iterator[Table]:
    """The labelled pairs of nomenklatura's bench."""
    head = (
        "side",
        "limit",
        "F1",
        "AUC",
        "precision",
        "recall",
        "F1 firms",
        "F1 persons",
        "us/pair",
    )
    table = Table("Labelled pairs (name bench, part to report)", head)
    if run.peers:
        run.peers.learn([name for pair in run.world.pairs for name in (pair.left, pair.right)])
    sides = [run.ours, *(run.peers.scorers() if run.peers else ())]
    scored = {side.name: labelled.measure(run.world, side) for side in sides}
    for name, side in scored.items():
        at = side.at_limit()
        table.rows.append(
            (
                name,
                str(side.limit),
                f"{at.f1:.3f}",
                f"{side.area():.3f}",
                str(at.precision),
                str(at.recall),
                f"{side.at_limit('company').f1:.3f}",
                f"{side.at_limit('person').f1:.3f}",
                f"{side.microseconds:.0f}",
            )
        )
    ours = scored[run.ours.name]
    run.pair_microseconds = ours.microseconds
    table.notes.append(
        f"{len(ours.pairs)} pairs of {len(run.world.pairs)}; on all of them F1 {ours.all_f1:.3f}, AUC "
        f"{ours.all_auc:.3f} (ours)"
    )
    if _BASE in scored:
        f1, area = labelled.differences(run.world, ours, scored[_BASE])
        table.notes.append(f"ours - {_BASE}, F1: {f1}")
        table.notes.append(f"ours - {_BASE}, AUC: {area}")
    table.notes += run.missing()
    yield table


def _answers(run: Run, given: OpenSet, only: Sequence[str] = ()) -> Iterator[Answered]:
    """Lets every side answer; ours first."""
    yield _ours(run, given)
    if not only:
        try:
            yield with_dictionary(given, run.ours)
        except NotMeasured as error:
            run.no_dictionary = str(error)
    if run.peers is None:
        return
    run.peers.learn([query.text for query in given.queries])
    candidates = Candidates(given.gallery)
    places = candidates_for(given, candidates, run.peers.forms)
    yield among(given, run.ours, candidates, places).named("sekisho, same candidates as peers")
    for scorer in run.peers.scorers():
        if not only or scorer.name in only:
            yield among(given, scorer, candidates, places)


def _ours(run: Run, given: OpenSet) -> Answered:
    """Searches by our index, and keeps the largest one for the table of speed."""
    answered, search = ours_in(given, run.ours)
    if run.searched is None or len(search) > len(run.searched[0]):
        run.searched = (search, given, answered.cpu)
    return answered


def japanese(run: Run) -> Iterator[Table]:
    """Japanese names of firms to their English names."""
    given = firms.firms_set(run.world, "report", 0 if run.full else 300)
    cores = ("all", *firms.CORES)
    first = Table("Japanese to English (EDINET): first place", ("side", *cores))
    found = Table(
        "Japanese to English: found at 1 alert in 1,000", ("side", "limit", *cores, "all, at 10")
    )
    answers = list(_answers(run, given))
    for answered in answers:
        told = firms.japanese(given, answered)
        first.rows.append((told.side, *(_short(told.first.get(core)) for core in cores)))
        cells = [_short(told.found.get(core)) for core in cores]
        found.rows.append((told.side, str(told.limit), *cells, _short(told.looser)))
    first.notes.append(
        f"{len(given.queries):,} firms among {len(given.gallery):,}; a tie is no first place"
    )
    for theirs in answers[1:]:
        if theirs.side == SIDE:
            said = firms.difference(given, theirs, answers[0])
            first.notes.append(f"first places of {SIDE} - ours: {said}")
            spent = (1000 * sum(side.cpu) / len(side.cpu) for side in (answers[0], theirs))
            first.notes.append(
                "ms of a name: {:.1f} without, {:.1f} with a dictionary".format(*spent)
            )
        if theirs.side.startswith(_BASE):
            said = firms.difference(given, answers[0], theirs)
            first.notes.append(f"first places of ours - {theirs.side}: {said}")
    found.notes.append("an alert is the best of the other firms, for the same queries")
    found.notes += run.missing()
    yield first
    yield found


def openset(run: Run) -> Iterator[Table]:
    """Aliases in other scripts, aliases held out, and names of parties who are not listed."""
    small = Sizes(500, 2_000, 6_000)
    yield from _open(run, "to Latin", _FULL if run.full else small)
    if run.full:
        only = (_BASE, f"{_BASE} + transliteration", "WRatio + transliteration")
        for form in ("from Latin", "one held out"):
            yield from _open(run, form, _FULL_OTHERS, only)


def _open(run: Run, form: Form, sizes: Sizes, only: Sequence[str] = ()) -> Iterator[Table]:
    given = open_set(run.world, "report", form, sizes)
    answers = list(_answers(run, given, only))
    for kind in _KINDS:
        outcomes = [outcome_of(given, answered, kind) for answered in answers]
        yield _missed(run, form, kind, given, outcomes)
        yield _by_script(form, kind, outcomes)
        yield _by_way(run, form, kind, given, outcomes)
        if form == "to Latin":
            yield _by_size(given, kind, answers)
            yield _curve_table(kind, outcomes)
            if kind == "company":
                yield _sources(outcomes[0])


def _missed(run: Run, form: Form, kind: Kind, given: OpenSet, outcomes: Sequence[Outcome]) -> Table:
    head = ("side", *(f"missed at {rate:g} in 1,000 (limit)" for rate in RATES))
    head += ("at its own limit: alerts, missed",)
    table = Table(f"Open set, {form}, {kind}", head)
    for each in outcomes:
        cells = [f"{at.missed} ({at.limit})" for at in map(each.at, RATES)]
        shipped = each.shipped()
        own = "-" if shipped is None else f"{_thousand(shipped[0])}, {_short(shipped[1])}"
        table.rows.append((each.side, *cells, own))
    ours = outcomes[0]
    names = sum(len(held.all_names) for held in given.gallery)
    table.notes.append(
        f"{len(ours.true):,} aliases; {len(ours.false):,} unlisted names; {len(given.gallery):,} "
        f"entities, {names:,} names; {run.world.really_listed} names that really are listed left out"
    )
    for theirs in outcomes[1:]:
        if theirs.side.startswith(_BASE):
            said = difference(ours, theirs, 1.0, 500)
            table.notes.append(f"misses of {theirs.side} - ours at 1 in 1,000: {said}")
    shipped = ours.shipped()
    if kind == "company" and shipped:
        table.notes.append(f"false alerts of ours at its limit: {claim(shipped[0])}")
    table.notes += run.missing()
    return table


def _by_script(form: Form, kind: Kind, outcomes: Sequence[Outcome]) -> Table:
    scripts = list(outcomes[0].at(1.0).by_script)
    table = Table(f"Open set, {form}, {kind}: missed at 1 in 1,000 by script", ("side", *scripts))
    for each in outcomes:
        at = each.at(1.0)
        table.rows.append((each.side, *(_short(at.by_script[script]) for script in scripts)))
    ours = outcomes[0]
    if any(query.is_weak for query in ours.mated):
        limit = ours.at(1.0).limit
        rows = [s < limit for s, q in zip(ours.true, ours.mated, strict=True) if q.is_weak]
        table.notes.append(f"weak aliases alone (ours): {Rate(sum(rows), len(rows))}")
    return table


def _by_way(run: Run, form: Form, kind: Kind, given: OpenSet, outcomes: Sequence[Outcome]) -> Table:
    forms = run.peers.forms if run.peers else {}
    groups = ways(given, outcomes[0].mated, forms)
    names = sorted(set(groups))
    table = Table(
        f"Open set, {form}, {kind}: missed at 1 in 1,000 by what is shared", ("side", *names)
    )
    for each in outcomes:
        told = each.by(groups, 1.0)
        table.rows.append((each.side, *(str(told[name]) for name in names)))
    if not forms:
        table.notes.append("without the peers' readings, names in Han letters are read by anyascii")
    return table


def _by_size(given: OpenSet, kind: Kind, answers: Sequence[Answered]) -> Table:
    head = ("side", *(f"{len(given.gallery) // size:,} entities" for size in SIZES))
    table = Table(f"Open set, {kind}: missed at 1 in 1,000 by size of the gallery", head)
    for answered in answers:
        cut = [outcome_of(given, answered, kind, size).at(1.0) for size in SIZES]
        table.rows.append((answered.side, *(f"{_short(at.missed)} ({at.limit})" for at in cut)))
    return table


def _curve_table(kind: Kind, outcomes: Sequence[Outcome]) -> Table:
    head = ("side", *(f"{rate:g}" for rate in CURVE))
    table = Table(f"Open set, {kind}: misses along the curve", head)
    for each in outcomes:
        table.rows.append((each.side, *(f"{each.at(rate).missed.value:.3f}" for rate in CURVE)))
    table.notes.append("columns are alerts per 1,000 queries about nobody listed")
    return table


def _sources(ours: Outcome) -> Table:
    limits = {f"at {rate:g} in 1,000": ours.at(rate).limit for rate in RATES[1:]}
    if ours.limit:
        limits["at its own limit"] = ours.limit
    table = Table("Alerts of ours by where unlisted firms come from", ("source", *limits))
    told = [ours.by_source(limit) for limit in limits.values()]
    for source in told[0]:
        table.rows.append((source, *(str(rates[source]) for rates in told)))
    return table


def noise(run: Run) -> Iterator[Table]:
    """The appendix: synthetic entities under ten noises."""
    most = run.entities or 100_000
    sizes = ((20_000, 200, True), (most, 100, False)) if run.full else ((4_000, 20, True),)
    for count, each, beside in sizes:
        given = synthetic.synthetic_set(count, each)
        noises = NOISES
        table = Table(
            f"Appendix: {count:,} synthetic entities, found at 2 alerts a query",
            ("side", "limit", "alerts", "all", *noises),
        )
        if beside:
            answers = _answers(run, given)
        else:
            alone, search = ours_in(given, run.ours)
            answers = (alone,)
            table.notes.append(speed.at_scale(search, given, alone.cpu))
        for answered in answers:
            told = synthetic.found(given, answered)
            cells = (f"{told.by_noise[n].value:.2f}" if n in told.by_noise else "-" for n in noises)
            row = (told.side, str(told.limit), f"{told.alerts:.2f}", str(told.found), *cells)
            table.rows.append(row)
        table.notes += run.missing()
        yield table


def speeds(run: Run) -> Iterator[Table]:
    """Processor seconds of ours."""
    if run.searched is None:
        gallery = 0 if run.full else 6_000
        given = open_set(run.world, "report", "to Latin", Sizes(300, 700, gallery))
        _ours(run, given)
    if not run.pair_microseconds:
        run.pair_microseconds = labelled.measure(run.world, run.ours).microseconds
    table = Table("Speed", ("what", "measured", "target", "about"))
    if run.searched:
        search, given, spent = run.searched
        rows = list(speed.rows(search, given, spent, run.pair_microseconds))
        if child := run.peers.child("index") if run.peers else None:
            rows += speed.beside(child, given, spent, 500 if run.full else 100)
        for row in rows:
            table.rows.append((row.what, row.measured, row.target, row.about))
    table.notes += run.missing()
    yield table


def _short(rate: Rate | None) -> str:
    return "-" if rate is None or not rate.of else f"{rate.value:.3f} of {rate.of:,}"


def _thousand(rate: Rate) -> str:
    low, high = rate.bounds
    return f"{rate.value * 1000:.1f} [{low * 1000:.1f}, {high * 1000:.1f}] in 1,000"


PARTS: Mapping[str, Callable[[Run], Iterator[Table]]] = {
    "pairs": pairs,
    "japanese": japanese,
    "openset": openset,
    "noise": noise,
    "speed": speeds,
}
