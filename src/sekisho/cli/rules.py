"""Opens what a person calls a pack: an id, a folder, either with a version or a day behind `@`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sekisho.model.errors import UsageError
from sekisho.model.values.message import message

if TYPE_CHECKING:
    from sekisho.regime.pack import Regime
    from sekisho.regime.tables.whole import Pack


class Named(msgspec.Struct, frozen=True):
    """A pack as it was asked for: `asked` is the word, `state` what stood behind its `@`."""

    asked: str
    pack: Pack
    state: str

    def standing(self, on: date) -> Regime:
        """Gives the pack as its state stands, else as it stands on a day; errors as in
        `load_regime`.
        """
        from sekisho.regime.loader import stand_on

        versions = {version.id for version in self.pack.head.versions}
        if self.state in versions:
            return stand_on(self.pack, on, self.state)
        try:
            return stand_on(self.pack, date.fromisoformat(self.state) if self.state else on)
        except ValueError:
            return stand_on(self.pack, on, self.state)

    @property
    def day(self) -> date | None:
        """Gives the first day of the version asked for, or the day; `None` for the whole pack."""
        for version in self.pack.head.versions:
            if version.id == self.state:
                return version.valid_from
        try:
            return date.fromisoformat(self.state)
        except ValueError:
            return None


def open_pack(asked: str) -> Named:
    """Opens `ID`, a folder that is a pack, or either with `@VERSION` or `@DATE`.

    Raises `UsageError` for an unknown pack, `PackError` for a wrong one.
    """
    from sekisho.regime.loader import split_name

    name, state = split_name(asked)
    return Named(asked, read_named(name), state)


def open_rules(asked: str | None, stated: str, on: date) -> Regime:
    """Gives the rules of a day: those a person asks for, as in `open_pack`, else those a document
    states, by id alone: a document of others opens no folder.

    Errors as in `open_pack` and `load_regime`.
    """
    from sekisho.regime.loader import load_regime

    if asked:
        return open_pack(asked).standing(on)
    id, _, version = stated.partition("@")
    return load_regime(id, on, version or None)


def read_named(name: str) -> Pack:
    """Reads a pack of Sekisho by its id, else the folder of that name."""
    from sekisho.regime.loader import find_pack, is_pack, list_packs, read_pack

    folder = Path(name)
    if name in list_packs() or not is_pack(folder):
        if name not in list_packs() and folder.is_dir():
            raise UsageError(
                message("regime.no_pack_in", name=name), hint=message("regime.no_pack_in.remedy")
            )
        return find_pack(name)
    return read_pack(folder)


def packs_of(asked: str | None) -> list[tuple[str, Path]]:
    """Reads an id, a folder that is a pack, or a folder of packs; nothing means every own pack.

    Gives each with its name and folder; raises `UsageError` for what is none of these.
    """
    from sekisho.regime.loader import PACKS, find_pack, is_pack, list_packs

    if asked is None:
        return [(id, PACKS / id) for id in list_packs()]
    folder = Path(asked)
    if asked in list_packs():
        return [(asked, PACKS / asked)]
    if is_pack(folder):
        return [(folder.resolve().name, folder)]
    inside = [(id, folder / id) for id in list_packs(folder)] if folder.is_dir() else []
    return inside or [(asked, find_pack(asked).folder)]
