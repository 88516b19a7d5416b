"""Measures the portal under users who think between pages.

    python -m benchmarks.portal                          5,000 cases on SQLite, 50 users, 60 s
    python -m benchmarks.portal --cases 100000 --database postgresql
    python -m benchmarks.portal --data FOLDER            fills the folder once, and uses it again

The server, its database and the users are separate processes; the CPU of each is told apart, and
the load of the machine beside them. CPU per page is measured afterwards by one user who asks for
one kind of page without thinking: first for pages that nobody has asked for since the server
began, then for the same ones again.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import socket  # noqa: TID251 (whether the server answers)
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PORT = 8391
EACH = 100
"""How many pages one user asks for when the CPU of a page is measured."""
QUESTIONS = (
    "period=all",
    "state=accepted",
    "gravest=high",
    "questions=open",
    "supplier=%E9%9D%92%E8%91%89",
    "product=tanuki&state=accepted",
    "mine=yes",
)
"""What is asked of the list."""
_TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Reads what is wanted, on which database, and measures it."""
    asked = argparse.ArgumentParser(prog="benchmarks.portal")
    asked.add_argument("--cases", type=int, default=5_000)
    asked.add_argument("--users", type=int, default=50)
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--think", type=float, default=3.0)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked.add_argument("--data", type=Path, help="a folder that is filled once, for SQLite")
    given = asked.parse_args()
    if given.data and given.database == "sqlite":
        given.data.mkdir(parents=True, exist_ok=True)
        measure(given, given.data)
        return
    if given.database == "postgresql" and "PGPORT" not in os.environ:
        with a_cluster() as known:
            os.environ |= known
            with tempfile.TemporaryDirectory() as folder:
                measure(given, Path(folder))
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(given, Path(folder))


