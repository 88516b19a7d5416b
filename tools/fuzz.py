"""Spoils documents and reads them: a reader gives a result or one of our errors with a place.

python -m tools.fuzz                       every reader for 60 seconds in all
python -m tools.fuzz --seconds 600 osv     one reader, longer
python -m tools.fuzz --seed 7              another run; a run of one seed is always the same

Anything else that comes out of a reader, a document that takes longer than 20 seconds, and memory
beyond 2 GB is printed with the bytes that did it (in hexadecimal), and ends with exit code 1.
"""

from __future__ import annotations

import argparse
import io
import re
import resource
import signal
import sys
import time
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[1]))

from sekisho.model.errors import Place, SekishoError
from tools.fuzz_targets import Target, targets

SLOW = 20
"""Seconds after which a reader is said to hang, at a document of some kilobytes."""

_MEMORY = 2 * 1024 * 1024 * 1024
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[A-Za-z0-9_.:@/-]+')
PUT: tuple[bytes, ...] = (
    b"", b"null", b"true", b"[]", b"{}", b"[[]]", b'{"a":1}', b"0", b"-1", b"1e999", b"NaN",
    b"9" * 400, b"0.1", b'""', b'"a"', b'"\\ud800"', b'"\\u0000"', b"\x00", b"\xff\xfe", b"\xef\xbb\xbf",
    b'"', b"'", b"\\", b"{", b"[", b"]", b"}", b"<", b">", b"&x;", b"<!DOCTYPE a>", b"]]>", b":",
    b",", b"\n", b"\r", b"\t", b" ", b"#", b"|", b"&a", b"*a", b"!!int", b"---\n", b"- ",
    b"[" * 300, b"(" * 300, b'"' + b"a" * 5000 + b'"', b"pkg:npm/%00", b"pkg:a/@", b"2026-02-30",
    b"0000-00-00", b"9999-12-31", b"NOASSERTION", b"=1+1", b"-0-", "\u202e\U0001f469".encode(),
    b"\xed\xa0\x80",
)  # fmt: skip
"""What has broken readers of one form or another."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a document: what kind, where (a share of its length), how long, what is put."""

    kind: int
    at: int
    length: int
    put: bytes


class ReaderError(AssertionError):
    """A reader did what no reader may."""


def spoilt(seed: bytes, edits: Sequence[Edit]) -> bytes:
    """Gives a document after some changes; of a workbook one part is changed and packed again."""
    if not seed.startswith(b"PK") or not edits or edits[0].kind == 0:
        return _spoilt(seed, edits)
    with zipfile.ZipFile(io.BytesIO(seed)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = sorted(parts)[edits[0].at % len(parts)]
    parts[name] = _spoilt(parts[name], edits[1:])
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as book:
        for each, body in parts.items():
            book.writestr(each, body)
    return held.getvalue()


def _spoilt(data: bytes, edits: Sequence[Edit]) -> bytes:
    for edit in edits:
        at = edit.at % (len(data) + 1)
        end = at + edit.length
        if edit.kind == 0:
            data = data[:at] + edit.put + data[at + len(edit.put) :]
        elif edit.kind == 1:
            data = data[:at] + edit.put + data[at:]
        elif edit.kind == 2:
            data = data[:at] + data[end:]
        elif edit.kind == 3:
            data = data[:end] + data[at:end] * 3 + data[end:]
        else:
            found = list(_TOKEN.finditer(data))
            if found:
                token = found[edit.at % len(found)]
                data = data[: token.start()] + edit.put + data[token.end() :]
    return data


def hold(target: Target, data: bytes) -> None:
    """Reads a document; raises `ReaderError` for whatever no reader may do."""
    try:
        with _no_longer_than(SLOW):
            target.read(data)
    except SekishoError as error:
        for defect in error.defects:
            if defect.place == Place():
                raise ReaderError(f"{target.name}: no place in {error}") from error
    except (Exception, RecursionError, MemoryError) as error:
        raise ReaderError(f"{target.name}: {type(error).__name__}: {error}") from error


@contextmanager
def _no_longer_than(seconds: int) -> Iterator[None]:
    def late(_: int, __: FrameType | None) -> None:
        raise TimeoutError(f"longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def drawn(random: Random) -> list[Edit]:
    """Draws one to eight changes."""
    return [
        Edit(
            random.randrange(5), random.randrange(1 << 16), random.choice((1, 2, 8, 64, 1000)), put
        )
        for put in random.choices(PUT, k=random.randint(1, 8))
    ]


def main(words: Sequence[str] | None = None) -> int:
    """Fuzzes the readers asked for; gives the exit code."""
    known = {target.name: target for target in targets()}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(known))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(words)
    unknown = sorted(set(asked.readers) - known.keys())
    if unknown:
        parser.error(f"no reader {', '.join(unknown)}; there are {', '.join(known)}")
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    chosen = [known[name] for name in asked.readers or known]
    wrong = [_fuzzed(target, asked.seconds / len(chosen), asked.seed) for target in chosen]
    return int(any(wrong))


def _fuzzed(target: Target, seconds: float, seed: int) -> bool:
    """Reads until the time is over; each kind of fault is printed once."""
    random = Random(seed ^ zlib.crc32(target.name.encode()))  # noqa: S311  # to be repeated
    until = time.monotonic() + seconds
    count, seen = 0, set()
    while time.monotonic() < until:
        data = spoilt(target.seed, drawn(random))
        count += 1
        try:
            hold(target, data)
        except ReaderError as error:
            kind = re.sub(r"[0-9]+|'[^']*'", "_", str(error))[:80]
            if kind not in seen:
                seen.add(kind)
                print(f"{error}\n  {data[:4000].hex()}")
    print(f"{target.name:16} {count:7,} documents, {len(seen)} kinds of fault")
    return bool(seen)


if __name__ == "__main__":
    sys.exit(main())
