"""The defects met while a long document is read: all are counted, the first are kept."""

from __future__ import annotations

from sekisho.model.errors import Defect


class DefectLog:
    """Counts every defect and keeps the first ones, so that a bad file cannot fill memory.

    `remarks` are counted apart: something is wrong in a record that was taken all the same.
    """

    def __init__(self, keep: int = 100) -> None:
        self.count = 0
        self.remarks = 0
        self._keep = keep
        self._kept: list[Defect] = []

    def add(self, defect: Defect) -> None:
        """Counts a defect, and keeps it while there is room."""
        self.count += 1
        self._keep_it(defect)

    def remark(self, defect: Defect) -> None:
        """Counts what is wrong in a record that was taken, and keeps it while there is room."""
        self.remarks += 1
        self._keep_it(defect)

    def _keep_it(self, defect: Defect) -> None:
        if len(self._kept) < self._keep:
            self._kept.append(defect)

    @property
    def kept(self) -> tuple[Defect, ...]:
        """The first defects, in the order met."""
        return tuple(self._kept)

    def __bool__(self) -> bool:
        return self.count > 0
