"""The files of one folder among those of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


class Shelf(Mapping[str, memoryview]):
    """The files below one folder of a snapshot, by their names in it; none is opened before it is
    asked for.
    """

    def __init__(self, parts: Mapping[str, memoryview], folder: str) -> None:
        self._parts = parts
        self._start = f"{folder}/"

    def __getitem__(self, name: str) -> memoryview:
        return self._parts[self._start + name]

    def __contains__(self, name: object) -> bool:
        return f"{self._start}{name}" in self._parts

    def __iter__(self) -> Iterator[str]:
        start = self._start
        return (path[len(start) :] for path in self._parts if path.startswith(start))

    def __len__(self) -> int:
        return sum(1 for _ in self)
