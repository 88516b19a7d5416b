"""`sekisho`: finds the command, imports it, runs it, and turns what goes wrong into words.

Exit codes: 0 passed, 1 something found, 2 usage or unreadable input, 3 a required check was
not answered; 130 interrupted; 141 the reader of the output left.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from sekisho import __version__
from sekisho.cli.speech.language import LANGUAGES, chosen, from_environment
from sekisho.cli.speech.spoken import SpokenGroup, speak_usage

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "vet": "sekisho.cli.vet",
    "diff": "sekisho.cli.diff",
    "sbom": "sekisho.cli.sbom",
    "gate": "sekisho.cli.gate",
    "vex": "sekisho.cli.vex",
    "filing": "sekisho.cli.filing",
    "statement": "sekisho.cli.statement",
    "register": "sekisho.cli.register",
    "triage": "sekisho.cli.triage",
    "screen": "sekisho.cli.screen",
    "names": "sekisho.cli.names",
    "library": "sekisho.cli.library",
    "regime": "sekisho.cli.regime",
    "clock": "sekisho.cli.clock",
    "lab": "sekisho.cli.lab",
    "serve": "sekisho.cli.portal.serve",
    "worker": "sekisho.cli.portal.worker",
    "portal": "sekisho.cli.portal",
    "demo": "sekisho.cli.demo",
    "organisation": "sekisho.cli.organisation",
}

_NEW_OBJECTS = 100_000
"""Rubbish is looked for when so many objects are new: a command makes many that all stay."""
"""Command -> the module that exposes it as `command`; imported when it is called."""

USAGE = 2
INTERRUPTED = 130
READER_LEFT = 141
"""What a shell gives for a closed pipe; 0 would say that a vetting passed."""
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})


class _Lazy(SpokenGroup):
    """A group that imports a command only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(COMMANDS[cmd_name]).command
        return found

    def shorts(self, ctx: click.Context) -> list[tuple[str, str]]:
        from sekisho.report.catalogue import say_id

        return [(name, say_id(f"cli.{name}.short", chosen())) for name in self.list_commands(ctx)]


@click.group(cls=_Lazy, help="cli.sekisho", context_settings={"max_content_width": 80})
@click.option("--lang", type=click.Choice(LANGUAGES), help="cli.option.lang")
@click.version_option(__version__, prog_name="sekisho", help="cli.option.version")
def command(lang: str | None) -> None:
    """Vets what is about to enter critical infrastructure."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and ends the process with the exit code."""
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def run(arguments: list[str]) -> int:
    """Runs the command line and gives the exit code; says every error in the reader's tongue."""
    lang = _language(arguments)
    try:
        # Not `command.main`: it gives a closed pipe the code of a finding.
        with command.make_context("sekisho", arguments, obj=lang) as context:
            given = command.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        # `sekisho ... | head`: nothing is wrong, and nothing may be said at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_LEFT
    except Exception as error:  # noqa: BLE001  # the one place where a fault becomes words
        return _explain(error, lang)
    return given if isinstance(given, int) else 0


def _explain(error: Exception, lang: str) -> int:
    from sekisho.cli.speech.show_errors import print_error
    from sekisho.model.errors import SekishoError
    from sekisho.report.catalogue import say_id

    if os.environ.get("SEKISHO_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    if isinstance(error, SekishoError):
        print_error(error, lang)
    elif type(error).__name__ == "NoArgsIsHelpError":
        click.echo(str(error), err=True)
    elif isinstance(error, click.ClickException):
        click.echo(speak_usage(error, lang), err=True)
    elif isinstance(error, OSError) and error.errno in _NO_ROOM:
        click.echo(say_id("cli.no_room", lang, reason=error.strerror or ""), err=True)
    else:
        facts: dict[str, Any] = {
            "kind": type(error).__name__,
            "said": str(error),
            "version": __version__,
            "python": sys.version.partition(" ")[0],
        }
        click.echo(say_id("cli.fault", lang, **facts), err=True)
    return USAGE


def _language(arguments: list[str]) -> str:
    """Finds the language before anything is parsed: help and usage errors need it too."""
    for at, word in enumerate(arguments):
        if word == "--lang" and arguments[at + 1 : at + 2] and arguments[at + 1] in LANGUAGES:
            return arguments[at + 1]
        if word.startswith("--lang=") and word[7:] in LANGUAGES:
            return word[7:]
    return from_environment()
