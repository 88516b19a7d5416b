"""Users who ask for a page, read it, and ask for the next; run as a process of its own.

    python -m benchmarks.portal.users PLAN.json

The plan names the port, the cookie, a session for each user, the pages, how long, and the time
to think. Writes one line of JSON: the seconds each page took, by its name, and the CPU of this
process.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

_READ = 1 << 16


async def fetch(port: int, path: str, cookie: str) -> tuple[float, int]:
    """Asks for a page on a connection of its own; gives the seconds and the status."""
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
    writer.write(f"{head}Accept-Language: ja\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()
    status = int((await reader.readline()).split()[1])
    while await reader.read(_READ):
        pass
    writer.close()
    return time.perf_counter() - started, status


async def one_user(
    plan: dict[str, Any], at: int, ends: float, took: dict[str, list[float]]
) -> None:
    """Goes from page to page, thinking in between, until the time is over."""
    chance = random.Random(at)  # noqa: S311 (the same users in every run)
    cookie = f"{plan['cookie']}={plan['sessions'][at % len(plan['sessions'])]}"
    await asyncio.sleep(chance.random() * plan["think"])
    while time.monotonic() < ends:
        name = chance.choice(list(plan["pages"]))
        seconds, status = await fetch(plan["port"], chance.choice(plan["pages"][name]), cookie)
        took.setdefault(name if status == 200 else f"{name} answered {status}", []).append(seconds)
        await asyncio.sleep(plan["think"] * (0.5 + chance.random()))


async def in_order(plan: dict[str, Any], took: dict[str, list[float]]) -> None:
    """Asks for each page in turn, as one user, until there were as many as the plan wants."""
    cookie = f"{plan['cookie']}={plan['sessions'][0]}"
    for name, paths in plan["pages"].items():
        for n in range(plan["pages_each"]):
            seconds, status = await fetch(plan["port"], paths[n % len(paths)], cookie)
            took.setdefault(name if status == 200 else f"{name} answered {status}", []).append(
                seconds
            )


async def all_users(plan: dict[str, Any]) -> dict[str, list[float]]:
    """Runs every user at once."""
    took: dict[str, list[float]] = {}
    if plan.get("in_order"):
        await in_order(plan, took)
        return took
    ends = time.monotonic() + plan["seconds"]
    await asyncio.gather(*(one_user(plan, at, ends, took) for at in range(plan["users"])))
    return took


def main() -> None:
    """Runs the plan and tells what was measured."""
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    took = asyncio.run(all_users(plan))
    print(json.dumps({"took": took, "cpu": time.process_time()}))


if __name__ == "__main__":
    main()
