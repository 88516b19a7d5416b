from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples"
NAMES = (
    "airport-drones",
    "bank-core-outsourcing",
    "grid-control-update",
    "quick-patch",
    "water-cameras",
)


def _vet(folder: Path, cwd: Path, **surroundings: str) -> bytes:
    """Vets a folder in a process of its own and gives the assessment as it is printed."""
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), **surroundings}
    command = "from sekisho.cli.main import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", command, "vet", str(folder), "--json"],
        cwd=cwd,
        env=environ,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode in {0, 1, 3}, ended.stderr.decode()
    return ended.stdout


@pytest.mark.parametrize("name", NAMES)
def test_neither_place_nor_language_nor_zone_nor_hashing_changes_one_byte(
    name: str, tmp_path: Path
):
    moved = tmp_path / "elsewhere"
    shutil.copytree(EXAMPLES, moved)
    here = _vet(EXAMPLES / name, ROOT, PYTHONHASHSEED="1", TZ="Asia/Tokyo", SEKISHO_LANG="ja")
    there = _vet(moved / name, tmp_path, PYTHONHASHSEED="2", TZ="America/Lima", LANG="C")
    assert here == there


def test_the_name_of_an_assessment_is_the_digest_of_what_is_printed():
    printed = _vet(EXAMPLES / "quick-patch", ROOT).rstrip(b"\n")
    shown = subprocess.run(
        [sys.executable, "-c", "from sekisho.cli.main import main; main()", "vet",
         str(EXAMPLES / "quick-patch")],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "SEKISHO_LANG": "en"},
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )  # fmt: skip
    assert json.loads(printed)["schema"] == "sekisho/assessment/1"
    assert hashlib.sha256(printed).hexdigest() in shown.stdout
