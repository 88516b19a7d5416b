"""Plans named on the command line: read with their events, and with what a person says of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from sekisho.desk.plans import HandedIn
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.read.beside.events import FILE, read_events
from sekisho.read.case import find_filing
from sekisho.read.files import read_bytes
from sekisho.read.filing import read_filing
from sekisho.read.limits import FILING


def open_plans(paths: Iterable[Path]) -> tuple[HandedIn, ...]:
    """Opens filings with the events beside them.

    Events that lie beside several of the filings are those of none: nobody can tell whose.
    """
    files = [find_filing(path) for path in paths]
    beside = Counter(file.resolve().parent for file in dict.fromkeys(files))
    plans = []
    for file in files:
        filing = read_filing(read_bytes(file, FILING), str(file))
        has_events = (file.parent / FILE).exists()
        shares = has_events and beside[file.resolve().parent] > 1
        events = read_events(file.parent) if has_events and not shares else None
        plans.append(HandedIn(filing, str(file), events, shares_folder=shares))
    return tuple(plans)


def stated_days(written: Sequence[str], plans: Sequence[HandedIn], on: date) -> dict[str, date]:
    """Reads `DAY` or `REFERENCE=DAY`, and gives the day a person states for each reference.

    Raises `UsageError` for what is no day, for a day to come and for a reference nobody handed in.
    """
    known = tuple(dict.fromkeys(plan.filing.reference for plan in plans))
    days: dict[str, date] = {}
    for text in sorted(written, key=lambda each: "=" in each):
        reference, _, day = text.rpartition("=")
        try:
            stated = date.fromisoformat(day)
        except ValueError as error:
            raise UsageError(
                message("plans.bad_stated", text=text), hint=message("plans.bad_stated.remedy")
            ) from error
        if stated > on:
            raise UsageError(
                message("plans.stated_later", day=day, on=on.isoformat()),
                hint=message("plans.stated_later.remedy"),
            )
        if reference and reference not in known:
            raise UsageError(
                message("plans.not_given", plan=reference),
                hint=message("plans.not_given.remedy", known=known),
            )
        days |= dict.fromkeys((reference,) if reference else known, stated)
    return days
