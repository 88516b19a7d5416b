"""The rows of the table of targets: each measures one bar in this run, and says beside what.

A row that cannot be measured says why and holds no figure. `full` takes the sizes that the
targets speak of; else smaller ones, told in the row.
"""

from __future__ import annotations

import importlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from benchmarks.software import advisories, evaluation, peers, whole
from benchmarks.versions.__main__ import compare as compare_versions
from benchmarks.versions.tools import TOOLS, UNVERIFIED, NotHere
from sekisho.model.errors import InputError
from sekisho.read.sbom import read_sbom
from tests.samples.archives import members

_PEER_TARGET = {"cve-bin-tool 3.4": 5.0, "dep-scan 6.3.0": 5.0}


class Row(msgspec.Struct, kw_only=True):
    """A line of the table; `held` says whether the target is met, and is none without target."""

    bar: str
    target: str
    measured: str
    peer: str = "-"
    ratio: str = "-"
    held: bool | None = None
    about: str = ""
    load: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run may use: the shared data, a folder for peers, sizes."""

    data: Path
    cache: Path
    full: bool
    pairs: int
    rounds: int
    notes: list[str] = field(default_factory=list)


def _piece(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(f"benchmarks.software.{name}")
    except ModuleNotFoundError:
        return None


def parse(asked: Asked) -> Iterator[Row]:
    """Reading beside the library of CycloneDX, on the same bytes."""
    bar, target = "parse CycloneDX", ">= 100 x"
    reading = _piece("reading")
    if reading is None:
        yield Row(
            bar=bar, target=target, measured="not here", about="benchmarks/software/reading.py"
        )
        return
    size = 10_000 if asked.full else 1_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sbom.json"
        path.write_bytes(reading.cyclonedx(size))
        ours, memory = reading.measured("read", path, 3)
        theirs, _ = reading.measured("cyclonedx-python-lib", path, 1)
        # What it cannot run is no number, and equal to nothing.
        missing = theirs != theirs  # noqa: PLR0124
        yield Row(
            bar=bar,
            target=target,
            measured=f"{size / ours:,.0f} comp./s",
            peer="not measured: not installed" if missing else f"{size / theirs:,.0f} comp./s",
            ratio="-" if missing else f"{theirs / ours:.0f}",
            held=None if missing else theirs / ours >= 100,
            about=f"{size:,} components, {memory:.0f} MiB, CPU, cyclonedx-python-lib",
        )


def vetting(asked: Asked) -> Iterator[Row]:
    """The whole command on a large SBOM."""
    size = 100_000
    told = whole.measure(asked.data, size, asked.rounds if asked.full else 1)
    about = f"{size:,} components, {told.megabytes:.0f} MB, {told.advisories:,} advisories"
    about += f", {told.findings:,} findings; CPU of all processes, {told.clock:.1f} s on the clock"
    yield Row(
        bar="whole vetting, time",
        target="<= 2 s",
        measured=f"{told.seconds:.1f} s",
        held=told.seconds <= 2,
        about=about,
    )
    yield Row(
        bar="whole vetting, memory",
        target="<= 0.5 GB",
        measured=f"{max(told.memory, told.reader) / 1024:.2f} GB",
        held=max(told.memory, told.reader) <= 512,
        about=f"{told.memory:,.0f} MiB, and the child that read and ended before {told.reader:,.0f}",
    )


def match(asked: Asked) -> Iterator[Row]:
    """Look-ups in the index of advisories, beside univers."""
    published, count = (300_000, 100_000) if asked.full else (20_000, 10_000)
    lines = {
        line["what"]: line
        for line in advisories.measure(asked.data, published, count, asked.rounds)
    }
    warm, times = lines["match, warm"], lines["match, times univers (warm)"]
    opened, again = lines["open and first look-up"], lines["build, one advisory changed"]
    cold = lines["match, times univers (ours cold)"]
    yield Row(
        bar="match, warm",
        target=">= 200,000/s, >= 10 x",
        measured=f"{warm['value']:,.0f}/s",
        peer=f"{lines['match, univers']['value']:,.0f}/s",
        ratio=f"{times['value']:.0f}",
        held=warm["value"] >= 200_000 and times["value"] >= 10,
        about=f"{warm['about']}; univers; ours opened anew each time {cold['value']:.1f} x",
    )
    yield Row(
        bar="open the index",
        target="<= 5 ms",
        measured=f"{opened['value']:.1f} ms",
        held=opened["value"] <= 5,
        about=f"with a first look-up, {published:,} advisories",
    )
    yield Row(
        bar="build again",
        target="by ecosystem",
        measured=f"{again['value']:.1f} s",
        held=not again["about"].startswith("0"),
        about=f"one advisory changed, {again['about']}; all {lines['build, all shards']['value']:.1f} s",
    )


def versions(asked: Asked) -> Iterator[Row]:
    """The order of versions beside each ecosystem's own tool."""
    wrong, both, tools, missing = 0, 0, [], []
    for ecosystem, tool in TOOLS.items():
        try:
            row = compare_versions(ecosystem, tool, asked.pairs, asked.data)
        except NotHere as error:
            missing.append(f"{ecosystem} (no {error})")
            continue
        wrong += int(str(row["wrong"]))
        both += int(str(row["both answered"]))
        tools.append(ecosystem)
    about = f"{both:,} pairs that both answer, {len(tools)} tools"
    unverified = ", ".join((*missing, *UNVERIFIED))
    yield Row(
        bar="version order",
        target="0 wrong",
        measured=f"{wrong} wrong",
        peer="their own tools",
        held=wrong == 0,
        about=f"{about}; unverified: {unverified}",
    )


