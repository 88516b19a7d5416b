from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from sekisho.regime.loader import PACKS, load_regime
from sekisho.regime.pack import Regime


@pytest.fixture
def espa() -> Regime:
    return load_regime("jp-espa", date(2026, 12, 1))


@pytest.fixture
def baseline() -> Regime:
    return load_regime("baseline", date(2026, 12, 1))


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A folder with copies of both packs, free to be spoiled."""
    return Path(copytree(PACKS, tmp_path / "packs"))
