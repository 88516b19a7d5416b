"""A portal for the browser: started once, on loopback, with a clock that the stories move."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time as machine
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from sekisho.model.canonical import plain
from sekisho.model.filing import Filing
from sekisho.read.filing import read_filing
from tests.browser.portal.desk import Desk
from tests.browser.portal.serving import PASSWORD

ROOT = Path(__file__).parents[3]
TOKYO = ZoneInfo("Asia/Tokyo")
FRESH_SECONDS = 300
"""A sign-in is used again for so long: a signature asks who signed in longer ago for a password."""
FIRST = date(2026, 12, 1)
EXAMPLE = ROOT / "examples" / "grid-control-update"
PAPERS = ("sbom-proposed.cdx.json", "sbom-in-service.cdx.json", "evidence/measures.txt")

Make = Callable[..., Path]


@dataclass
class Served:
    """A portal that runs: where, the file of its clock, and who has signed in."""

    url: str
    clock: Path
    tables: Path
    chromium: Any
    seen: set[str] = field(default_factory=set)
    signed_in: dict[str, tuple[float, Any]] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    today: date = FIRST

    def on(self, days: int) -> date:
        """Moves the clock to so many days after the first."""
        self.today = FIRST + timedelta(days=days)
        at = datetime.combine(self.today, time(10), TOKYO)
        self.clock.write_text(at.isoformat(), encoding="ascii")
        return self.today

    def desk(
        self,
        who: str,
        lang: str,
        kind: type[Desk] = Desk,
        *,
        script: bool = True,
        width: int = 1280,
    ) -> Desk:
        """Gives the browser of a person, signed in, in a language."""
        at, state = self.signed_in.get(who, (0.0, None))
        fresh = state is not None and machine.monotonic() - at < FRESH_SECONDS
        context = self.chromium.new_context(
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
            storage_state=state if fresh else None,
        )
        context.add_cookies([{"name": "django_language", "value": lang, "url": self.url}])
        desk = kind(context.new_page(), self.url, lang, self.seen, axe=script)
        if who and not fresh:
            desk.go("/accounts/login/")
            desk.page.fill("#id_login", f"{who}@example.invalid")
            desk.page.fill("#id_password", PASSWORD)
            desk.page.locator("main button").first.click()
            desk.page.wait_for_url(lambda url: "/accounts/" not in url)
            self.signed_in[who] = machine.monotonic(), context.storage_state()
        return desk


@pytest.fixture(scope="session")
def served(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Starts a portal in a process of its own; its data go with the test run."""
    data = tmp_path_factory.mktemp("portal")
    clock = data / "now"
    clock.write_text(f"{FIRST}T10:00:00+09:00", encoding="ascii")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    wanted = {name: value for name, value in os.environ.items() if not name.startswith("SEKISHO_")}
    wanted |= {
        "SEKISHO_DATA": str(data),
        "SEKISHO_MODE": "demo",
        "SEKISHO_HTTPS": "false",
        "SEKISHO_NOW": str(clock),
        "SEKISHO_LIBRARY": str(ROOT / "examples" / "library"),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("serving.py")), str(port)],
        env=wanted,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    assert server.stdout.readline() == "ready\n", "the portal did not start"
    yield Served(f"http://127.0.0.1:{port}", clock, data / "portal.sqlite3", chromium)
    server.terminate()
    server.wait(timeout=20)
    server.stdout.close()


@pytest.fixture
def portal_now(served: Served) -> Iterator[Served]:
    """Gives the portal with its clock on the first day; its windows are closed afterwards."""
    served.on(0)
    before = set(served.chromium.contexts)
    yield served
    for context in set(served.chromium.contexts) - before:
        context.close()


@pytest.fixture
def filing(tmp_path: Path) -> Make:
    """Writes the example as a file, with some of its evidence, and with what is to differ."""

    def made(reference: str, **differs: Any) -> Path:
        path = EXAMPLE / "filing.yaml"
        read = read_filing(path.read_bytes(), path.name)
        listed = tuple(row for row in read.evidence if row.path in PAPERS)
        written: Filing = replace(read, reference=reference, evidence=listed, **differs)
        file = tmp_path / "filing.json"
        file.write_text(json.dumps(plain(written)), encoding="utf-8")
        return file

    return made
