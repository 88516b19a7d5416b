"""A real Chromium for the pages; without one, or without its driver, the tests say so and skip."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Chromium looks nothing up by itself; the sandbox cannot start when the tests run as root."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[api.Browser]:
    """Starts the Chromium of the operating system, once."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed")
    try:
        driver = api.sync_playwright().start()
    except Exception as error:  # noqa: BLE001  # playwright raises a bare Exception here
        pytest.skip(f"the driver of the browser does not start: {error}")
    browser = driver.chromium.launch(executable_path=path, args=list(QUIET))
    yield browser
    browser.close()
    driver.stop()


@pytest.fixture
def show(chromium: api.Browser, tmp_path: Path) -> Iterator[Callable[[str, int], api.Page]]:
    """Opens a document as a file in a window of a given width; whatever it asks for is refused."""
    context = chromium.new_context(offline=True)

    def opened(document: str, width: int = 1000) -> api.Page:
        path = tmp_path / "report.html"
        path.write_text(document, encoding="utf-8")
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(path.as_uri())
        return page

    yield opened
    context.close()
