"""Peers in environments of their own, each with the same advisories in its own store.

Nothing of theirs is committed: they are installed from the package registries when the benchmark
runs, and what cannot be had is told with the reason. An adapter writes OSV records into a peer's
store as favourably as its form allows; what that form cannot hold is counted as a cause.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

Record = dict[str, Any]
Pair = tuple[str, str]
"""A component, `name@version`, and an id of a flaw."""


class NotMeasured(Exception):
    """A peer that could not be had; says why."""


@dataclass(frozen=True, slots=True)
class Run:
    """How a peer is run on one SBOM: its command, its environment, and what it found."""

    command: list[str]
    environment: dict[str, str]
    found: Callable[[], set[Pair]]
    clear: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer: what it is called, how it is installed, fed and asked."""

    name: str
    install: Callable[[Path], Path]
    feed: Callable[[Path, Path, list[Record]], None]
    ask: Callable[[Path, Path, Path], Run]


def environment_of(cache: Path, name: str, packages: tuple[str, ...]) -> Path:
    """Makes a virtual environment for one peer, or takes the one that is there."""
    folder = cache / name
    python = folder / "bin" / "python"
    done = folder / "installed"
    if not done.is_file() or done.read_text() != " ".join(packages):
        print(f"installing {' '.join(packages)} into {folder}", flush=True)
        _must([sys.executable, "-m", "venv", "--clear", str(folder)], 300)
        _must([str(python), "-m", "pip", "install", "-q", *packages], 900)
        done.write_text(" ".join(packages))
    return folder


def go_program(cache: Path, module: str, version: str) -> Path:
    """Builds a Go program in a folder of its own, or takes the one that is there."""
    go = shutil.which("go")
    folder = cache / f"{module.rpartition('/')[2]}-{version}"
    built = next(iter(folder.glob("bin/*")), None)
    if built is None:
        if go is None:
            raise NotMeasured("no Go toolchain here")
        print(f"building {module}@{version} into {folder}", flush=True)
        own = os.environ | {"GOBIN": str(folder / "bin"), "GOPATH": str(folder / "path")}
        _must([go, "install", f"{module}@{version}"], 1500, own)
        built = next(iter(folder.glob("bin/*")))
    return built


def _must(command: list[str], seconds: int, environment: dict[str, str] | None = None) -> None:
    try:
        subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=seconds, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise NotMeasured(f"{Path(command[0]).name} took more than {seconds} s") from error
    except subprocess.CalledProcessError as error:
        said = (error.stderr or "").strip().splitlines() or ["without a word"]
        raise NotMeasured(f"{Path(command[0]).name}: {said[-1][:200]}") from error


def _script(python: Path, source: str, given: object, own: dict[str, str]) -> None:
    """Runs a few lines in a peer's environment, with JSON on standard input."""
    done = subprocess.run(
        [str(python), "-c", source],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | own,
    )
    if done.returncode:
        raise NotMeasured(f"its store could not be filled: {done.stderr.strip()[-300:]}")


# cve-bin-tool: rows of ranges under vendor and product.

_FILL_CVE = """
import json, sys
from cve_bin_tool.cvedb import CVEDB
flaws, ranges, folder = json.load(sys.stdin)
base = CVEDB(sources=[], cachedir=folder, backup_cachedir=folder + "-old")
base.init_database()
base.populate_metrics()
cursor = base.db_open_and_get_cursor()
base.populate_severity(flaws, cursor, data_source="OSV")
base.populate_affected(ranges, cursor, data_source="OSV")
base.connection.commit()
base.db_close()
"""


def _cve_feed(installed: Path, store: Path, records: list[Record]) -> None:
    home = store / ".cache" / "cve-bin-tool"
    home.mkdir(parents=True)
    flaws = [
        {"ID": r["id"], "severity": "unknown", "description": "an advisory", "score": 5.0}
        | {"CVSS_version": 3, "CVSS_vector": "unknown", "last_modified": r["modified"]}
        for r in records
    ]
    ranges = [row for record in records for row in _cve_rows(record)]
    _script(installed / "bin/python", _FILL_CVE, [flaws, ranges, str(home)], {"HOME": str(store)})


def _cve_rows(record: Record) -> Iterator[dict[str, str]]:
    for entry in record["affected"]:
        plain = {"cve_id": record["id"], "vendor": "unknown"}
        plain |= {"product": canonicalize_name(entry["package"]["name"])}
        spans = list(bounds(entry))
        for low, high, last in spans:
            yield plain | {
                "version": "*",
                "versionStartIncluding": "" if low == "0" else low,
                "versionStartExcluding": "",
                "versionEndIncluding": last,
                "versionEndExcluding": high,
            }
        # Its store has no index by product: a row for each listed version would slow every look-up.
        for version in () if spans else entry.get("versions") or ():
            yield plain | {"version": version} | dict.fromkeys(_CVE_BOUNDS, "")


_CVE_BOUNDS = (
    "versionStartIncluding",
    "versionStartExcluding",
    "versionEndIncluding",
    "versionEndExcluding",
)


def bounds(entry: Record) -> Iterator[tuple[str, str, str]]:
    """The ranges of versions of an `affected` entry: from, before, up to."""
    for span in entry.get("ranges") or ():
        if span["type"] == "GIT":
            continue
        low = ""
        for event in span["events"]:
            if "introduced" in event:
                if low:
                    yield low, "", ""
                low = event["introduced"]
            elif low and ("fixed" in event or "last_affected" in event):
                yield low, event.get("fixed", ""), event.get("last_affected", "")
                low = ""
        if low:
            yield low, "", ""


