"""The worker: takes what is due, does it, and tries again what failed."""

from __future__ import annotations

import logging
import os
import platform
import threading
import time
from datetime import timedelta

from django.db import DatabaseError, connections

from sekisho.model.errors import SekishoError
from sekisho.portal.cases import vault
from sekisho.portal.cases.door import now
from sekisho.portal.settings.environment import environment
from sekisho.portal.work import beats, table
from sekisho.portal.work.kinds import DAILY, KINDS
from sekisho.portal.work.task import Kinds, Task

_LOG = logging.getLogger(__name__)
POLL = 1.0
_STEP = 5
"""Progress is written when it has grown by so many percent."""
_TIDY = 3600.0
_A_DAY = 86_400.0


def run(stop: threading.Event, kinds: Kinds = KINDS) -> None:
    """Works until told to stop; what is in hand is finished first."""
    beating = threading.Thread(target=_beat, args=(stop,), daemon=True)
    beating.start()
    tidied = time.monotonic() - _TIDY
    while not stop.is_set():
        try:
            busy = run_one(kinds)
            if not busy and time.monotonic() - tidied > _TIDY:
                tidied = time.monotonic()
                tidy(kinds)
        except DatabaseError:
            # The database is away, or full: nothing is lost, the row stays as it was.
            _LOG.exception("the database does not answer")
            connections.close_all()
            busy = False
        if not busy:
            stop.wait(POLL)
    beating.join()


def run_one(kinds: Kinds = KINDS, lease: timedelta | None = None) -> bool:
    """Does one piece of work; says whether there was any."""
    taken = table.take(lease)
    if taken is None:
        return False
    hold = _Hold(taken)
    try:
        at = now() if environment().now else taken.at
        effect = kinds[taken.kind](Task(taken.key, taken.args, at, hold.tell))
        table.finish(taken, effect)
    except table.LeaseLostError:
        _LOG.warning("lease lost: %s %s", taken.kind, taken.key)
    except Exception as error:  # noqa: BLE001 (whatever it was, it is told and tried again)
        _LOG.exception("work failed: %s %s", taken.kind, taken.key)
        table.fail(taken, _said(error))
    finally:
        hold.end()
    return True


def tidy(kinds: Kinds = KINDS) -> None:
    """Deletes what nobody asks for any more, and has the personal data looked at whose date came."""
    if DAILY in kinds:
        table.enqueue(DAILY, "all")
    table.sweep(timedelta(days=environment().work_kept_days))
    beats.sweep()
    vault.sweep(time.time() - _A_DAY)


class _Hold:
    """Renews a lease every third of it, in a thread with a connection of its own."""

    def __init__(self, taken: table.Taken) -> None:
        self._taken = taken
        self._told = 0
        self._lost = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._renew, daemon=True)
        self._thread.start()

    def tell(self, percent: int) -> None:
        """Notes the progress; raises `LeaseLostError` once the lease is lost."""
        if self._lost.is_set():
            raise table.LeaseLostError
        if percent >= self._told + _STEP:
            self._told = percent
            table.tell(self._taken, min(percent, 99))

    def end(self) -> None:
        """Renews no more."""
        self._ended.set()
        self._thread.join()

    def _renew(self) -> None:
        lease = self._taken.lease.total_seconds()
        good_until = time.monotonic() + lease
        try:
            while not self._ended.wait(lease / 3):
                try:
                    if not table.renew(self._taken):
                        break
                    good_until = time.monotonic() + lease
                except DatabaseError:
                    _LOG.exception("lease not renewed: %s", self._taken.kind)
                    if time.monotonic() >= good_until:
                        break
            else:
                return
            self._lost.set()
        finally:
            connections.close_all()


def _beat(stop: threading.Event) -> None:
    """Says every few seconds that this worker lives, also while it is busy."""
    name = f"{platform.node()}:{os.getpid()}"
    try:
        while True:
            try:
                beats.beat(name)
            except DatabaseError:
                _LOG.exception("the heartbeat was not written")
            if stop.wait(beats.EVERY):
                break
        beats.leave(name)
    except DatabaseError:
        _LOG.exception("the heartbeat was not ended")
    finally:
        connections.close_all()


def _said(error: Exception) -> str:
    if isinstance(error, SekishoError):
        return error.message.id
    return f"{type(error).__name__}: {error}"
