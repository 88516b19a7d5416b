"""The web server: granian, speaking WSGI."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.portal.running.setup import make_ready

PAGES = "sekisho.portal.wsgi:application"
WATCH = "sekisho.portal.running.server:watch"
_NUMBER = re.compile(r"os error (\d+)")


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen, for what, and with how many processes and threads."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    threads: int = 4
    application: str = PAGES

    @property
    def address(self) -> str:
        """The address as one types it into a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"


def serve(at: Listening, ready: Callable[[], None] | None = None) -> None:
    """Serves until it is told to stop; calls `ready` once the address is its own.

    Raises `UsageError` when it cannot listen there.
    """
    from granian.constants import Interfaces  # noqa: PLC0415 (loaded only to serve)
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    server = Server(
        at.application,
        address=at.host,
        port=at.port,
        interface=Interfaces.WSGI,
        workers=at.workers,
        blocking_threads=at.threads,
        workers_kill_timeout=15,
        respawn_failed_workers=True,
        log_access=False,
        log_level=LogLevels.warning,
        websockets=False,
        factory=at.application == WATCH,
    )
    if ready is not None:
        server.on_startup(ready)
    try:
        server.serve()
    except RuntimeError as error:
        raise _cannot_listen(at, error) from error


def watch() -> Callable[..., Iterable[bytes]]:
    """Gives the application of health and figures, in the process that answers for it."""
    make_ready()
    from sekisho.portal.running.watch import application  # noqa: PLC0415 (after make_ready)

    return application


def _cannot_listen(at: Listening, error: RuntimeError) -> UsageError:
    found = _NUMBER.search(str(error))
    number = int(found.group(1)) if found else 0
    id = {errno.EADDRINUSE: "taken", errno.EACCES: "not_ours"}.get(number, "no_address")
    return UsageError(
        message(f"portal.run.{id}", address=at.address),
        hint=message(f"portal.run.{id}.remedy"),
    )
