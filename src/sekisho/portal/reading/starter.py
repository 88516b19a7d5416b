"""The process that starts readers: it has them loaded, and forks one for each file.

It looks at no byte of a file. What it forks closes the pipes to the portal, confines itself
(`read.child`), reads, and ends; a flaw in a parser reaches nothing that outlives the file.
"""

from __future__ import annotations

import gc
import importlib
import os
import select
import signal
import sys
import time
from typing import BinaryIO

import msgspec

from sekisho.portal.reading.frames import HEAD, Job, Outcome, pack
from sekisho.read.child import NO_MEMORY, confine, reply_of

_LOADED = (
    "sekisho.portal.reading.readers",
    "sekisho.read.filing",
    "sekisho.read.sheets.cells",
)
_FIRST = ("sekisho.read.filing:read_filing", b"schema: sekisho/filing/1\n", "")
_BROKE_DOWN = 1
_SLICE = 0.001


def main() -> None:
    """Serves until the portal closes the pipe, or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in _LOADED:
        importlib.import_module(name)
    # Filled once here, inherited by each: what the readers derive from the shapes of the records.
    reply_of(*_FIRST)
    gc.collect()
    gc.freeze()
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    while head := asked.read(HEAD):
        job = msgspec.msgpack.decode(asked.read(int.from_bytes(head, "big")), type=Job)
        outcome, answer = _start(job, asked)
        told.write(pack(outcome) + answer)
        told.flush()


def _start(job: Job, asked: BinaryIO) -> tuple[Outcome, bytes]:
    data = asked.read(job.size)
    out, into = os.pipe()
    reading = os.fork()
    if reading == 0:
        _read(job, data, into)
    os.close(into)
    del data
    try:
        answer = _collect(out, job)
    except BufferError:
        _ended(reading, patience=0.0)
        answer, code = None, NO_MEMORY
    else:
        code = _ended(reading, patience=0.0 if answer is None else 1.0)
    finally:
        os.close(out)
    if code != 0 or answer is None:
        return Outcome(code=code or _BROKE_DOWN), b""
    return Outcome(code=0, size=len(answer)), answer


def _read(job: Job, data: bytes, into: int) -> None:
    """Reads one file, in the process that was forked for it; never comes back."""
    code = _BROKE_DOWN
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nowhere, standard)
        os.closerange(3, into)
        os.closerange(into + 1, 64)
        os.chdir("/")
        confine(job.memory, job.processor)
        left = memoryview(reply_of(job.reader, data, job.file))
        while left:
            left = left[os.write(into, left) :]
        code = 0
    except MemoryError:
        code = NO_MEMORY
    finally:
        os._exit(code)


def _collect(out: int, job: Job) -> bytes | None:
    """Takes the answer as it comes; `None` when it takes too long.

    Raises `BufferError` when it is too much.
    """
    until, answer = time.monotonic() + job.wall, bytearray()
    while True:
        ready, _, _ = select.select([out], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return None
        piece = os.read(out, 1 << 20)
        if not piece:
            return bytes(answer)
        answer += piece
        if len(answer) > job.most:
            raise BufferError


def _ended(reading: int, patience: float) -> int:
    """Waits for the end of a reader, then ends it; gives its exit code, negative for a signal."""
    until = time.monotonic() + patience
    while True:
        done, status = os.waitpid(reading, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= until:
            os.kill(reading, signal.SIGKILL)
            _, status = os.waitpid(reading, 0)
            return os.waitstatus_to_exitcode(status)
        time.sleep(_SLICE)
