"""A portal that really runs: the command in a process of its own, on a free port of loopback."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.samples.workers import wait_for

COMMAND = (sys.executable, "-c", "from sekisho.cli.main import main; main()")


def free_port() -> int:
    """Gives a port that nobody has at this moment."""
    with closing(socket.create_server(("127.0.0.1", 0))) as made:
        return int(made.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    body: str
    cookies: str
    """What the browser is told to keep, as it would send it back."""


def get(port: int, path: str, **headers: str) -> Answer:
    """Asks for a page."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as asking:
        asking.request("GET", path, headers=headers)
        answer = asking.getresponse()
        kept = [text.partition(";")[0] for text in answer.headers.get_all("set-cookie") or ()]
        return Answer(answer.status, answer.read().decode(), "; ".join(kept))


class Running:
    """A command that goes on until it is told to stop."""

    def __init__(self, process: subprocess.Popen[str], said: Path) -> None:
        self.process, self._said = process, said

    def said(self) -> str:
        """Gives what it has printed so far."""
        return self._said.read_text(encoding="utf-8")

    def await_word(self, pattern: str) -> str:
        """Waits until it has printed something, and gives what was in the parentheses."""
        wait_for(lambda: re.search(pattern, self.said()) or self.process.poll() is not None, 120)
        found = re.search(pattern, self.said())
        assert found is not None, self.said()
        return found.group(1)

    def stop(self) -> int:
        """Tells it to stop, and gives its exit code."""
        self.process.terminate()
        return self.process.wait(90)


@contextmanager
def running(folder: Path, *words: str, **environment: str) -> Iterator[Running]:
    """Runs `sekisho` with these words, what it prints going to a file."""
    folder.mkdir(parents=True, exist_ok=True)
    said = folder / "said.txt"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEKISHO_")}
    with said.open("w") as out:
        process = subprocess.Popen(
            [*COMMAND, *words],
            env={**kept, "LC_ALL": "C.UTF-8", "SEKISHO_LANG": "en", **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=folder,
            text=True,
        )
    try:
        yield Running(process, said)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(90)


def call(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `sekisho` with these words to its end."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEKISHO_")}
    return subprocess.run(
        [*COMMAND, *words],
        env={**kept, "LC_ALL": "C.UTF-8", "SEKISHO_LANG": "en", **environment},
        capture_output=True,
        cwd=folder,
        text=True,
        check=False,
        timeout=180,
    )
