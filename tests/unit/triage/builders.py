"""A small fictional register, and updates of it, for the tests of triage."""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sekisho.desk.triage.filings import Desk
from sekisho.desk.triage.questions import Question
from sekisho.desk.triage.run import Evidences, Judged, Month, ask, judge_all
from sekisho.desk.triage.updates import UpdatesRead, read_updates
from sekisho.library.snapshot import Library, open_library
from sekisho.model.filing import Filing
from sekisho.model.operator.register import Register, RegisterEntry
from sekisho.model.operator.update import Answer
from sekisho.regime.loader import load_regime
from sekisho.report.catalogue import both

EXAMPLES = Path(__file__).parents[3] / "examples"
MONTH = EXAMPLES / "monthly-updates"
ON = date(2026, 12, 1)
CARE = "株式会社ほしかわ保守"
NAME = "白瀬 ひかり"

NOTHING = {"nothing_changed": "yes", "confirmed_by": NAME, "confirmed_on": "2026-11-30"}
NO = {f"{name}_changed": "no" for name in ("type", "name", "function")} | {
    "facility_replaced": "no",
    "confirmed_by": NAME,
    "confirmed_on": "2026-11-30",
}


def entry(component: str, **more: Any) -> RegisterEntry:
    """Makes a component in service, maintained under a cleared entrustment."""
    known: dict[str, Any] = {
        "facility": "系統監視制御システム",
        "component": component,
        "type": "アプリケーション",
        "name": f"Aoba {component}",
        "function": "系統の監視",
        "version": "1.0",
        "supplier": "株式会社青葉マイクロ",
        "introduced_on": date(2025, 11, 15),
        "cleared_plan": "KG-2025-021",
        "updates_by": CARE,
        "entrustment": "KG-2025-022",
        "entrustment_starts_on": date(2025, 12, 1),
        "entrustment_ends_on": date(2027, 3, 31),
        "facility_kind": "electricity.grid_control",
    }
    return RegisterEntry(**(known | more))


REGISTER = Register(
    operator="霞送配電株式会社",
    designated_on=date(2023, 11, 16),
    sector="electricity",
    authority="meti",
    regime="jp-espa",
    fictional=True,
    entries=(
        entry("ems"),
        entry("hmi"),
        entry("alarm"),
        entry("own", updates_by="own", entrustment=""),
        entry("nobody", updates_by="", entrustment=""),
        entry("blank", entrustment="", entrustment_ends_on=None),
        entry("none", entrustment="none", entrustment_ends_on=None),
        entry("backup", phase="before_introduction", introduced_on=None),
    ),
)


def row(component: str, **more: str) -> dict[str, str]:
    """Makes a row of the sheet."""
    return {"component": component, "version": "1.1", "planned_on": "2026-12-08"} | more


def sheet(*rows: dict[str, str]) -> bytes:
    """Writes rows as CSV under our keys."""
    keys = list(dict.fromkeys(key for each in rows for key in each))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, keys)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


@cache
def library() -> Library:
    return open_library(EXAMPLES / "library")


def month(register: Register = REGISTER, *plans: Filing, on: date = ON) -> Month:
    """Makes a month under the law of its day."""
    desk = Desk(register, {plan.reference: plan for plan in plans})
    return Month(desk, load_regime("jp-espa", on), library(), on, MONTH)


def read(*rows: dict[str, str], register: Register = REGISTER, on: date = ON) -> UpdatesRead:
    return read_updates(sheet(*rows), "updates.csv", register, on, both)


def questions(*rows: dict[str, str], register: Register = REGISTER) -> tuple[Question, ...]:
    planned = read(*rows, register=register).planned
    return ask(month(register), planned, Evidences(MONTH))


def judge(
    *rows: dict[str, str], register: Register = REGISTER, answers: tuple[Answer, ...] = ()
) -> tuple[Judged, ...]:
    """Judges rows that must all be readable."""
    found = read(*rows, register=register)
    assert not found.defects
    asked = ask(month(register), found.planned, Evidences(MONTH))
    return judge_all(month(register), found.planned, asked, answers)
