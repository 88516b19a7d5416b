"""What every test may use: the real data folder, its compressed lines, and the property profiles."""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.samples.sites"]

# What a site set for itself must not change what is tested.
os.environ.pop("SEKISHO_READINGS", None)

NO_TEST_DATA = "SEKISHO_TEST_DATA names no folder of real data"

settings.register_profile("laptop", deadline=None)
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci" if os.environ.get("CI") else "laptop")


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Gives the folder of real data; skips with a reason when it is not there."""
    named = os.environ.get("SEKISHO_TEST_DATA", "")
    folder = Path(named)
    if not named or not folder.is_dir():
        pytest.skip(NO_TEST_DATA)
    return folder


@pytest.fixture(scope="session")
def zst_lines() -> Callable[[Path], Iterator[Any]]:
    """Gives a reader that yields each JSON document of a `.jsonl.zst` file, one a line."""
    return _zst_lines


def _zst_lines(path: Path) -> Iterator[Any]:
    with (
        path.open("rb") as packed,
        zstandard.ZstdDecompressor().stream_reader(packed) as plain,
        io.TextIOWrapper(plain, encoding="utf-8") as text,
    ):
        for line in text:
            if line.strip():
                yield json.loads(line)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says how many tests were skipped, and why, so that a green run hides nothing."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        where = report.longrepr
        reason = where[2] if isinstance(where, tuple) else str(where)
        reasons[reason.removeprefix("Skipped: ")] += 1
    if not reasons:
        return
    terminalreporter.section("skipped, and why")
    lacking = reasons.get(NO_TEST_DATA, 0)
    terminalreporter.write_line(f"{lacking} tests skipped for lack of test data")
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{count:5d}  {reason}")
