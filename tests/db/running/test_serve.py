"""The commands that run a portal, run as their users run them."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.samples.servers import Running, call, free_port, get, running
from tests.samples.sites import Site, on_both
from tests.samples.workers import address_of, wait_for

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
EXAMPLES = Path(__file__).parents[3] / "examples"
OPEN = r"open at (\S+)"


def children_of(process: Running) -> set[int]:
    """Gives the numbers of all processes below a command."""
    found, todo = set(), [process.process.pid]
    while todo:
        for path in Path(f"/proc/{todo.pop()}/task").glob("*/children"):
            new = [int(number) for number in path.read_text().split()]
            found |= set(new)
            todo += new
    return found


def gone(numbers: set[int]) -> bool:
    """A reader's starter ends by itself, a moment after the process it was made for."""
    until = time.monotonic() + 10
    while any(Path(f"/proc/{number}").exists() for number in numbers):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def sqlite_only(site: Site) -> dict[str, str]:
    return {**address_of(site), "SEKISHO_HTTPS": "false", "SEKISHO_MODE": "server"}


def test_the_workbench_opens_for_who_has_its_address_and_ends_cleanly(tmp_path: Path):
    port = free_port()
    with running(tmp_path, "serve", "--local", "--port", str(port), "--data", "desk") as desk:
        address = desk.await_word(OPEN)
        assert "tables up to date" in desk.said()
        key = address.removeprefix(f"http://127.0.0.1:{port}")
        assert get(port, "/").status == 403
        assert get(port, "/cases/").status == 403
        assert get(port, key[:-2] + "/").status == 404
        assert get(port, "/accounts/login/").status == 404
        assert get(port, key, Host="portal.example").status == 400
        seated = get(port, key)
        assert seated.status == 302
        cookie = seated.cookies
        assert get(port, "/cases/", Cookie=cookie).status == 200
        assert get(port, "/cases/new/", Cookie=cookie).status == 200
        assert get(port, "/background/", Cookie=cookie).status == 200
        below = children_of(desk)
        assert len(below) >= 4
        assert desk.stop() == 0
        assert desk.said().endswith("Stopped.\n")
        assert gone(below)
    assert (tmp_path / "desk" / "secrets" / "desk").stat().st_mode & 0o77 == 0
    with running(tmp_path, "serve", "--local", "--port", str(port), "--data", "desk") as desk:
        assert desk.await_word(OPEN) == address
        assert "tables up to date" not in desk.said()


def test_when_the_command_is_killed_its_processes_end_too(tmp_path: Path):
    port = free_port()
    with running(tmp_path, "serve", "--local", "--port", str(port), "--data", "desk") as desk:
        desk.await_word(OPEN)
        below = children_of(desk)
        desk.process.kill()
        wait_for(lambda: gone(below))


def test_a_worker_that_dies_is_started_again(tmp_path: Path):
    port = free_port()
    with running(tmp_path, "serve", "--local", "--port", str(port), "--data", "desk") as desk:
        desk.await_word(OPEN)

        def workers() -> list[int]:
            words = {n: Path(f"/proc/{n}/cmdline").read_bytes() for n in children_of(desk)}
            return [number for number, word in words.items() if word.endswith(b"\0work\0")]

        wait_for(workers)
        (first,) = workers()
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: workers() not in ([], [first]))


