"""The mutation run of `sekisho regime check --mutations`, shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sekisho.report.catalogue import say_id
from sekisho.report.columns import wrap
from sekisho.report.rules.condition import fill

if TYPE_CHECKING:
    from sekisho.regime.authoring.mutations.points import Mutation
    from sekisho.regime.authoring.mutations.run import Progress, Run

_MOST_PROCESSES = 2


def mutate(folder: Path, lang: str) -> Run:
    """Runs the mutations of a pack on at most two cores, with a bar on a terminal."""
    from sekisho.regime.authoring.mutations.run import run_mutations

    processes = min(_MOST_PROCESSES, os.cpu_count() or 1)
    if not sys.stderr.isatty():
        return run_mutations(folder, processes)
    with click.progressbar(
        length=1, label=say_id("mutation.bar", lang, pack=folder.name), file=sys.stderr
    ) as bar:
        return run_mutations(folder, processes, _advance(bar))


def _advance(bar: Any) -> Progress:
    def tell(done: int, total: int) -> None:
        bar.length = total
        bar.update(done - bar.pos)

    return tell


def run_lines(run: Run, lang: str) -> Iterator[str]:
    """Says how many mutations were noticed, of how many, and which were not."""
    noticed, survived = run.count("noticed"), run.count("survived")
    yield ""
    numbers: dict[str, str | int] = {
        "noticed": noticed,
        "total": noticed + survived,
        "rate": rate(noticed, noticed + survived),
        "n": run.scenarios,
    }
    yield wrap(say_id("mutation.rate", lang, **numbers), first="  ")
    for kind, killed, total in run.kinds():
        name = say_id(f"mutation.kind.{kind}", lang)
        said = say_id("mutation.of", lang, name=name, noticed=killed, total=total)
        yield wrap(said, first="    ")
    if refused := run.count("refused"):
        yield wrap(say_id("mutation.refused", lang, n=refused), first="  ")
    if run.explained:
        yield wrap(say_id("mutation.explained", lang, n=len(run.explained)), first="  ")
        for mutation, reason in run.explained:
            said = fill("mutation.reason", lang, reason=reason)
            yield wrap(f"{_said(mutation)} {said}", first="    = ", rest="        ")
    if run.survivors:
        yield wrap(say_id("mutation.survivors", lang, n=len(run.survivors)), first="  ")
        for mutation in run.survivors:
            yield wrap(_said(mutation), first="    ! ", rest="        ")
    for row in run.stale:
        said = say_id("mutation.stale", lang, line=row.line, place=row.place, says=row.mutation)
        yield wrap(said, first="    ? ", rest="        ")


def run_data(run: Run) -> dict[str, Any]:
    """Gives a run as data."""
    noticed, survived = run.count("noticed"), run.count("survived")
    return {
        "noticed": noticed,
        "total": noticed + survived,
        "rate": rate(noticed, noticed + survived),
        "refused": run.count("refused"),
        "kinds": {kind: {"noticed": got, "total": total} for kind, got, total in run.kinds()},
        "explained": [_data(mutation) | {"reason": why} for mutation, why in run.explained],
        "survivors": [_data(mutation) for mutation in run.survivors],
        "stale": run.stale,
    }


def rate(noticed: int, total: int) -> str:
    """Writes a share with one decimal, rounded down: 100% is all of them."""
    if not total:
        return "0%"
    tenths = noticed * 1000 // total
    return f"{tenths // 10}.{tenths % 10}%"


def _said(mutation: Mutation) -> str:
    row = mutation.place.partition(" ")[2]
    return f"{mutation.file}:{mutation.line}: {row}: {mutation.says}"


def _data(mutation: Mutation) -> dict[str, Any]:
    return {
        "kind": mutation.kind,
        "place": mutation.place,
        "mutation": mutation.says,
        "file": mutation.file,
        "line": mutation.line,
        "column": mutation.column,
    }
