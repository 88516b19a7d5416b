"""One process of a running portal, started by the supervisor: pages, watch, or worker.

python -m sekisho.portal.running.children pages HOST PORT WORKERS | watch HOST PORT | work
"""

from __future__ import annotations

import os
import signal
import sys
import threading

from sekisho.model.errors import SekishoError
from sekisho.portal.running.server import PAGES, WATCH, Listening, serve
from sekisho.portal.running.setup import make_ready
from sekisho.report.catalogue import say

CANNOT_START = 2
"""The exit code that says: to start it again would not help."""


def main(words: list[str]) -> int:
    """Does one duty until told to stop, or until who started it is gone."""
    threading.Thread(target=_hold_leash, daemon=True).start()
    duty, *rest = words
    try:
        if duty == "work":
            work()
        else:
            host, port, *workers = rest
            _serve(duty, host, int(port), int(workers[0]) if workers else 1)
    except SekishoError as error:
        lang = os.environ.get("SEKISHO_LANG", "en")
        for defect in error.defects:
            said = [say(part, lang) for part in (defect.message, defect.remedy) if part]
            print("\n".join(said), file=sys.stderr)
        return CANNOT_START
    return 0


def work() -> None:
    """Works until told to stop; what is in hand is finished first."""
    make_ready()
    from sekisho.portal.work.worker import run  # noqa: PLC0415 (after make_ready)

    stop = threading.Event()

    def told(number: int, frame: object) -> None:
        del number, frame
        if stop.is_set():
            # Told twice: the work in hand is left to another, once its lease has run out.
            os._exit(128 + signal.SIGTERM)
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    run(stop)


def _serve(duty: str, host: str, port: int, workers: int) -> None:
    application = PAGES if duty == "pages" else WATCH
    threads = 4 if duty == "pages" else 1
    at = Listening(host, port, workers, threads, application)
    serve(at, lambda: print(duty, flush=True))


def _hold_leash() -> None:
    """Stops when the supervisor is gone, however it went: the pipe from it then ends.

    A bare read: the lock of `sys.stdin` must not be held while the server forks.
    """
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
