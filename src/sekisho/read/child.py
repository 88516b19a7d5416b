"""Runs a reader in a child process that may neither grow, nor last, nor reach anything.

What the child is held to, before it sees the first hostile byte:

- memory (RLIMIT_AS), processor time (RLIMIT_CPU), no file of its own (RLIMIT_FSIZE 0), few open
  files, no process or thread beside it, no core dump; the parent ends it after a wall-clock limit;
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
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from sekisho.model.canonical import decode_hook, encode_hook
from sekisho.model.errors import Defect, DefectsError, InputError, Place, TooLargeError
from sekisho.model.values.message import message

Result = TypeVar("Result")
Reader = Callable[[bytes, str], Any]
"""Takes the bytes and the name of the file."""

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
NO_MEMORY = 77
"""The exit code of a child that ran out of memory."""
_confined = False


class ChildLimits(msgspec.Struct, frozen=True):
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
    time, `InputError` when it broke down. Within a child it is a plain call: that one is confined.
    """
    if _confined:
        return _found(reader)(data, file)  # type: ignore[no-any-return]  # as the name promises
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
        out_of_memory = b"MemoryError" in ended.stderr[-2000:]
        raise why_not(NO_MEMORY if out_of_memory else ended.returncode, file, limits)
    return open_reply(ended.stdout, file, kind)


def open_reply(said: bytes, file: str, kind: type[Result]) -> Result:
    """Gives the answer that a child sent back, or raises what its reader raised."""
    try:
        reply = msgspec.msgpack.decode(said, type=_Reply)
        if not reply.defects:
            return msgspec.msgpack.decode(reply.answer, type=kind, dec_hook=decode_hook)
    except (msgspec.DecodeError, ValueError) as error:
        raise _broken(file) from error
    if reply.too_large:
        first = reply.defects[0]
        raise TooLargeError(first.message, place=first.place, hint=first.remedy)
    raise DefectsError(reply.defects)


def work(arguments: list[str]) -> None:
    """Runs one reader inside the child: limits first, then the bytes from standard input."""
    name, file, memory, processor = arguments
    read = _found(name)
    confine(int(memory), int(processor))
    sys.stdout.buffer.write(_reply(read, sys.stdin.buffer.read(), file))


def reply_of(reader: str, data: bytes, file: str) -> bytes:
    """Runs a reader in this process, which is confined, and gives what is to be sent back."""
    return _reply(_found(reader), data, file)


def _found(reader: str) -> Reader:
    module, _, function = reader.partition(":")
    found: Reader = getattr(importlib.import_module(module), function)
    return found


def _reply(read: Reader, data: bytes, file: str) -> bytes:
    try:
        answer = msgspec.msgpack.encode(read(data, file), enc_hook=encode_hook)
        reply = _Reply(answer=msgspec.Raw(answer))
    except InputError as error:
        reply = _Reply(defects=error.defects, too_large=isinstance(error, TooLargeError))
    return msgspec.msgpack.encode(reply)


def _arguments(reader: str, file: str, limits: ChildLimits) -> list[str]:
    paths = msgspec.json.encode([str(Path(path).absolute()) for path in sys.path]).decode()
    numbers = [str(limits.memory), str(limits.processor)]
    # Without the user's site folder, environment or current folder: only our own modules.
    return [sys.executable, "-I", "-S", "-B", "-c", _START, paths, reader, file, *numbers]


def confine(memory: int, processor: int) -> None:
    """Holds this process to its limits, for good: memory in MiB, processor time in seconds."""
    global _confined  # noqa: PLW0603 (it is the process that is confined)
    _confined = True
    _leave_network()
    for kind, most in (
        (resource.RLIMIT_AS, memory * _MIB),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, 0),
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


def why_not(code: int, file: str, limits: ChildLimits) -> InputError:
    """Explains the exit code of a child that gave no answer."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return _too_large("error.child_time", file, seconds=limits.processor)
    if code == NO_MEMORY:
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
