"""What was uploaded, read in a process of its own; what goes wrong there is told, and stops nothing.

A portal reads many small files, and to start Python for each would take longer than to read it.
So each process of the portal keeps a few *starters* at hand (`starter`): processes that have the
readers loaded, never see a hostile byte parsed, and give birth to one confined reader a file.
"""

from __future__ import annotations

import atexit
import os
import select
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from sekisho.model.evidence import Evidence, EvidenceItem
from sekisho.model.filing import Filing
from sekisho.portal.reading.frames import HEAD, Job, Outcome, pack
from sekisho.read.child import ChildLimits, open_reply, why_not

Result = TypeVar("Result")

SMALL = ChildLimits(memory=1024, processor=15, wall=30)
LARGE = ChildLimits(memory=4096, processor=120, wall=180)
_SMALL = 4 * 1024 * 1024
"""Bytes up to which the lower limits hold: somebody waits for the page."""
_MOST_ANSWERED = 512 * 1024 * 1024
_AT_HAND = 4
"""Starters that are kept when nothing is to be read: as many as a process answers requests at once.

To start one takes half a second, and each takes some 35 MB.
"""
_GRACE = 5.0
_EVIDENCE = "sekisho.portal.reading.readers:evidence"
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from sekisho.portal.reading import starter; starter.main()"
)


def prepare() -> None:
    """Has a starter made ready, so that the first who uploads does not wait for it."""
    _POOL.prepare()


def read_filing(data: bytes, name: str) -> Filing:
    """Reads a filing that was handed in; raises `InputError` like the reader that it runs."""
    return read_apart("sekisho.read.filing:read_filing", data, name, Filing)


def read_evidence(evidence: Evidence, data: bytes) -> EvidenceItem:
    """Reads a piece of evidence; raises `InputError` for an SBOM that is none."""
    # The row is our own, the bytes are not: both cross over in one message.
    sent = pack(evidence) + data
    return read_apart(_EVIDENCE, sent, evidence.path, EvidenceItem, _limits(len(data)))


def read_apart(
    reader: str, data: bytes, file: str, kind: type[Result], limits: ChildLimits | None = None
) -> Result:
    """Runs a reader (`module:function`, of bytes and a file's name) apart; gives its answer.

    Raises what the reader raised (`InputError`), `TooLargeError` where it came to a limit,
    `InputError` where it broke down.
    """
    held = limits or _limits(len(data))
    job = Job(
        reader=reader,
        file=file,
        size=len(data),
        memory=held.memory,
        processor=held.processor,
        wall=held.wall,
        most=_MOST_ANSWERED,
    )
    outcome, said = _POOL.run(job, data)
    if outcome.code != 0:
        raise why_not(outcome.code, file, held)
    return open_reply(said, file, kind)


def _limits(size: int) -> ChildLimits:
    return SMALL if size <= _SMALL else LARGE


class _Starter:
    """A starter, and the pipes to it."""

    def __init__(self) -> None:
        paths = msgspec.json.encode([str(Path(path).absolute()) for path in sys.path]).decode()
        # Started anew, not forked: nothing of the portal's memory or environment is in it.
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", "-c", _START, paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONHASHSEED": "0", "LANG": "C.UTF-8"},
            bufsize=0,
        )

    def run(self, job: Job, data: bytes) -> tuple[Outcome, bytes]:
        """Has one file read; raises `OSError` where the starter itself has fallen."""
        told, asked = self._process.stdout, self._process.stdin
        if told is None or asked is None:
            raise BrokenPipeError
        _write(asked.fileno(), pack(job))
        _write(asked.fileno(), data)
        until = time.monotonic() + job.wall + _GRACE
        head = _read(told.fileno(), HEAD, until)
        outcome = msgspec.msgpack.decode(
            _read(told.fileno(), int.from_bytes(head, "big"), until), type=Outcome
        )
        return outcome, _read(told.fileno(), outcome.size, until)

    def end(self) -> None:
        """Ends it, and whatever it has in hand."""
        self._process.kill()
        self._process.communicate()


class _Pool:
    """The starters of this process: one for each file that is being read, a few beside."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Starter] = []
        self._owner = 0

    def run(self, job: Job, data: bytes) -> tuple[Outcome, bytes]:
        """Has a file read by a starter that is free; one that has fallen meanwhile is replaced."""
        starter = self._take()
        if starter is not None:
            try:
                return self._run(starter, job, data)
            except (OSError, EOFError):
                # It was killed while it lay idle, or in the work: a fresh one tells which.
                pass
        try:
            return self._run(_Starter(), job, data)
        except (OSError, EOFError):
            return Outcome(code=1), b""

    def prepare(self) -> None:
        """Starts one, and does not wait for it."""
        starter = self._take() or _Starter()
        with self._lock:
            self._idle.append(starter)

    def end(self) -> None:
        """Ends the starters that lie idle."""
        while (starter := self._take()) is not None:
            starter.end()

    def _run(self, starter: _Starter, job: Job, data: bytes) -> tuple[Outcome, bytes]:
        try:
            done = starter.run(job, data)
        except BaseException:
            starter.end()
            raise
        with self._lock:
            if len(self._idle) < _AT_HAND and self._owner == os.getpid():
                self._idle.append(starter)
                return done
        starter.end()
        return done

    def _take(self) -> _Starter | None:
        with self._lock:
            if self._owner != os.getpid():
                # After a fork those of the other process are its own.
                self._idle, self._owner = [], os.getpid()
            return self._idle.pop() if self._idle else None


def _write(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def _read(handle: int, size: int, until: float) -> bytes:
    """Reads so many bytes; raises `EOFError` when there are no more, or none in time."""
    got = bytearray()
    while len(got) < size:
        ready, _, _ = select.select([handle], [], [], max(0.0, until - time.monotonic()))
        piece: Any = os.read(handle, min(size - len(got), 1 << 20)) if ready else b""
        if not piece:
            raise EOFError
        got += piece
    return bytes(got)


_POOL = _Pool()
atexit.register(_POOL.end)
