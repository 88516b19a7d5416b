"""Runs the processes of a portal side by side, and ends them together."""

from __future__ import annotations

import os
import signal
import socket  # noqa: TID251 (the supervisor knocks at its own door)
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sekisho.portal.running.children import CANNOT_START

_PATIENCE = 60.0
"""Seconds that a process has to end what it has in hand."""
_LONGEST_WAIT = 30.0


@dataclass(slots=True)
class _Child:
    """A process, and when it may be started again if it ends by itself."""

    words: tuple[str, ...]
    process: subprocess.Popen[str]
    started: float = field(default_factory=time.monotonic)
    falls: int = 0
    again_at: float = 0.0


def supervise(duties: list[tuple[str, ...]], ready: Callable[[], None]) -> int:
    """Runs each duty in a process of its own until told to stop (SIGTERM, SIGINT).

    `ready` is called once the pages answer. A process that falls is started again, later each
    time; one that cannot start ends all. Gives the exit code: 0 when told to stop.
    """
    stop = threading.Event()
    told = 0

    def hear(number: int, frame: object) -> None:
        nonlocal told
        del number, frame
        told += 1
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, hear)
    children = [_start(duty) for duty in duties]
    listening = threading.Thread(target=_listen, args=(children[0], ready), daemon=True)
    listening.start()
    code = 0
    while not stop.wait(0.2):
        code = next((code for child in children if (code := _look_after(child))), 0)
        if code:
            break
    _end(children, lambda: told > 1)
    return code


def _start(words: tuple[str, ...]) -> _Child:
    process = subprocess.Popen(
        [sys.executable, "-m", "sekisho.portal.running.children", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE if words[0] == "pages" else subprocess.DEVNULL,
        text=True,
        # A group of its own: Ctrl+C is heard here alone, and what is killed goes with its forks.
        process_group=0,
    )
    return _Child(words, process)


def _listen(pages: _Child, ready: Callable[[], None]) -> None:
    """Waits for the word that the address is ours, then until somebody answers there."""
    if pages.process.stdout is None or not pages.process.stdout.readline():
        return
    host, port = pages.words[1:3]
    while pages.process.poll() is None:
        try:
            socket.create_connection((_here(host), int(port)), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            ready()
            return


def _here(host: str) -> str:
    """Gives where to knock: who listens everywhere is asked on this machine."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)


def _look_after(child: _Child) -> int:
    """Starts a process again that has fallen; gives an exit code where that would not help."""
    code = child.process.poll()
    if code is None:
        return 0
    if code == CANNOT_START or child.words[0] == "pages":
        return code or CANNOT_START
    now = time.monotonic()
    if not child.again_at:
        lived_long = now - child.started > 60
        child.falls = 1 if lived_long else child.falls + 1
        child.again_at = now + min(2.0**child.falls, _LONGEST_WAIT)
    elif now >= child.again_at:
        fresh = _start(child.words)
        child.process, child.started, child.again_at = fresh.process, fresh.started, 0.0
    return 0


def _end(children: list[_Child], hurried: Callable[[], bool]) -> None:
    """Has each process finish what it has in hand; kills what does not end, or when hurried."""
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    until = time.monotonic() + _PATIENCE
    for child in children:
        while child.process.poll() is None and time.monotonic() < until and not hurried():
            time.sleep(0.05)
        if child.process.poll() is None:
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        for pipe in (child.process.stdin, child.process.stdout):
            if pipe is not None:
                pipe.close()
