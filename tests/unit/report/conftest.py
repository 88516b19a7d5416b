"""Words for one test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sekisho.report.catalogue import catalogue


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, dict[str, str]], None]:
    """Adds entries to the catalogue of a language for one test."""

    def add(lang: str, entries: dict[str, str]) -> None:
        for id, text in entries.items():
            monkeypatch.setitem(catalogue(lang), id, text)

    return add
