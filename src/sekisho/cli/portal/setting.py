"""What the commands of a portal set in its environment before it is read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def data_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--data FOLDER` to a command; its value may be `None`."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="FOLDER",
        help="cli.portal.data",
    )(function)


def set_data(folder: Path | None) -> None:
    """Says where everything lies; nothing where the option was not given."""
    if folder is not None:
        os.environ["SEKISHO_DATA"] = str(folder.absolute())
