"""The index of advisories: `python -m benchmarks.software.advisories [--quick] [--json FILE]`.

The advisories are real ones (SEKISHO_TEST_DATA), multiplied by renaming until there are 300,000; the
components of the SBOM name packages of theirs as often as real ones do (13 in 100). The peer is
univers, on the same components and the same ranges, its ranges parsed beforehand. Medians of rounds in
which the sides take turns, in processor seconds.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import random
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
from packageurl import PackageURL
from univers.version_range import VersionRange
from univers.versions import PypiVersion, SemverVersion

from sekisho.library.build import build_library
from sekisho.library.snapshot import open_library
from sekisho.match.advisories.index import AdvisoryIndex
from sekisho.match.packages.purl import coordinates
from sekisho.model.reference import Advisory
from sekisho.read.advisories.documents import open_documents
from sekisho.read.advisories.osv import read_records
from sekisho.read.defects import DefectLog

FEEDS = ("osv-pypa", "osv-go", "osv-rustsec", "osv-bitnami", "osv-almalinux", "osv-drupal")
TYPES = {"PyPI": "pypi", "Go": "golang", "crates.io": "cargo", "Bitnami": "bitnami"}
VERS = {"PyPI": ("pypi", PypiVersion), "Go": ("golang", SemverVersion)}
AFFECTED = 0.13
SEED = 20261126


def records(data: Path, wanted: int) -> Iterator[tuple[str, Advisory]]:
    """Real advisories with their feeds, again and again under other names until there are enough.

    All of them once when no number is wanted.
    """
    real = []
    for feed in FEEDS:
        path, log = data / "advisories" / f"{feed}.jsonl.zst", DefectLog()
        real += [(feed, record) for record in read_records(open_documents(path, log), log)]
    for at in range(wanted or len(real)):
        feed, record = real[at % len(real)]
        yield feed, _renamed(record, at // len(real)) if at >= len(real) else record


def _renamed(record: Advisory, turn: int) -> Advisory:
    return msgspec.structs.replace(
        record,
        id=f"{record.id}-{turn}",
        aliases=tuple(f"{alias}-{turn}" for alias in record.aliases),
        affected=tuple(
            msgspec.structs.replace(entry, name=f"{entry.name}-{turn}") for entry in record.affected
        ),
    )


def write_feeds(folder: Path, made: list[tuple[str, Advisory]]) -> None:
    """Writes advisories back in the form of their publishers, a file for each feed."""
    lines: dict[str, list[bytes]] = {}
    for feed, record in made:
        lines.setdefault(feed, []).append(msgspec.json.encode(_osv(record)))
    for feed, told in lines.items():
        (folder / f"{feed}.jsonl").write_bytes(b"\n".join(told))


def _osv(record: Advisory) -> dict[str, Any]:
    affected = [
        {
            "package": {"ecosystem": entry.ecosystem, "name": entry.name},
            "versions": entry.versions,
            "ranges": [
                {"type": span.kind, "events": [{name: value} for name, value in span.events]}
                for span in entry.ranges
            ],
        }
        for entry in record.affected
    ]
    plain = {"id": record.id, "modified": record.modified, "summary": record.summary}
    return plain | {"aliases": record.aliases, "affected": affected}


def components(made: list[tuple[str, Advisory]], count: int) -> list[str]:
    """Package URLs, each another, of which `AFFECTED` name a package with advisories."""
    draw = random.Random(SEED)  # noqa: S311  # the same components in every run, no secret
    spots = sorted({(e.ecosystem, e.name) for _, r in made for e in r.affected}, key=str)
    spots = [spot for spot in spots if spot[0] in TYPES]
    known = draw.sample(spots, min(len(spots), int(count * AFFECTED)))
    purls = [f"pkg:{TYPES[place]}/{name}@{_version(draw)}" for place, name in known]
    kinds = sorted(TYPES.values())
    purls += [
        f"pkg:{draw.choice(kinds)}/kasumi-{at}@{_version(draw)}" for at in range(count - len(purls))
    ]
    draw.shuffle(purls)
    return purls


def _version(draw: random.Random) -> str:
    return f"{draw.randrange(9)}.{draw.randrange(30)}.{draw.randrange(30)}"


def look_up(index: AdvisoryIndex, purls: list[str]) -> int:
    """Every component held against the index; gives the number of flaws."""
    spots = (coordinates(purl) for purl in purls)
    return sum(len(index.match(s.ecosystem, s.name, s.version)) for s in spots if s)


def univers(made: list[tuple[str, Advisory]], purls: list[str]) -> Callable[[], int]:
    """The same ranges in univers, parsed once; what it cannot parse is left out."""
    held: dict[tuple[str, str], list[Any]] = {}
    for _, record in made:
        for entry in record.affected:
            if entry.ecosystem not in VERS:
                continue
            scheme, _ = VERS[entry.ecosystem]
            for span in entry.ranges:
                text = "|".join(
                    f"{'>=' if name == 'introduced' else '<'}{version}"
                    for name, version in span.events
                    if version != "0" and name in {"introduced", "fixed"}
                )
                with suppress(Exception):  # whatever it raises, it has no answer
                    parsed = VersionRange.from_string(f"vers:{scheme}/{text}")
                    held.setdefault((TYPES[entry.ecosystem], entry.name.lower()), []).append(parsed)
    kinds = {TYPES[place]: kind for place, (_, kind) in VERS.items()}

    def theirs() -> int:
        hits = 0
        for text in purls:
            purl = PackageURL.from_string(text)
            name = f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name
            for span in held.get((purl.type, name.lower()), ()):
                with suppress(Exception):  # whatever it raises, it has no answer
                    hits += kinds[purl.type](purl.version) in span
        return hits

    return theirs


def turns(sides: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Median processor seconds of each side, taking turns: others' work does not count in them."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            gc.collect()
            began = time.process_time()
            side()
            taken[name].append(time.process_time() - began)
    return {name: median(seconds) for name, seconds in taken.items()}


def measure(data: Path, published: int, count: int, rounds: int) -> list[dict[str, Any]]:
    """Builds, opens and asks; gives the lines of the table."""
    made = list(records(data, published))
    folder = Path(tempfile.mkdtemp(prefix="sekisho-bench-"))
    try:
        return [*_built(folder, made), *_asked(folder / "library", made, count, rounds)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _built(folder: Path, made: list[tuple[str, Advisory]]) -> Iterator[dict[str, Any]]:
    feeds, library = folder / "feeds", folder / "library"
    feeds.mkdir()
    day = date(2026, 8, 22)
    write_feeds(feeds, made)
    began = time.process_time()
    whole = build_library(feeds, library, day)
    first = time.process_time() - began
    feed, last = made[-1]
    write_feeds(feeds, [*made[:-1], (feed, msgspec.structs.replace(last, summary="Changed"))])
    began = time.process_time()
    again = build_library(feeds, library, day)
    second = time.process_time() - began
    yield _line("build, all shards", "s", first, None, f"{len(whole.rebuilt)} shards")
    rebuilt = f"{len(again.rebuilt)} of {len(again.rebuilt) + len(again.kept)} shards anew"
    yield _line("build, one advisory changed", "s", second, None, rebuilt)


def _asked(
    library: Path, made: list[tuple[str, Advisory]], count: int, rounds: int
) -> Iterator[dict[str, Any]]:
    purls = components(made, count)
    few = purls[: max(1000, count // 20)]
    kept = open_library(library).advisories
    hits = look_up(kept, purls)
    theirs = univers(made, few)

    def fresh() -> AdvisoryIndex:
        coordinates.cache_clear()
        return open_library(library).advisories

    def rows_known() -> int:
        kept._answers.clear()  # noqa: SLF001  # measured with the packages known and no answer
        return look_up(kept, purls)

    gc.freeze()
    seconds = turns(
        {
            "open": lambda: fresh().match("PyPI", "nobody", "1.0.0"),
            "cold": lambda: look_up(fresh(), purls),
            "packages known": rows_known,
            "warm": lambda: look_up(kept, purls),
            "ours, few": lambda: look_up(fresh(), few),
            "univers": theirs,
        },
        rounds,
    )
    about = f"{count:,} components, {len(made):,} advisories, {hits:,} flaws"
    yield _line("open and first look-up", "ms", seconds["open"] * 1000, "<= 5", "from disk")
    for side in ("cold", "packages known", "warm"):
        target = ">= 200000" if side == "warm" else None
        yield _line(f"match, {side}", "components/s", count / seconds[side], target, about)
    peer = len(few) / seconds["univers"]
    yield _line("match, univers", "components/s", peer, None, f"{len(few):,} components")
    times = seconds["univers"] / seconds["ours, few"]
    yield _line("match, times univers (ours cold)", "x", times, None, "opened each time")
    yield _line("match, times univers (warm)", "x", count / seconds["warm"] / peer, ">= 10", "")


def _line(what: str, unit: str, value: float, target: str | None, about: str) -> dict[str, Any]:
    return {"what": what, "value": round(value, 2), "unit": unit, "target": target, "about": about}


def main() -> int:
    """Prints the table; `--json FILE` keeps it."""
    warnings.simplefilter("ignore")
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="small sizes, to try it")
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    found = os.environ.get("SEKISHO_TEST_DATA")
    if not found:
        print("SEKISHO_TEST_DATA names no folder: there are no advisories to measure with")
        return 2
    published, count, rounds = (20_000, 10_000, 3) if chosen.quick else (300_000, 100_000, 5)
    lines = measure(Path(found), published, count, rounds)
    print(f"{'what':<36}{'measured':>14} {'unit':<14}{'target':<12}about")
    for line in lines:
        shown = f"{line['value']:,.2f}" if line["value"] < 1000 else f"{line['value']:,.0f}"
        target = line["target"] or "-"
        print(f"{line['what']:<36}{shown:>14} {line['unit']:<14}{target:<12}{line['about']}")
    if chosen.json:
        told = {"python": platform.python_version(), "cores": os.cpu_count(), "lines": lines}
        chosen.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