def findings(asked: Asked) -> Iterator[Row]:
    """Findings beside an evaluation of the OSV schema written apart."""
    share = 1.0 if asked.full else 0.02
    tallies = evaluation.compare(asked.data, (), share)
    total: Counter[str] = Counter()
    why: Counter[str] = Counter()
    for tally in tallies.values():
        total.update(queries=tally.queries, identical=tally.identical, packages=tally.packages)
        total.update(findings=tally.findings)
        why.update(tally.why)
    differing = total["queries"] - total["identical"]
    causes = ", ".join(f"{count} {cause}" for cause, count in why.most_common())
    about = f"{total['queries']:,} queries of {total['packages']:,} packages ({share:.0%}), "
    about += f"{total['findings']:,} findings"
    yield Row(
        bar="findings",
        target="identical",
        measured=f"{differing} differ",
        peer="osv_slowly",
        held=differing == 0,
        about=f"{about}; {causes}" if causes else about,
    )


def cold(asked: Asked) -> Iterator[Row]:
    """Whole cold processes beside scanners that hold the same advisories."""
    told = peers.measure(asked.data, asked.cache, asked.rounds)
    ours, python = told.sides[0], told.sides[1]
    for side in told.sides[2:]:
        target = _PEER_TARGET.get(side.name)
        for size in peers.SIZES:
            row = Row(
                bar=f"cold, {size} comp.",
                target=f">= {target:.0f} x" if target else "beside",
                measured="not measured",
                peer=side.name,
                about=side.missing,
            )
            if not side.missing:
                row.measured = f"{ours.processor[size]:.2f} s"
                row.peer = f"{side.name}: {side.processor[size]:.2f} s"
                ratio = side.processor[size] / ours.processor[size]
                row.ratio = f"{ratio:.1f}"
                row.held = None if target is None else ratio >= target
                row.about = (
                    f"CPU, {asked.rounds} turns, {told.advisories:,} advisories; Python alone "
                )
                row.about += f"{python.processor[size]:.2f} s; clock {ours.clock[size]:.2f} s and "
                row.about += f"{side.clock[size]:.2f} s"
            yield row
        if not side.missing:
            yield _same(told, side.name, len(ours.found), len(side.found))
    asked.notes.extend(_notes(told))


def _same(told: peers.Measured, name: str, ours: int, theirs: int) -> Row:
    apart = told.differences[name]
    alone = f"{sum(apart.ours.values())} only ours, {sum(apart.theirs.values())} only theirs"
    wrong = sum(
        count
        for tally in (apart.ours, apart.theirs)
        for cause, count in tally.items()
        if "theirs is as" in cause
    )
    return Row(
        bar="same findings",
        target="each explained",
        measured=f"{ours:,} of (component, flaw)",
        peer=f"{name}: {theirs:,}",
        held=wrong == 0,
        about=f"{alone}; in {wrong} the schema sides with the peer; causes below",
    )


def _notes(told: peers.Measured) -> Iterator[str]:
    for name, apart in told.differences.items():
        for whose, tally in (("ours", apart.ours), ("theirs", apart.theirs)):
            for cause, count in tally.most_common():
                shown = apart.examples[f"only {whose}: {cause}"][:2]
                example = "; ".join(" ".join(pair) for pair in shown)
                yield f"{name}, only {whose}: {count:>3}  {cause}  ({example})"


def real(asked: Asked) -> Iterator[Row]:
    """Every file of the shared SBOM suites: read, or refused with a reason."""
    answers: Counter[str] = Counter()
    for name, data in _documents(asked.data):
        try:
            read_sbom(data, name)
        except InputError as error:
            answers[error.message.id] += 1
        except Exception as error:  # noqa: BLE001  # a crash is what is looked for
            answers[f"crash {type(error).__name__}"] += 1
        else:
            answers["read"] += 1
    crashed = sum(count for answer, count in answers.items() if answer.startswith("crash"))
    refused = ", ".join(
        f"{count} {answer}" for answer, count in answers.most_common() if answer != "read"
    )
    yield Row(
        bar="real SBOMs",
        target="100 % answered",
        measured=f"{answers['read']:,} read, {crashed} crashed",
        held=crashed == 0,
        about=f"{sum(answers.values()):,} files, those that are no SBOM too; refused: {refused}",
    )


def _documents(data: Path) -> Iterator[tuple[str, bytes]]:
    for archive in sorted(data.glob("sbom/*.tar.zst")):
        yield from members(archive)


def difference(asked: Asked) -> Iterator[Row]:
    """Two inventories with every change planted."""
    bar, target = "difference", "all found, <= 0.5 s"
    piece: Any = _piece("difference")
    if piece is None:
        yield Row(
            bar=bar, target=target, measured="not here", about="benchmarks/software/difference.py"
        )
        return
    made = piece.planted()
    planted, right, other = piece.found(made)
    seconds = piece.median(asked.rounds, lambda: piece.compare(made.before, made.after))
    yield Row(
        bar=bar,
        target=target,
        measured=f"{right:,} of {planted:,}, {seconds:.2f} s",
        held=right == planted and other == 0 and seconds <= 0.5,
        about=f"{len(made.before.packages):,} against {len(made.after.packages):,} components, "
        f"{other} changes found that nobody planted",
    )


ROWS: dict[str, Callable[[Asked], Iterator[Row]]] = {
    "parse": parse,
    "whole": vetting,
    "match": match,
    "versions": versions,
    "findings": findings,
    "cold": cold,
    "real": real,
    "difference": difference,
}
