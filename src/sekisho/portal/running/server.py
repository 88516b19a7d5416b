"""The web server: granian, speaking WSGI."""

from __future__ import annotations

import errno
import socket  # noqa: TID251 (whether an address is free cannot be told without)
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.portal.running.setup import make_ready

PAGES = "sekisho.portal.wsgi:application"
WATCH = "sekisho.portal.running.server:watch"


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
    _require_free(at)
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
    server.serve()


def watch() -> Callable[..., Iterable[bytes]]:
    """Gives the application of health and figures, in the process that answers for it."""
    make_ready()
    from sekisho.portal.running.watch import application  # noqa: PLC0415 (after make_ready)

    return application


def _require_free(at: Listening) -> None:
    """Raises `UsageError` unless the address is free.

    The server shares its port with whoever asks for the same, so that two portals would each
    answer some of the requests: whether it is free must be tried without that.
    """
    family = socket.AF_INET6 if ":" in at.host else socket.AF_INET
    try:
        socket.create_server((at.host, at.port), family=family).close()
    except OSError as error:
        id = {errno.EADDRINUSE: "taken", errno.EACCES: "not_ours"}.get(error.errno or 0)
        id = id or "no_address"
        raise UsageError(
            message(f"portal.run.{id}", address=at.address),
            hint=message(f"portal.run.{id}.remedy"),
        ) from error
