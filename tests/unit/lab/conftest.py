from __future__ import annotations

from pathlib import Path

import pytest

from sekisho.lab.population.make import make_year
from sekisho.regime.loader import find_pack


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A population of three scenarios, small enough for a test."""
    folder = tmp_path_factory.mktemp("population") / "year"
    make_year(find_pack("jp-espa"), folder, year=2025, seed=3, operators=120, cases=400)
    return folder
