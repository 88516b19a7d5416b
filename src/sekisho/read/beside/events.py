"""The dated events beside a filing: `events.yaml`, a list that is only ever appended to."""

from __future__ import annotations

from pathlib import Path

from sekisho.model.case import Event
from sekisho.model.errors import DefectsError
from sekisho.model.filing import Filing
from sekisho.read.files import read_bytes
from sekisho.read.filing.walk import Kept, Walk
from sekisho.read.limits import FILING
from sekisho.read.tree import parse_yaml

FILE = "events.yaml"
"""The name of the list beside a filing."""


def read_events(folder: Path) -> tuple[Event, ...]:
    """Reads the dated events beside a filing, at every authority; none when there is no file."""
    return read_records(folder / FILE, Event)


def parse_events(data: bytes, name: str) -> tuple[Event, ...]:
    """Reads the bytes of a file of events; raises `DefectsError` with all that is wrong."""
    return _parsed(data, name, Event)


def read_records(path: Path, kind: type[Kept]) -> tuple[Kept, ...]:
    """Reads a list of records beside the filing, nothing where there is no such file; raises
    `DefectsError` with all that is wrong.
    """
    return _parsed(read_bytes(path, FILING), str(path), kind) if path.exists() else ()


def _parsed(data: bytes, name: str, kind: type[Kept]) -> tuple[Kept, ...]:
    walk = Walk()
    records = walk.records(parse_yaml(data, name), kind)
    if walk.defects:
        raise DefectsError(tuple(walk.defects))
    return records


def own_events(events: tuple[Event, ...], filing: Filing) -> tuple[Event, ...]:
    """Gives the events at the filing's own authority: each authority has a clock of its own."""
    return tuple(event for event in events if event.authority in ("", filing.authority))
