"""The web server: granian, speaking WSGI."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen, and with how many processes and threads."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    threads: int = 4


def serve(at: Listening) -> None:
    """Serves until it is told to stop."""
    from granian.constants import Interfaces  # noqa: PLC0415 (loaded only to serve)
    from granian.server import Server  # noqa: PLC0415

    Server(
        "sekisho.portal.wsgi:application",
        address=at.host,
        port=at.port,
        interface=Interfaces.WSGI,
        workers=at.workers,
        blocking_threads=at.threads,
        log_access=False,
        websockets=False,
    ).serve()
