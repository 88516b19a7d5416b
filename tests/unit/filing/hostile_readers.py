"""Readers that behave as badly as a reader taken over by its input could."""

from __future__ import annotations

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
from typing import Any

from sekisho.model.errors import InputError, Place
from sekisho.model.values.message import message


def echo(data: bytes, file: str) -> tuple[str, ...]:
    return (file, data.decode())


def eat_memory(data: bytes, file: str) -> Any:
    return len((data + b"x") * (1 << 40)), file


def never_end(data: bytes, file: str) -> Any:
    while True:
        file = data.decode() or file


def crash(_data: bytes, _file: str) -> Any:
    os.abort()


def kill_itself(_data: bytes, _file: str) -> Any:
    signal.raise_signal(signal.SIGSEGV)


def refuse(_data: bytes, file: str) -> Any:
    raise InputError(
        message("error.empty"), place=Place(file=file), hint=message("error.empty.remedy")
    )


def lie(_data: bytes, _file: str) -> Any:
    return {"not": "what was promised"}


def misbehave(data: bytes, file: str) -> str:
    """Tries the way out that `data` names, and tells what stopped it."""
    ways: dict[str, Any] = {
        "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
        "start": lambda: subprocess.run([sys.executable, "-c", "pass"], check=False),
        "fork": os.fork,
        "write": lambda: pathlib.Path(file).write_text("here I was", encoding="utf-8"),
        "remove": lambda: pathlib.Path(file).unlink(),
        "link": lambda: pathlib.Path(file + ".link").symlink_to("/"),
        "shell": lambda: os.system("true"),  # noqa: S605  # it must never get that far
    }
    try:
        ways[data.decode()]()
    except OSError as error:
        return type(error).__name__
    return "done"


def sleep_on(_data: bytes, _file: str) -> Any:
    """Waits without working: the clock on the wall must stop it."""
    while True:
        signal.pause()


def answer_without_end(_data: bytes, _file: str) -> str:
    """Gives back more than anyone has room for."""
    return "x" * 20_000_000


def look_around(_data: bytes, _file: str) -> str:
    """Tells what the process holds of the one that started it."""
    links = {}
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208  # names alone
        try:
            links[int(name)] = os.readlink(f"/proc/self/fd/{name}")  # noqa: PTH115
        except OSError:
            continue
    return json.dumps(
        {
            "environment": sorted(os.environ),
            "files": [link for handle, link in links.items() if handle > 2],
            "standard": [links.get(handle) for handle in (0, 1, 2)],
            "folder": os.getcwd(),  # noqa: PTH109
        }
    )
