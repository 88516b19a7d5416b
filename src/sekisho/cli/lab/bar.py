"""A progress bar on standard error, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sekisho.report.catalogue import say_id


@contextmanager
def progress_bar(total: int, lang: str) -> Iterator[Callable[[int], None]]:
    """Gives a function that is told how many more cases are done."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say_id("lab.working", lang), total=total)
        yield lambda done: bar.update(task, advance=done)
