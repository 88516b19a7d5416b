"""The tables of a pack, and a whole pack: every row of every day."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sekisho.regime.days.calendar import Calendar
from sekisho.regime.rules.evaluator import Conditions
from sekisho.regime.tables.contents import Contents, Measure
from sekisho.regime.tables.designation import Designations
from sekisho.regime.tables.desk.annex import AnnexRow
from sekisho.regime.tables.desk.triage import TriageRows
from sekisho.regime.tables.duty import Changes, Duties, Routes
from sekisho.regime.tables.entries import Entries
from sekisho.regime.tables.fast_lane import FastLane
from sekisho.regime.tables.law import (
    Authority,
    ComponentList,
    FacilityKind,
    Form,
    Head,
    Penalty,
    Power,
    Retention,
    Sector,
    WorkKind,
)
from sekisho.regime.tables.software import Software
from sekisho.regime.tables.steps import Procedure
from sekisho.regime.tables.time import Clocks


class Tables(msgspec.Struct, frozen=True, kw_only=True):
    """What a pack says, table by table; its conditions are compiled."""

    conditions: Conditions
    calendar: Calendar
    authorities: tuple[Authority, ...]
    sectors: tuple[Sector, ...]
    facilities: tuple[FacilityKind, ...]
    components: tuple[ComponentList, ...]
    works: tuple[WorkKind, ...]
    designations: Designations
    forms: tuple[Form, ...]
    clocks: Clocks
    changes: Changes
    duties: Duties
    procedure: Procedure
    entries: Entries
    fast_lane: FastLane
    routes: Routes
    contents: Contents
    triage: TriageRows
    software: Software
    measures: tuple[Measure, ...]
    annex: tuple[AnnexRow, ...]
    penalties: tuple[Penalty, ...]
    powers: tuple[Power, ...]
    retention: tuple[Retention, ...]


class Pack(Tables, frozen=True, kw_only=True):
    """A pack as it lies in its folder."""

    folder: Path
    sha256: str
    head: Head