@pytest.mark.parametrize(
    ("words", "environment", "said"),
    [
        (["--local", "--host", "192.0.2.1"], {}, "this machine alone"),
        (["--host", "192.0.2.1"], {"SEKISHO_HTTPS": "false"}, "TLS in front"),
        (
            ["--local"],
            {"SEKISHO_DATABASE_URL": "postgresql://x@127.0.0.1/x"},
            "SEKISHO_DATABASE_URL",
        ),
        ([], {"SEKISHO_LEASE": "soon"}, "SEKISHO_LEASE cannot be used"),
        ([], {}, "sekisho portal upgrade"),
        (["--data", "/proc/no/folder"], {}, "cannot be made"),
        ([], {"SEKISHO_DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}, "database does not answer"),
    ],
)
def test_what_cannot_be_served_is_refused_with_what_to_do(
    words: list[str], environment: dict[str, str], said: str, tmp_path: Path
):
    ended = call(tmp_path, "serve", *words, **environment)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert "→" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_that_is_taken_is_said(tmp_path: Path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        ended = call(tmp_path, "serve", "--local", "--port", port, "--data", "desk")
    assert ended.returncode == 2
    assert "taken by another program" in ended.stderr
    assert "--port 8001" in ended.stderr


def test_two_portals_never_share_a_port(tmp_path: Path):
    port = free_port()
    with running(tmp_path, "serve", "--local", "--port", str(port), "--data", "desk") as desk:
        desk.await_word(OPEN)
        ended = call(tmp_path, "serve", "--local", "--port", str(port), "--data", "other")
        assert ended.returncode == 2
        assert "taken by another program" in ended.stderr


@pytest.mark.parametrize(
    ("address", "said"),
    [(("127.0.0.1", "80"), "may not listen"), (("192.0.2.1", "8000"), "address of this machine")],
)
def test_where_it_cannot_listen_it_says_what_to_do(
    address: tuple[str, str], said: str, tmp_path: Path
):
    if os.geteuid() == 0 and address[1] == "80":
        pytest.skip("root may listen everywhere")
    call(tmp_path, "portal", "upgrade", "--data", "site")
    host, port = address
    ended = call(tmp_path, "serve", "--host", host, "--port", port, "--data", "site")
    assert ended.returncode == 2
    assert said in ended.stderr


def test_tables_of_a_newer_version_are_left_alone(tmp_path: Path):
    assert call(tmp_path, "portal", "upgrade", "--data", "site").returncode == 0
    with closing(sqlite3.connect(tmp_path / "site" / "portal.sqlite3")) as tables:
        tables.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('work', '9999_x', '2026-01-01')"
        )
        tables.commit()
    for words in (["serve"], ["worker"], ["portal", "upgrade"]):
        ended = call(tmp_path, *words, "--data", "site")
        assert ended.returncode == 2
        assert "newer version" in ended.stderr


@on_both
def test_a_server_tells_how_it_is_on_a_port_of_its_own(site: Site, tmp_path: Path):
    port, watch = free_port(), free_port()
    settings = {
        **sqlite_only(site),
        "SEKISHO_WATCH_PORT": str(watch),
        "SEKISHO_DISK_FLOOR_MIB": "0",
    }
    with running(tmp_path / "a", "serve", "--port", str(port), **settings) as server:
        server.await_word(OPEN)
        assert "sekisho worker" in server.said()
        wait_for(lambda: answers(watch))
        unwell = get(watch, "/health")
        told = json.loads(unwell.body)
        assert (unwell.status, told["worker"]["ok"], told["database"]["ok"]) == (503, False, True)
        with running(tmp_path / "b", "worker", **settings) as worker:
            worker.await_word("(Working)")
            wait_for(lambda: get(watch, "/health").status == 200)
            figures = get(watch, "/metrics").body
            assert "sekisho_workers 1.0\n" in figures
            assert "sekisho_work_failed 0.0\n" in figures
            assert "sekisho_database_up 1.0\n" in figures
            assert worker.stop() == 0
        assert get(watch, "/").status == 404
        assert get(port, "/health").status == 404
        assert server.stop() == 0


def answers(port: int) -> bool:
    try:
        return get(port, "/").status > 0
    except OSError:
        return False


def test_an_upload_that_is_cut_off_leaves_nothing_behind(tmp_path: Path):
    port = free_port()
    with running(tmp_path, "serve", "--local", "--port", str(port), "--data", "desk") as desk:
        address = desk.await_word(OPEN)
        cookie = get(port, address.removeprefix(f"http://127.0.0.1:{port}")).cookies
        head = (
            "POST /cases/new/ HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5000000\r\n\r\n"
            '--x\r\nContent-Disposition: form-data; name="filing"; filename="f.yaml"\r\n\r\n'
        )
        with closing(socket.create_connection(("127.0.0.1", port))) as cut:
            cut.sendall(head.encode() + b"kind: plan\n" * 20_000)
        assert get(port, "/cases/", Cookie=cookie).status == 200
        assert desk.stop() == 0
    assert not list((tmp_path / "desk").rglob("*.part"))
    with closing(sqlite3.connect(tmp_path / "desk" / "portal.sqlite3")) as tables:
        assert tables.execute("SELECT count(*) FROM cases_casefile").fetchone() == (0,)


@pytest.mark.parametrize(("lang", "filer"), [("en", "filer"), ("ja", "届出担当")])
def test_the_demonstration_opens_with_sign_ins(lang: str, filer: str, tmp_path: Path):
    port = free_port()
    words = ["--lang", lang, "demo", "--examples", str(EXAMPLES), "--port", str(port)]
    with running(tmp_path, *words, TMPDIR=str(tmp_path)) as demo:
        demo.await_word(r"(SEKISHO_DATA=)")
        assert "sekisho vet --sbom FILE" in demo.said()
        assert filer in demo.said()
        assert get(port, "/").status == 200
        assert demo.stop() == 0
    assert [path.name for path in tmp_path.iterdir()] == ["said.txt"]
