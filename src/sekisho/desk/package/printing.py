"""Prints the sheets of a package, as far as they can be printed here.

Only what prints imports this module, since the library is large.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sekisho.desk.paper.pdf import write_pdf
from sekisho.desk.paper.sheet import Sheet
from sekisho.model.errors import UsageError


@dataclass(slots=True)
class Printer:
    """Prints what it can, and keeps what it said of the rest."""

    refused: list[UsageError] = field(default_factory=list)

    def __call__(self, sheet: Sheet) -> bytes | None:
        """Prints a sheet; nothing where it cannot be printed."""
        try:
            return write_pdf(sheet)
        except UsageError as error:
            self.refused.append(error)
            return None
