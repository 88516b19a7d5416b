"""Commands whose help is a message id, so that help and usage errors are in both languages.

`help="cli.vet"` is looked up in the catalogues when help is shown; plain text stays as it is.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from sekisho.cli.speech.language import chosen

if TYPE_CHECKING:
    from sekisho.model.values.message import Value

_LONG_NAME = 30
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)")


class SpokenCommand(click.Command):
    """A command whose help texts may be message ids."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the help in the language chosen, in 80 columns whatever the language."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, _said("cli.help.usage"))
        _write_text(formatter, _said(self.help))
        with formatter.section(_said("cli.help.options")):
            _write_rows(formatter, _options(self, ctx))


class SpokenGroup(SpokenCommand, click.Group):
    """A group whose help texts, and those of its commands, may be message ids."""

    command_class = SpokenCommand

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the help in the language chosen, and what each command does."""
        super().format_help(ctx, formatter)
        with formatter.section(_said("cli.help.commands")):
            _write_rows(formatter, self.shorts(ctx))

    def shorts(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Names each command and says in one line what it does."""
        found = [self.commands[name] for name in self.list_commands(ctx)]
        return [(each.name or "", _said(each.short_help)) for each in found]


def speak_usage(error: click.ClickException, lang: str) -> str:
    """Says what was wrong with a call, and where help is, in a language."""
    from sekisho.report.catalogue import say_id
    from sekisho.report.columns import wrap

    id, params = _usage(error)
    lines = [wrap(say_id(id, lang, **params), rest="  ")]
    context = getattr(error, "ctx", None)
    if context is not None:
        lines.append(say_id("cli.usage.help", lang, path=context.command_path))
    return "\n".join(lines)


def _usage(error: click.ClickException) -> tuple[str, dict[str, Value]]:
    said = error.format_message()
    if said == "Missing command.":
        return "cli.usage.no_command_given", {}
    if isinstance(error, click.NoSuchOption | click.BadOptionUsage | click.BadParameter):
        return _option(error, said)
    if extra := _EXTRA.match(said):
        return "cli.usage.extra", {"said": extra.group(1)}
    if unknown := getattr(error, "command_name", ""):
        near = _near(unknown, error)
        known = {"name": unknown, "near": near}
        return ("cli.usage.no_command_near" if near else "cli.usage.no_command"), known
    return "cli.usage.other", {"said": said}


def _option(
    error: click.NoSuchOption | click.BadOptionUsage | click.BadParameter, said: str
) -> tuple[str, dict[str, Value]]:
    if isinstance(error, click.NoSuchOption):
        near = tuple(error.possibilities or ())
        known: dict[str, Value] = {"option": error.option_name, "near": near}
        return ("cli.usage.no_option_near" if near else "cli.usage.no_option"), known
    if isinstance(error, click.BadOptionUsage):
        id = "cli.usage.no_value" if "requires an argument" in said else "cli.usage.flag"
        return id, {"option": error.option_name}
    if isinstance(error, click.MissingParameter):
        return "cli.usage.missing", {"name": _name(error.param)}
    return _bad(error, error.param)


def _bad(error: click.BadParameter, param: click.Parameter | None) -> tuple[str, dict[str, Value]]:
    if param is not None and isinstance(param.type, click.Choice):
        known = tuple(str(choice) for choice in param.type.choices)
        return "cli.usage.choice", {"name": _name(param), "known": known}
    if param is not None and isinstance(param.type, click.IntRange):
        # As they are typed: no signs between the thousands.
        bounds = (param.type.min, param.type.max)
        least, most = ("" if bound is None else str(bound) for bound in bounds)
        return "cli.usage.range", {"name": _name(param), "least": least, "most": most}
    if param is not None and isinstance(param.type, click.types.IntParamType):
        return "cli.usage.number", {"name": _name(param)}
    return "cli.usage.bad", {"name": _name(param), "said": error.message}


def _name(param: click.Parameter | None) -> str:
    """Names a parameter as it is typed: an option by its long form."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.human_readable_name if param else ""


def _near(name: str, error: click.ClickException) -> tuple[str, ...]:
    """Names the commands that look like the one asked for."""
    context = getattr(error, "ctx", None)
    if context is None or not isinstance(context.command, click.Group):
        return ()
    return tuple(get_close_matches(name, context.command.list_commands(context)))


def _said(text: str | None) -> str:
    """Gives the entry of a message id; text that is no id stays as it is."""
    from sekisho.report.catalogue import knows, say_id

    lang = chosen()
    return say_id(text, lang) if text and knows(text, lang) else text or ""


def _options(command: click.Command, ctx: click.Context) -> list[tuple[str, str]]:
    """Names each option and says what it does."""
    helper = command.get_help_option(ctx)
    rows = []
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if not isinstance(param, click.Option) or record is None:
            continue
        said = _said("cli.option.help" if param is helper else param.help)
        needed = f" [{_said('cli.help.required')}]" if param.required else ""
        rows.append((record[0], said + needed))
    return rows


def _write_text(formatter: click.HelpFormatter, text: str) -> None:
    from sekisho.report.columns import wrap

    formatter.write(f"\n{wrap(text, formatter.width, first='  ')}\n")


def _write_rows(formatter: click.HelpFormatter, rows: list[tuple[str, str]]) -> None:
    """Writes names and what they mean in two columns; a long name has a line of its own.

    Not click's own list, which takes a Japanese character for one column wide.
    """
    from sekisho.report.columns import pad, wrap

    column = min(max(len(name) for name, _ in rows), _LONG_NAME) + 4
    for name, text in rows:
        first = pad(f"  {name}", column)
        if len(name) + 4 > column:
            formatter.write(f"{first}\n")
            first = " " * column
        formatter.write(f"{wrap(text, formatter.width, first=first)}\n")
