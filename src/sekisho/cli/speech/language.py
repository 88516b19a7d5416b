"""Which language a command speaks, and which day it is: read once, at the edge.

A command module takes `@lang_option` and calls `chosen(lang)`; `sekisho --lang ja vet ...` and
`sekisho vet ... --lang ja` mean the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import click

from sekisho.model.errors import Place, UsageError
from sekisho.model.values.message import message

LANGUAGES = ("ja", "en")
_TOKYO = timedelta(hours=9)


def lang_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--lang ja|en` to a command; its value may be `None`."""
    return click.option("--lang", type=click.Choice(LANGUAGES), help="cli.option.lang")(function)


def chosen(lang: str | None = None) -> str:
    """Gives the language: the option here or on `sekisho` itself, SEKISHO_LANG, the locale."""
    context = click.get_current_context(silent=True)
    while lang is None and context is not None:
        lang = context.params.get("lang") or context.obj
        context = context.parent
    return lang or from_environment()


def from_environment() -> str:
    """Gives the language SEKISHO_LANG or the locale asks for; English unless it is Japanese."""
    for name in ("SEKISHO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, "").strip().lower():
            return "ja" if value.startswith("ja") else "en"
    return "en"


def today() -> date:
    """Gives the day it is in Japan (UTC+9, no summer time); only commands may ask."""
    return (datetime.now(UTC) + _TOKYO).date()


class Day(click.ParamType[date]):
    """A day on the command line, written `2026-12-01`."""

    name = "date"

    def convert(
        self,
        value: str | date,
        param: click.Parameter | None,
        ctx: click.Context | None,  # noqa: ARG002  # click's signature
    ) -> date:
        """Reads the day; raises `UsageError` for a day that does not exist."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise UsageError(
                message("cli.not_a_day", text=value),
                place=Place(file=max(param.opts, key=len)) if param else None,
                hint=message("cli.not_a_day.remedy"),
            ) from error


DAY = Day()
