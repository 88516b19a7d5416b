"""Runs a reader in a child process that may neither grow, nor last, nor reach anything.

What the child is held to, before it sees the first hostile byte:

- memory (RLIMIT_AS), processor time (RLIMIT_CPU), no file of its own (RLIMIT_FSIZE 0), few open
  files, no core dump; the parent ends it after a wall-clock limit;
- an own network namespace without any interface, where the kernel lets an unprivileged process
  have one; everywhere an audit hook that refuses sockets, new processes and writing to files.

Not promised: the audit hook binds Python code, not machine code that a flaw in a C library
could run; where namespaces are refused such code could reach the network. What crosses back is
data in MessagePack, decoded against a type, never pickled objects.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from sekisho.model.errors import Defect, DefectsError, InputError, Place, TooLargeError
from sekisho.model.values.message import message

Result = TypeVar("Result")

_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from sekisho.read import child; child.work(sys.argv[2:])"
)
_MIB = 1024 * 1024
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_REFUSED = (
    "socket.",
    "subprocess.",
    "ctypes.",
    "shutil.",
    *(f"os.{act}" for act in ("exec", "fork", "posix_spawn", "spawn", "system", "kill")),
    *(f"os.{act}" for act in ("remove", "rename", "rmdir", "mkdir", "link", "symlink", "truncate")),
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """Caps for one child: memory in MiB, processor and wall time in seconds."""

    memory: int = 1024
    processor: int = 30
    wall: int = 60


class _Reply(msgspec.Struct, frozen=True):
    """What a child sends back: the answer, or why there is none."""

    answer: msgspec.Raw = msgspec.Raw(b"\xc0")
    defects: tuple[Defect, ...] = ()
    too_large: bool = False


def read_in_child(
    reader: str, data: bytes, file: str, kind: type[Result], limits: ChildLimits | None = None
) -> Result:
    """Runs a reader in a child process and gives its answer, decoded as `kind`.

    `reader` is written `module:function`; the function takes the bytes and the file's name.
    Raises what the reader raised (`InputError`), `TooLargeError` when it ran out of memory or
    time, `InputError` when it broke down.
    """
    limits = limits or ChildLimits()
    try:
        ended = subprocess.run(
            _arguments(reader, file, limits),
            input=data,
            capture_output=True,
            timeout=limits.wall,
            check=False,
            env={"PYTHONHASHSEED": "0", "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise _too_large("error.child_time", file, seconds=limits.wall) from error
    if ended.returncode != 0:
        raise _why(ended.returncode, ended.stderr, file, limits)
    try:
        reply = msgspec.msgpack.decode(ended.stdout, type=_Reply)
        if not reply.defects:
            return msgspec.msgpack.decode(reply.answer, type=kind)
    except msgspec.DecodeError as error:
        raise _broken(file) from error
    if reply.too_large:
        first = reply.defects[0]
        raise TooLargeError(first.message, place=first.place, hint=first.remedy)
    raise DefectsError(reply.defects)


def work(arguments: list[str]) -> None:
    """Runs one reader inside the child: limits first, then the bytes from standard input."""
    name, file, memory, processor = arguments
    module, _, function = name.partition(":")
    read = getattr(importlib.import_module(module), function)
    _confine(int(memory), int(processor))
    data = sys.stdin.buffer.read()
    try:
        reply = _Reply(answer=msgspec.Raw(msgspec.msgpack.encode(read(data, file))))
    except InputError as error:
        reply = _Reply(defects=error.defects, too_large=isinstance(error, TooLargeError))
    sys.stdout.buffer.write(msgspec.msgpack.encode(reply))


def _arguments(reader: str, file: str, limits: ChildLimits) -> list[str]:
    paths = msgspec.json.encode([str(Path(path).absolute()) for path in sys.path]).decode()
    numbers = [str(limits.memory), str(limits.processor)]
    # Without the user's site folder, environment or current folder: only our own modules.
    return [sys.executable, "-I", "-S", "-B", "-c", _START, paths, reader, file, *numbers]


def _confine(memory: int, processor: int) -> None:
    _leave_network()
    for kind, most in (
        (resource.RLIMIT_AS, memory * _MIB),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    sys.addaudithook(_refuse)


def _leave_network() -> None:
    """Moves into an empty network namespace; where the kernel refuses, the hook must do."""
    try:
        ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER | _NEW_NETWORK)
    except (OSError, AttributeError):
        return


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
    if writes or event.startswith(_REFUSED):
        raise PermissionError(event)


def _why(code: int, said: bytes, file: str, limits: ChildLimits) -> InputError:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return _too_large("error.child_time", file, seconds=limits.processor)
    if b"MemoryError" in said[-2000:]:
        return _too_large("error.child_memory", file, limit=limits.memory)
    return _broken(file)


def _broken(file: str) -> InputError:
    return InputError(
        message("error.child_broken"),
        place=Place(file=file),
        hint=message("error.child_broken.remedy"),
    )


def _too_large(id: str, file: str, **params: int) -> TooLargeError:
    return TooLargeError(
        message(id, **params), place=Place(file=file), hint=message(f"{id}.remedy")
    )
