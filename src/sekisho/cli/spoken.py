"""Commands whose help is a message id, so that help and usage errors are in both languages.

`help="cli.vet"` is looked up in the catalogues when help is shown; plain text stays as it is.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from sekisho.cli.language import chosen

if TYPE_CHECKING:
    from sekisho.model.values.message import Value


class SpokenCommand(click.Command):
    """A command whose help texts may be message ids."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the help in the language chosen."""
        _translate(self)
        super().format_help(ctx, formatter)


class SpokenGroup(click.Group):
    """A group whose help texts, and those of its commands, may be message ids."""

    command_class = SpokenCommand

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the help in the language chosen."""
        _translate(self)
        for name in self.commands:
            _translate(self.commands[name])
        super().format_help(ctx, formatter)


def speak_usage(error: click.ClickException, lang: str) -> str:
    """Says what was wrong with a call, and where help is, in a language."""
    from sekisho.report.catalogue import say_id

    id, params = _usage(error)
    lines = [say_id(id, lang, **params)]
    context = getattr(error, "ctx", None)
    if context is not None:
        lines.append(say_id("cli.usage.help", lang, path=context.command_path))
    return "\n".join(lines)


def _usage(error: click.ClickException) -> tuple[str, dict[str, Value]]:
    said = error.format_message()
    if said == "Missing command.":
        return "cli.usage.no_command_given", {}
    if isinstance(error, click.NoSuchOption):
        near = tuple(error.possibilities or ())
        known: dict[str, Value] = {"option": error.option_name, "near": near}
        return ("cli.usage.no_option_near" if near else "cli.usage.no_option"), known
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else ""
        return "cli.usage.missing", {"name": name}
    if isinstance(error, click.BadParameter) and error.param is not None:
        return "cli.usage.bad", {"name": error.param.human_readable_name, "said": error.message}
    if unknown := getattr(error, "command_name", ""):
        near = _near(unknown, error)
        known = {"name": unknown, "near": near}
        return ("cli.usage.no_command_near" if near else "cli.usage.no_command"), known
    return "cli.usage.other", {"said": said}


def _near(name: str, error: click.ClickException) -> tuple[str, ...]:
    """Names the commands that look like the one asked for."""
    context = getattr(error, "ctx", None)
    if context is None or not isinstance(context.command, click.Group):
        return ()
    return tuple(get_close_matches(name, context.command.list_commands(context)))


def _translate(command: click.Command) -> None:
    from sekisho.report.catalogue import knows, say_id

    lang = chosen()

    def said(text: str | None) -> str | None:
        return say_id(text, lang) if text and knows(text, lang) else text

    if (helper := command.get_help_option(click.Context(command))) is not None:
        helper.help = say_id("cli.option.help", lang)
    command.help = said(command.help)
    command.short_help = said(command.short_help)
    for param in command.params:
        if isinstance(param, click.Option):
            param.help = said(param.help)
