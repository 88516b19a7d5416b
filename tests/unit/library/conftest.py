"""What the library's tests build with: a small folder of publications of every kind."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sekisho.library.build import build_library
from sekisho.library.snapshot import Library, open_library

DAY = date(2026, 11, 23)


def osv(id: str, name: str = "kasumi-http", fixed: str = "2.0.0", **more: Any) -> dict[str, Any]:
    """Gives an OSV record about one PyPI package, wrong below `fixed`."""
    events = [{"introduced": "0"}, {"fixed": fixed}]
    package = {"ecosystem": "PyPI", "name": name}
    affected = [{"package": package, "ranges": [{"type": "ECOSYSTEM", "events": events}]}]
    return {"id": id, "modified": "2026-11-20T00:00:00Z", "affected": affected, **more}


def write_sources(folder: Path) -> Path:
    """Writes a fictional publication of each kind as its publisher forms it."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [osv("PYSEC-2026-1", aliases=["CVE-2026-10001"]), osv("PYSEC-2026-2", "aoba-log")]
    text = "\n".join(json.dumps(line) for line in lines)
    (folder / "osv-pypa.jsonl").write_text(text, encoding="utf-8")
    entry = {"cveID": "CVE-2026-10001", "dateAdded": "2026-11-19", "product": "kasumi-http"}
    kev = {"catalogVersion": "2026.11.20", "count": 1, "vulnerabilities": [entry]}
    (folder / "known_exploited_vulnerabilities.json").write_text(json.dumps(kev))
    scores = "#model_version:v1,score_date:2026-11-22T00:00:00+0000\ncve,epss,percentile\n"
    with gzip.open(folder / "epss_scores-current.csv.gz", "wt") as stream:
        stream.write(scores + "CVE-2026-10001,0.5,0.99\nCVE-2026-10002,9e-05,0.1\n")
    entities = [{"name": "Virelume Optics", "aliases": ["Virelume"], "country": "Norway"}]
    listed = {"list_id": "bis-entity-list", "extracted": "2026-11-10", "count": 1}
    (folder / "entities.json").write_text(json.dumps({**listed, "entities": entities}))
    covered = [{"name": "Virelume Optics", "notes": "Cameras", "effective_date": "2025-01-02"}]
    listed = {"list_id": "fcc-covered", "extracted": "2026-11-10", "count": 1}
    (folder / "covered.json").write_text(json.dumps({**listed, "entities": covered}))
    return folder


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return write_sources(tmp_path / "sources")


@pytest.fixture
def snapshot(sources: Path, tmp_path: Path) -> Path:
    out = tmp_path / "library"
    build_library(sources, out, DAY)
    return out


@pytest.fixture
def library(snapshot: Path) -> Library:
    return open_library(snapshot)


@pytest.fixture
def own_feed(sources: Path) -> Callable[[str, str], Path]:
    """Gives a writer of a file in our own feed format into the sources."""

    def write(name: str, text: str) -> Path:
        path = sources / f"{name}.feed.yaml"
        path.write_text("schema: sekisho/feed/1\n" + text, encoding="utf-8")
        return path

    return write
