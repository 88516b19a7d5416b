"""Measures a month's triage: `python -m benchmarks.triage [--rows N]`.

Every row is a confirmed patch of a component in service whose cleared plan was handed in, so that
each is vetted in full beside that plan. Processor seconds, the median of three rounds; they hold
on this machine only.
"""

from __future__ import annotations

import argparse
import csv
import io
import statistics
import time
from datetime import date
from pathlib import Path

from sekisho.desk.triage.filings import Desk
from sekisho.desk.triage.run import Evidences, Month, ask, judge_all
from sekisho.desk.triage.updates import read_updates
from sekisho.library.snapshot import open_library
from sekisho.model.operator.register import Register, RegisterEntry
from sekisho.read.case import open_filing
from sekisho.regime.loader import load_regime
from sekisho.report.catalogue import both

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
ON = date(2026, 12, 1)
ROUNDS = 3
NAME = "白瀬 ひかり"


def month(rows: int) -> tuple[Month, bytes]:
    """Makes a register of fictional components and a sheet with one update of each."""
    folder = EXAMPLES / "monthly-updates"
    plan = open_filing(folder / "plan").filing
    assert plan is not None
    entries = tuple(
        RegisterEntry(
            facility="系統監視制御システム",
            component=f"c{at}",
            type="アプリケーション",
            name=f"Aoba {at}",
            function="系統の監視",
            version="1.0",
            supplier="株式会社青葉マイクロ",
            introduced_on=date(2025, 11, 15),
            cleared_plan=plan.reference,
            facility_kind="electricity.grid_control",
        )
        for at in range(rows)
    )
    register = Register(
        operator="霞送配電株式会社",
        designated_on=date(2023, 11, 16),
        sector="electricity",
        authority="meti",
        regime="jp-espa",
        fictional=True,
        entries=entries,
    )
    unchanged = dict.fromkeys(("type_changed", "name_changed", "function_changed"), "no")
    stream = io.StringIO()
    said = {"version": "1.1", "planned_on": "2026-12-08", "facility_replaced": "no"} | unchanged
    said |= {"confirmed_by": NAME, "confirmed_on": "2026-11-30"}
    writer = csv.DictWriter(stream, ["component", *said])
    writer.writeheader()
    writer.writerows({"component": entry.component} | said for entry in entries)
    library, regime = open_library(EXAMPLES / "library"), load_regime("jp-espa", ON)
    desk = Desk(register, {plan.reference: plan})
    return Month(desk, regime, library, ON, folder), stream.getvalue().encode()


def main() -> None:
    """Judges the sheet and prints what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=500)
    rows = parser.parse_args().rows
    made, sheet = month(rows)
    found = read_updates(sheet, "updates.csv", made.desk.register, ON, both)
    assert not found.defects, found.defects
    asked = ask(made, found.planned, Evidences(made.folder))
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        judged = judge_all(made, found.planned, asked, ())
        taken.append(time.process_time() - began)
    classes = sorted({each.memo.becomes for each in judged})
    print(
        f"{len(judged)} rows ({', '.join(classes)}): {statistics.median(taken):.1f} s of processor"
    )


if __name__ == "__main__":
    main()
