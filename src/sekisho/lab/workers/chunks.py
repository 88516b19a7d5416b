"""The work of one worker: chunks of past cases in, tallies and flips out, line by line.

A worker is a process of its own, started as `python -m sekisho.lab.workers.chunks`: it reads its
job from the first line of standard input, then the number of a chunk a line, and answers each
with one line. Nothing of the caller is imported again, whatever the caller is.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

import msgspec

from sekisho.lab.past.folder import read_lines, read_manifest, read_operators
from sekisho.lab.past.record import Manifest, OperatorRow
from sekisho.lab.replay.fast import FastReplay, read_lean
from sekisho.lab.replay.flips import CaseFlip
from sekisho.lab.replay.sides import SideSpec, open_sides
from sekisho.lab.replay.tally import Tally, groups_of
from sekisho.model.canonical import decode_hook, encode_hook
from sekisho.model.errors import InputError, Place
from sekisho.model.values.message import message


class Job(msgspec.Struct, kw_only=True):
    """What a worker is to do: a folder of cases, a base, and the drafts held against it.

    Of the first `keep_flips` drafts every flip is given, of the others the sums alone.
    """

    folder: str
    base: SideSpec
    drafts: tuple[SideSpec, ...]
    law_on: date | None = None
    keep_flips: int = 1


class ChunkResult(msgspec.Struct, kw_only=True):
    """What one chunk gave, draft by draft."""

    chunk: int
    tallies: list[Tally]
    flips: list[list[CaseFlip]]


JOBS = msgspec.json.Decoder(Job)
RESULTS = msgspec.json.Decoder(ChunkResult, dec_hook=decode_hook)
ENCODER = msgspec.json.Encoder(enc_hook=encode_hook)


class Worker:
    """Holds packs and operators, and replays one chunk after another."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._folder = Path(job.folder)
        self._manifest: Manifest = read_manifest(self._folder)
        self._operators: dict[str, OperatorRow] = read_operators(self._folder, self._manifest)
        base, *drafts = open_sides((job.base, *job.drafts), job.law_on)
        self._replays = [FastReplay(base, draft, self._operators) for draft in drafts]

    def run(self, number: int) -> ChunkResult:
        """Replays one chunk; raises `InputError` where it cannot be read."""
        chunk = self._manifest.chunks[number]
        path = self._folder / chunk.file
        tallies = [Tally() for _ in self._replays]
        flips: list[list[CaseFlip]] = [[] for _ in self._replays]
        counted = Tally()
        for at, line in read_lines(self._folder, chunk):
            try:
                case = read_lean(line)
            except (msgspec.MsgspecError, ValueError) as error:
                raise InputError(
                    message("lab.bad_record", reason=str(error)),
                    place=Place(file=str(path), line=at),
                    hint=message("lab.bad_record.remedy"),
                ) from error
            row = self._operators.get(case.operator)
            counted.count(groups_of(case, case.profile or (row.profile if row else None)))
            for draft, replay in enumerate(self._replays):
                flip = replay.replay_line(line, case, path, at)
                if flip is not None:
                    tallies[draft].add(flip)
                    if draft < self._job.keep_flips:
                        flips[draft].append(flip)
        for tally in tallies:
            tally.merge(counted)
        return ChunkResult(chunk=number, tallies=tallies, flips=flips)


def serve(lines: Iterator[bytes], out: BinaryIO) -> None:
    """Answers one chunk number after another until the input ends."""
    worker = Worker(JOBS.decode(next(lines)))
    # Nothing read from a chunk refers back to itself: counting references is enough.
    gc.freeze()
    gc.disable()
    for line in lines:
        out.write(ENCODER.encode(worker.run(int(line))) + b"\n")
        out.flush()


if __name__ == "__main__":
    serve(iter(sys.stdin.buffer.readline, b""), sys.stdout.buffer)
