"""Measures the portal under users who think between pages.

    python -m benchmarks.portal                          5,000 cases on SQLite, 50 users, 60 s
    python -m benchmarks.portal --cases 100000 --database postgresql

The server, its database and the users are separate processes; the CPU of each is told apart.
CPU per page is measured afterwards by one user who asks for one kind of page without thinking.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PORT = 8391
_TICK = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Reads what is wanted, on which database, and measures it."""
    asked = argparse.ArgumentParser(prog="benchmarks.portal")
    asked.add_argument("--cases", type=int, default=5_000)
    asked.add_argument("--users", type=int, default=50)
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--think", type=float, default=3.0)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = asked.parse_args()
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
    from benchmarks.portal.cases import fill  # noqa: PLC0415 (needs Django made ready)

    started = time.perf_counter()
    sessions, whole = fill(given.cases, given.users)
    print(
        f"{given.cases:,} cases on {given.database}, made in {time.perf_counter() - started:.0f} s"
    )
    pages = {"queue": ["/cases/"], "case": [f"/cases/{id}/" for id in whole]}
    plan = {
        "port": PORT,
        "cookie": "sekisho_session",
        "sessions": sessions,
        "users": given.users,
        "think": given.think,
    }
    with serving() as server:
        _run(folder, {**plan, "pages": pages, "users": 2, "think": 0, "seconds": 5})
        before = _cpu(server)
        found = _run(folder, {**plan, "pages": pages, "seconds": given.seconds})
        after = _cpu(server)
        _tell(given, found, before, after)
        for name, paths in pages.items():
            before = _cpu(server)
            alone = _run(
                folder, {**plan, "pages": {name: paths}, "users": 1, "think": 0, "seconds": 10}
            )
            after = _cpu(server)
            n = len(alone["took"][name])
            spent = {who: (after[who] - before[who]) * 1000 / n for who in after}
            print(
                f"  {name}: CPU a page {spent['server']:.1f} ms in the server,"
                f" {spent['database']:.1f} ms in the database ({n} pages)"
            )


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
    time.sleep(5)
    try:
        yield server.pid
    finally:
        server.terminate()
        server.wait()


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
    return {
        "server": sum(cpu for pid, _, _, cpu in rows if pid in mine),
        "database": sum(cpu for _, _, name, cpu in rows if name.startswith("postgres")),
    }


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
