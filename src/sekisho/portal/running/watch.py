"""Health and figures of a portal, for who looks after the machine: on a port of their own.

`/health` answers 200 or 503 with JSON, `/metrics` the text format of Prometheus. Neither says
anything of a case but how many there are in each state.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Count
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from sekisho.portal.cases.models import CaseFile
from sekisho.portal.settings.environment import environment
from sekisho.portal.work import beats, queries

MIB = 1024 * 1024
StartResponse = Callable[[str, list[tuple[str, str]]], object]


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answers as a WSGI application."""
    close_old_connections()
    try:
        status, kind, body = _answer(str(environ.get("PATH_INFO", "")))
    finally:
        close_old_connections()
    start_response(status, [("Content-Type", kind), ("Cache-Control", "no-store")])
    return [body]


def health() -> tuple[bool, dict[str, Any]]:
    """Looks at the database, the workers and the disk; says whether all is well."""
    database = _database_answers()
    silent = beats.silent_for() if database else None
    worker = silent is not None and silent < 4 * beats.EVERY
    free = shutil.disk_usage(environment().data).free
    room = free >= environment().disk_floor_mib * MIB
    told = {
        "database": {"ok": database},
        "worker": {"ok": worker, "silent_seconds": None if silent is None else round(silent, 1)},
        "disk": {"ok": room, "free_bytes": free},
    }
    return database and worker and room, told


class Figures:
    """What is counted when it is asked for."""

    def collect(self) -> Iterator[Metric]:
        """Yields each figure."""
        up = _database_answers()
        yield GaugeMetricFamily("sekisho_database_up", "Whether the database answers", float(up))
        free = shutil.disk_usage(environment().data).free
        yield GaugeMetricFamily("sekisho_disk_free_bytes", "Room left for the data folder", free)
        if up:
            yield from self._work()
            yield from self._cases()

    def _work(self) -> Iterator[Metric]:
        count = queries.count_work()
        yield GaugeMetricFamily("sekisho_workers", "Workers seen alive", beats.alive())
        yield GaugeMetricFamily("sekisho_work_failed", "Tasks given up", count.failed)
        yield GaugeMetricFamily("sekisho_work_overdue", "Tasks waiting too long", count.overdue)
        yield GaugeMetricFamily(
            "sekisho_work_oldest_seconds", "How long the oldest task has been due", count.oldest
        )
        waiting = GaugeMetricFamily("sekisho_work_due", "Tasks that are due", labels=["kind"])
        for kind, n in sorted(count.due.items()):
            waiting.add_metric([kind], n)
        yield waiting

    def _cases(self) -> Iterator[Metric]:
        cases = GaugeMetricFamily("sekisho_cases", "Cases in each state", labels=["state"])
        rows = CaseFile.objects.order_by().values_list("state").annotate(n=Count("id"))
        for state, n in rows:
            cases.add_metric([state], n)
        yield cases


def _answer(path: str) -> tuple[str, str, bytes]:
    if path == "/health":
        well, told = health()
        body = json.dumps({"ok": well, **told}).encode()
        return "200 OK" if well else "503 Service Unavailable", "application/json", body
    if path == "/metrics":
        registry = CollectorRegistry()
        registry.register(Figures())
        text = generate_latest(registry)
        return "200 OK", "text/plain; version=0.0.4; charset=utf-8", text
    return "404 Not Found", "text/plain; charset=utf-8", b"/health or /metrics\n"


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except DatabaseError:
        connection.close()
        return False