def measure(given: argparse.Namespace, folder: Path) -> None:
    """Fills a portal, serves it, and prints what was measured."""
    os.environ |= {
        "SEKISHO_DATA": str(folder),
        "SEKISHO_MODE": "demo",
        "SEKISHO_HTTPS": "false",
        "SEKISHO_LIBRARY": str(ROOT / "examples" / "library"),
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    if given.database == "postgresql":
        pg = {name: os.environ[f"PG{name}"] for name in ("USER", "PASSWORD", "PORT")}
        at = f"{pg['USER']}:{pg['PASSWORD']}@127.0.0.1:{pg['PORT']}"
        os.environ["SEKISHO_DATABASE_URL"] = f"postgresql://{at}/postgres"
    from sekisho.portal.running.setup import bring_up_to_date, make_ready  # noqa: PLC0415

    make_ready()
    bring_up_to_date()
    sessions, whole = _filled(given, folder)
    pages = {
        "case": [f"/cases/{id}/" for id in whole],
        "queue": ["/cases/"],
        "question": [f"/cases/?{asked}" for asked in QUESTIONS],
    }
    plan = {
        "port": PORT,
        "cookie": "sekisho_session",
        "sessions": sessions,
        "users": given.users,
        "think": given.think,
        "pages": pages,
    }
    with serving() as server:
        _run(folder, {**plan, "users": 2, "think": 0, "seconds": 3})
        before, load = _cpu(server), os.getloadavg()[0]
        found = _run(folder, {**plan, "seconds": given.seconds})
        _tell(given, found, before, _cpu(server))
        print(
            f"  load of the machine before {load:.1f}, after {os.getloadavg()[0]:.1f};"
            f" a fixed piece of work takes {slowness():.1f} ms"
        )
    _alone(folder, plan, pages)


def _alone(folder: Path, plan: dict[str, Any], pages: dict[str, list[str]]) -> None:
    """What a page costs where one user asks for one after the other, at first and again."""
    with serving() as server:
        for name, paths in pages.items():
            for times, rounds in (("first", 1), ("again", 3)):
                before = _cpu(server)
                plan |= {"pages": {name: paths[:EACH]}, "users": 1, "think": 0, "in_order": True}
                alone = _run(folder, {**plan, "pages_each": EACH * rounds})
                after = _cpu(server)
                n = sum(map(len, alone["took"].values()))
                spent = {who: (after[who] - before[who]) * 1000 / n for who in after}
                print(
                    f"  {name}, {times}: CPU a page {spent['server']:.1f} ms in the server,"
                    f" {spent['database']:.1f} ms in the database ({n} pages)"
                )


def _filled(given: argparse.Namespace, folder: Path) -> tuple[list[str], list[str]]:
    """Fills the portal, unless its folder was filled before; gives the sessions and the cases."""
    known = folder / "filled.json"
    if not known.exists():
        from benchmarks.portal.cases import fill  # noqa: PLC0415 (needs Django made ready)

        started = time.perf_counter()
        known.write_text(json.dumps(fill(given.cases, given.users)), encoding="utf-8")
        took = time.perf_counter() - started
        print(f"{given.cases:,} cases on {given.database}, made in {took:.0f} s", flush=True)
    sessions, whole = json.loads(known.read_text(encoding="utf-8"))
    from benchmarks.portal.cases import renew  # noqa: PLC0415

    renew(sessions)
    return sessions, whole


@contextmanager
def a_cluster() -> Iterator[dict[str, str]]:
    """Starts a PostgreSQL that is thrown away at the end; gives its PG* variables."""
    names = ("PGPORT", "PGUSER", "PGPASSWORD")
    say = f'printf "%s\\n" {" ".join(f"${name}" for name in names)}; echo ready; cat >/dev/null'
    # As root all clusters would have one name and one place.
    become = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    with subprocess.Popen(
        [*become, "pg_virtualenv", "sh", "-c", say],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd="/",
    ) as holder:
        told: list[str] = []
        for line in holder.stdout or ():
            if line == "ready\n":
                break
            told.append(line.strip())
        yield dict(zip(names, told[-len(names) :], strict=True))
        if holder.stdin:
            holder.stdin.close()


@contextmanager
def serving() -> Iterator[int]:
    """Serves the portal; gives the process."""
    code = (
        "from sekisho.portal.running.setup import make_ready; make_ready();"
        "from sekisho.portal.running.server import serve, Listening;"
        f"serve(Listening(port={PORT}))"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(server)
        yield server.pid
    finally:
        server.terminate()
        server.wait()


def _wait(server: subprocess.Popen[bytes]) -> None:
    """Waits until the server answers."""
    for _ in range(240):
        if server.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", PORT), 1):
            time.sleep(2)  # the other process may still be on its way
            return
        time.sleep(0.25)
    msg = "the portal does not answer"
    raise RuntimeError(msg)


def _run(folder: Path, plan: dict[str, Any]) -> dict[str, Any]:
    file = folder / "plan.json"
    file.write_text(json.dumps(plan), encoding="utf-8")
    users = [sys.executable, "-m", "benchmarks.portal.users", str(file)]
    done = subprocess.run(users, capture_output=True, text=True, check=True, cwd=ROOT)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _cpu(server: int) -> dict[str, float]:
    """Gives the CPU seconds so far of the server with its children, and of the database."""
    rows = list(_processes())
    mine = {server}
    for pid, parent, _, _ in sorted(rows):
        if parent in mine:
            mine.add(pid)
    head = _head_of_the_database()
    return {
        "server": sum(cpu for pid, _, _, cpu in rows if pid in mine),
        "database": sum(cpu for pid, parent, _, cpu in rows if head and head in {pid, parent}),
    }


@cache
def _head_of_the_database() -> int:
    """Gives the process of which all others of the database are children; 0 for SQLite."""
    from django.db import connection  # noqa: PLC0415 (needs Django made ready)

    if connection.vendor == "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (mine,) = cursor.fetchone()
    return next(parent for pid, parent, _, _ in _processes() if pid == mine)


def slowness() -> float:
    """Tells how much processor time a fixed piece of work takes now, in milliseconds: on a busy
    machine the same work takes more of it.
    """
    text = "".join(f"<li>{n}</li>" for n in range(2_000))
    took = []
    for _ in range(20):
        started = time.process_time()
        for n in range(20):
            text.replace(f"<li>{n}</li>", "").split("<")
        json.dumps([{"n": n, "text": str(n)} for n in range(2_000)])
        took.append((time.process_time() - started) * 1000)
    return statistics.median(took)


def _processes() -> Iterator[tuple[int, int, str, float]]:
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            head, _, rest = (entry / "stat").read_text().rpartition(")")
        except (OSError, NotADirectoryError):
            continue
        cells = rest.split()
        spent = sum(int(cells[at]) for at in (11, 12)) / _TICK
        yield int(entry.name), int(cells[1]), head.partition("(")[2], spent


def _tell(
    given: argparse.Namespace,
    found: dict[str, Any],
    before: dict[str, float],
    after: dict[str, float],
) -> None:
    count = sum(map(len, found["took"].values()))
    print(f"  {given.users} users, {given.think} s to think, {given.seconds} s: {count} pages")
    for name, took in sorted(found["took"].items()):
        cuts = statistics.quantiles(took, n=20)
        print(
            f"  {name}: median {statistics.median(took) * 1000:.0f} ms,"
            f" p95 {cuts[18] * 1000:.0f} ms, slowest {max(took) * 1000:.0f} ms of {len(took)}"
        )
    print(
        f"  CPU: server {after['server'] - before['server']:.1f} s,"
        f" database {after['database'] - before['database']:.1f} s,"
        f" users {found['cpu']:.1f} s"
    )


if __name__ == "__main__":
    main()
