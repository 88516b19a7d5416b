"""Workers in processes of their own, over the database of a test, with kinds of work to try."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.samples.sites import Site

KINDS = """
import os, pathlib, signal, sys, threading, time
from sekisho.portal.running.setup import make_ready
make_ready()
from sekisho.portal.accounts.models import Organisation
from sekisho.portal.work import worker
from sekisho.portal.work.kinds import DAILY, KINDS

log = pathlib.Path(sys.argv[1])
def note(task, said):
    with log.open("a") as file:
        file.write(f"{said} {task.key}\\n")
def keep(task):
    return lambda: Organisation.objects.create(kind="operator", name=task.key) and None
def quick(task):
    note(task, "started")
    return keep(task)
def long(task):
    note(task, "started")
    for _ in range(int(task.args.get("ticks", 20))):
        time.sleep(0.1)
        task.tell(0)
    note(task, "ended")
    return keep(task)
def deadly(task):
    note(task, "started")
    os.kill(os.getpid(), signal.SIGKILL)
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
worker.POLL = 0.05
kinds = {name: kind for name, kind in KINDS.items() if name != DAILY}
worker.run(stop, {**kinds, "quick": quick, "long": long, "deadly": deadly})
"""


def address_of(site: Site) -> dict[str, str]:
    """Gives the variables by which another process finds the database of a test."""
    if site.vendor == "sqlite":
        return {"SEKISHO_DATA": str(Path(site.description["NAME"]).parent)}
    at = site.description
    return {
        "SEKISHO_DATA": str(site.data),
        "SEKISHO_DATABASE_URL": "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**at),
    }


class Workers:
    """The workers of a test, and what they noted."""

    def __init__(self, site: Site, folder: Path) -> None:
        self._site, self.log = site, folder / "noted.txt"
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, lease: float = 60) -> subprocess.Popen[bytes]:
        """Starts a worker; it goes on until told to stop."""
        started = subprocess.Popen(
            [sys.executable, "-c", KINDS, str(self.log)],
            env={**os.environ, **address_of(self._site), "SEKISHO_LEASE": str(lease)},
            stderr=subprocess.DEVNULL,
        )
        self.running.append(started)
        return started

    def noted(self, word: str) -> list[str]:
        """Gives the keys of the work that was started, or ended."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [line.partition(" ")[2] for line in lines if line.startswith(word)]


@contextmanager
def workers(site: Site, folder: Path) -> Iterator[Workers]:
    """Gives workers to start, and ends those that still run."""
    made = Workers(site, folder)
    try:
        yield made
    finally:
        for process in made.running:
            process.kill()
            process.wait()


def wait_for(come: Callable[[], object], seconds: float = 60) -> None:
    """Waits until something has come about."""
    until = time.monotonic() + seconds
    while not come():
        assert time.monotonic() < until, "it has not come about"
        time.sleep(0.05)
