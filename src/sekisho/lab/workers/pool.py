"""Workers side by side: hands out chunks as workers become free, and gives results in order."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import SimpleQueue

from sekisho.lab.workers.chunks import ENCODER, RESULTS, ChunkResult, Job, Worker
from sekisho.model.errors import InputError
from sekisho.model.values.message import message

_AHEAD = 4
"""Chunks per worker that may be under way or wait for an earlier one."""

Progress = Callable[[int], None]


def run_chunks(
    job: Job, count: int, workers: int, progress: Progress | None = None
) -> Iterator[ChunkResult]:
    """Yields the result of each chunk in order; `progress` is told how many are done.

    One worker works in this process; more are processes of their own. Raises `InputError` where
    a chunk cannot be read.
    """
    if workers < 2 or count < 2:
        worker = Worker(job)
        for number in range(count):
            yield worker.run(number)
            if progress:
                progress(number + 1)
        return
    yield from _side_by_side(job, count, min(workers, count), progress)


class _Process:
    """One worker process and the pipe to it."""

    def __init__(self, job: Job) -> None:
        command = [sys.executable, "-m", "sekisho.lab.workers.chunks"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._ended_on: int | None = None
        self._send(ENCODER.encode(job))

    def run(self, number: int) -> ChunkResult:
        if self._ended_on is not None:
            # What it ended on is to be told, not what came after.
            raise _Ended(self._ended_on)
        self._send(str(number).encode())
        stdout = self._process.stdout
        line = stdout.readline() if stdout else b""
        if not line:
            self._ended_on = number
            raise _Ended(number)
        return RESULTS.decode(line)

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _send(self, line: bytes) -> None:
        if self._process.stdin is not None:
            try:
                self._process.stdin.write(line + b"\n")
                self._process.stdin.flush()
            except BrokenPipeError:
                return


class _Ended(Exception):
    """A worker ended before it answered."""


def _side_by_side(
    job: Job, count: int, workers: int, progress: Progress | None
) -> Iterator[ChunkResult]:
    free: SimpleQueue[_Process] = SimpleQueue()
    processes = [_Process(job) for _ in range(workers)]
    for process in processes:
        free.put(process)

    def work(number: int) -> ChunkResult:
        process = free.get()
        try:
            return process.run(number)
        finally:
            free.put(process)

    try:
        with ThreadPoolExecutor(workers) as pool:
            yield from _in_order(pool, work, count, workers * _AHEAD, progress)
    except _Ended as ended:
        raise _explained(job, int(str(ended))) from ended
    finally:
        for process in processes:
            process.close()


def _in_order(
    pool: ThreadPoolExecutor,
    work: Callable[[int], ChunkResult],
    count: int,
    ahead: int,
    progress: Progress | None,
) -> Iterator[ChunkResult]:
    running: set[Future[ChunkResult]] = set()
    kept: dict[int, ChunkResult] = {}
    sent = given = 0
    while given < count:
        while sent < count and sent - given < ahead:
            running.add(pool.submit(work, sent))
            sent += 1
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            result = future.result()
            kept[result.chunk] = result
        if progress:
            progress(given + len(kept))
        while given in kept:
            yield kept.pop(given)
            given += 1


def _explained(job: Job, number: int) -> InputError:
    """Runs the chunk a worker ended on here, so that what is wrong is told as it is."""
    Worker(job).run(number)
    return InputError(message("lab.worker_ended", chunk=number))
