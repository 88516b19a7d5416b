"""The worker: takes what is due, does it, and tries again what failed."""

from __future__ import annotations

import logging
import threading

from django.db import connections

from sekisho.portal.cases.door import now
from sekisho.portal.work import table
from sekisho.portal.work.kinds import KINDS

_LOG = logging.getLogger(__name__)
POLL = 1.0


def run(stop: threading.Event) -> None:
    """Works until told to stop; what is in hand is finished first."""
    while not stop.is_set():
        if not run_one():
            stop.wait(POLL)


def run_one() -> bool:
    """Does one piece of work; says whether there was any."""
    taken = table.take()
    if taken is None:
        return False
    done = threading.Event()
    renewing = threading.Thread(target=_renew, args=(taken, done), daemon=True)
    renewing.start()
    try:
        table.finish(taken, lambda: KINDS[taken.kind](taken.key, taken.args, now()))
    except table.LeaseLostError:
        _LOG.warning("lease lost: %s %s", taken.kind, taken.key)
    except Exception as error:  # noqa: BLE001 (whatever it was, it is told and tried again)
        _LOG.exception("work failed: %s %s", taken.kind, taken.key)
        table.fail(taken, f"{type(error).__name__}: {error}")
    finally:
        done.set()
        renewing.join()
    return True


def _renew(taken: table.Taken, done: threading.Event) -> None:
    """Prolongs the lease every third of it, on a connection of its own."""
    try:
        while not done.wait(table.LEASE.total_seconds() / 3):
            if not table.renew(taken):
                return
    finally:
        connections.close_all()
