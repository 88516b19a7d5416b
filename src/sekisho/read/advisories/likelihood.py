"""EPSS: FIRST's daily estimates that a vulnerability will be exploited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from sekisho.model.errors import Defect, InputError, Place
from sekisho.model.reference import Likelihood
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog
from sekisho.read.packed import read_lines

_HEADING = re.compile(rb"#\s*model_version:([^,\s]+),\s*score_date:(\d{4}-\d\d-\d\d)")
_COLUMNS = b"cve,epss,percentile"
_ROW = re.compile(r"(CVE-\d{4}-\d{4,12}),(\d(?:\.\d{1,9})?)(?:,(\d(?:\.\d{1,9})?))?\Z", re.ASCII)
_SMALL = re.compile(r"\d(?:\.\d+)?[eE]-\d{1,2}\Z", re.ASCII)


def read_heading(path: Path) -> tuple[str, date]:
    """Gives the model's version and the day of the scores, from the first line.

    Raises `InputError` when the file is not EPSS.
    """
    for _, line in read_lines(path, DefectLog()):
        found = _HEADING.match(line)
        if found is None:
            break
        try:
            day = date.fromisoformat(found.group(2).decode())
        except ValueError:
            break
        return found.group(1).decode("ascii", "replace"), day
    raise InputError(message("likelihood.not_epss"), place=Place(file=path.name))


def read_scores(path: Path, feed: str, defects: DefectLog) -> Iterator[Likelihood]:
    """Reads every row; one that is no CVE id with decimals becomes a defect.

    A number written `9e-05` is given as the decimal `0.00009`.
    """
    for number, line in read_lines(path, defects):
        text = line.decode("ascii", "replace").strip()
        found = _ROW.match(text)
        if found is not None:
            yield Likelihood(
                feed=feed, cve=found.group(1), score=found.group(2), percentile=found.group(3) or ""
            )
            continue
        if line.startswith((b"#", _COLUMNS)):
            continue
        row = _rewritten(text)
        if row is None:
            defects.add(
                Defect(
                    message=message("likelihood.bad_row"), place=Place(file=path.name, line=number)
                )
            )
        else:
            yield Likelihood(feed=feed, cve=row[0], score=row[1], percentile=row[2])


def _rewritten(text: str) -> tuple[str, str, str] | None:
    """Reads a row with numbers in scientific notation."""
    cells = [f"{Decimal(cell):f}" if _SMALL.match(cell) else cell for cell in text.split(",")]
    found = _ROW.match(",".join(cells))
    return (found.group(1), found.group(2), found.group(3) or "") if found else None
