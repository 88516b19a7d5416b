"""`sekisho serve`: opens the portal, or one user's workbench on this machine alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sekisho.cli.portal.setting import data_option, set_data
from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.report.catalogue import say_id

if TYPE_CHECKING:
    from sekisho.portal.settings.environment import Environment


@click.command(cls=SpokenCommand, help="cli.serve")
@click.option("--host", default="127.0.0.1", help="cli.serve.host")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, help="cli.serve.port")
@click.option("--workers", type=click.IntRange(1, 64), default=2, help="cli.serve.workers")
@data_option
@click.option("--local", is_flag=True, help="cli.serve.local")
@lang_option
def command(*, local: bool, data: Path | None, lang: str | None, **at: Any) -> int:
    """Serves until told to stop."""
    set_data(data)
    if local:
        set_local()
    return open_portal(At(**at), chosen(lang))


def set_local() -> None:
    """Chooses the workbench of one user: one data folder, this machine alone."""
    if os.environ.get("SEKISHO_DATABASE_URL"):
        raise UsageError(
            message("cli.serve.local_database"), hint=message("cli.serve.local_database.remedy")
        )
    os.environ |= {"SEKISHO_MODE": "local", "SEKISHO_HTTPS": "false"}


@dataclass(frozen=True, slots=True)
class At:
    """Where to open the portal, and with how many processes."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    examples: Path | None = None
    """Of the demonstration: the folder of what its cases are made from."""


def open_portal(at: At, lang: str) -> int:
    """Brings everything up to date, opens the portal and gives the exit code of its end.

    A server of many people is not changed unasked: there `UsageError` says what to do.
    """
    from sekisho.portal.running import setup
    from sekisho.portal.running.server import Listening
    from sekisho.portal.running.supervise import supervise

    here = setup.make_ready()
    _hold_to_loopback(at.host, here)
    if here.mode == "server":
        require_tables()
        setup.collect_files()
    else:
        steps = setup.steps_behind()
        if steps:
            click.echo(say_id("cli.serve.making_tables", lang, n=steps), err=True)
        setup.bring_up_to_date()
    address = Listening(at.host, at.port).address
    if here.mode == "local":
        from sekisho.portal.running.local import desk_key, local_user

        local_user()
        address += f"desk/{desk_key()}/"
    said = _sign_ins(at.examples, lang) if here.mode == "demo" else ""
    os.environ["SEKISHO_LANG"] = lang

    def ready() -> None:
        click.echo(say_id("cli.serve.ready", lang, address=address))
        if here.mode == "server":
            click.echo(say_id("cli.serve.needs_worker", lang), err=True)
        if said:
            click.echo(said)

    code = supervise(_duties(at, here), ready)
    click.echo(say_id("cli.serve.stopped", lang), err=True)
    return code


def _sign_ins(examples: Path | None, lang: str) -> str:
    """Makes the fictional people of the demonstration and says how to sign in as each."""
    from sekisho.portal.running.demo import make_demo
    from sekisho.report.catalogue import say_term

    people = make_demo(examples)
    lines = [say_id("cli.demo.sign_ins", lang, password=people[0].password)]
    for one in people:
        who = f"{say_term(one.role, lang)}  {one.name} ({one.organisation})"
        lines.append(f"  {one.email:<32}{who}")
    return "\n".join([*lines, say_id("cli.demo.forgotten", lang)])


def _hold_to_loopback(host: str, here: Environment) -> None:
    from sekisho.portal.running.local import is_loopback

    if not is_loopback(host) and (here.mode != "server" or not here.https):
        id = "cli.serve.loopback_only" if here.mode != "server" else "cli.serve.https_off"
        raise UsageError(message(id, host=host), hint=message(f"{id}.remedy"))


def _duties(at: At, here: Environment) -> list[tuple[str, ...]]:
    """Says which processes run: on a server the workers are started apart."""
    duties: list[tuple[str, ...]] = [("pages", at.host, str(at.port), str(at.workers))]
    if here.mode != "server":
        duties.append(("work",))
    elif here.watch_port:
        duties.append(("watch", here.watch_host, str(here.watch_port)))
    return duties


def require_tables() -> None:
    """Raises `UsageError` where the tables are not what this version needs."""
    from sekisho.portal.running.setup import steps_behind

    steps = steps_behind()
    if steps:
        raise UsageError(
            message("cli.serve.behind", n=steps), hint=message("cli.serve.behind.remedy")
        )