def _cve_ask(installed: Path, store: Path, sbom: Path) -> Run:
    out = store / "out.json"
    options = ["--offline", "--sbom", "cyclonedx", "--sbom-file", str(sbom)]

    def found() -> set[Pair]:
        rows = json.loads(out.read_text()) if out.exists() else []
        return {(f"{row['product']}@{row['version']}", row["cve_number"]) for row in rows}

    return Run(
        [str(installed / "bin/cve-bin-tool"), *options, "-f", "json", "-o", str(out)],
        {"HOME": str(store), "XDG_CONFIG_HOME": str(store)},
        found,
        lambda: out.unlink(missing_ok=True),
    )


# dep-scan: its own converter of OSV, into the two files of its database.

_FILL_DEP = """
import json, sys
from vdb.lib import db6
from vdb.lib.osv import OSVSource
db6.get()
source = OSVSource()
kept = []
for record in json.load(sys.stdin):
    try:
        kept += source.convert(record)
    except Exception as error:
        print(record["id"], error, file=sys.stderr)
source.store(kept)
db6.optimize_and_close_all()
"""


def _dep_feed(installed: Path, store: Path, records: list[Record]) -> None:
    store.mkdir(parents=True)
    own = _dep_environment(store)
    # It leaves out every PYSEC record that has a GHSA alias, as it would take that one: here it
    # has none to take. A record without a date ends its whole search.
    given = [
        dated(record) | {"aliases": [a for a in record.get("aliases") or () if a[:4] != "GHSA"]}
        for record in records
    ]
    _script(installed / "bin/python", _FILL_DEP, given, own)
    now = datetime.now(tz=UTC).isoformat()
    (store / "vdb.meta").write_text(json.dumps({"created_utc": now}))


def dated(record: Record) -> Record:
    """The record with both its days, written as RFC 3339 asks; some publish others."""
    told = {"published": record["modified"]} | record
    for name in ("published", "modified"):
        told[name] = told[name].replace(" ", "T").replace("+00:00", "Z")
    return told


def _dep_environment(store: Path) -> dict[str, str]:
    return {
        "VDB_HOME": str(store),
        "VDB_CACHE": str(store / "cache"),
        "VDB_AGE_HOURS": "99999",
        "NVD_START_YEAR": "1999",
        "HOME": str(store),
        "CI": "true",
    }


def _dep_ask(installed: Path, store: Path, sbom: Path) -> Run:
    out = store / "reports"
    options = ["--no-banner", "--bom", str(sbom), "--reports-dir", str(out)]
    options += ["--reachability-analyzer", "off"]

    def found() -> set[Pair]:
        pairs = set()
        for file in out.glob("*.vdr.json"):
            for flaw in json.loads(file.read_text()).get("vulnerabilities") or ():
                for affected in flaw.get("affects") or ():
                    named = affected["ref"].partition("?")[0].rpartition("/")[2]
                    pairs.add((named, flaw["id"]))
        return pairs

    return Run(
        [str(installed / "bin/depscan"), *options],
        _dep_environment(store),
        found,
        lambda: shutil.rmtree(out, ignore_errors=True),
    )


# osv-scanner: a zip of the records themselves.


def _osv_feed(_: Path, store: Path, records: list[Record]) -> None:
    folder = store / "osv-scanner" / "PyPI"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for record in records:
            packed.writestr(f"{record['id']}.json", json.dumps(dated(record)))


def _osv_ask(installed: Path, store: Path, sbom: Path) -> Run:
    out = store / "out.json"
    options = ["scan", "source", "-L", str(sbom), "--offline", "--format", "json"]

    def found() -> set[Pair]:
        told = json.loads(out.read_text()) if out.exists() else {}
        return set(_osv_pairs(told.get("results") or ()))

    return Run(
        [str(installed), *options, "--output-file", str(out)],
        {"OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY": str(store), "HOME": str(store)},
        found,
        lambda: out.unlink(missing_ok=True),
    )


def _osv_pairs(results: Iterable[Record]) -> Iterator[Pair]:
    for result in results:
        for each in result.get("packages") or ():
            package = each["package"]
            for flaw in each.get("vulnerabilities") or ():
                yield f"{package['name']}@{package['version']}", flaw["id"]


def _no_store(*_: Any) -> Any:
    raise NotMeasured(
        "its database (schema 6) is made by its publisher, and no adapter here writes it"
    )


_OSV = ("github.com/google/osv-scanner/v2/cmd/osv-scanner", "v2.4.0")

PEERS = (
    Peer(
        "cve-bin-tool 3.4",
        lambda cache: environment_of(cache, "cve", ("cve-bin-tool==3.4",)),
        _cve_feed,
        _cve_ask,
    ),
    Peer(
        "dep-scan 6.3.0",
        lambda cache: environment_of(
            cache, "dep", ("owasp-depscan==6.3.0", "appthreat-vulnerability-db")
        ),
        _dep_feed,
        _dep_ask,
    ),
    Peer("osv-scanner 2.4.0", lambda cache: go_program(cache, *_OSV), _osv_feed, _osv_ask),
    Peer("grype", _no_store, _no_store, _no_store),
)
