"""Profiles: what a publication asks of an SBOM, as rows, one file each.

The rows name facts that `check.quality.facts` works out of a document; no list of what an SBOM
must hold stands in Python.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from sekisho.model.canonical import sha256_of
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.model.values.record import Record
from sekisho.regime.tables.law import Title
from sekisho.regime.tables.reading import read_tree, to_row

DEFAULT = "ntia-2021"
"""The profile of a pack that names none."""

_FOLDER = Path(__file__).parent

Level = Literal["required", "additional", "optional"]
Of = Literal["component", "document", "practice"]


class Element(Record, frozen=True, kw_only=True):
    """One thing a profile asks for.

    It is there when one of the facts of `any` holds and every fact of `all`; a `practice` is no
    matter of the document, and a person answers its `asks`. `says` names for each format the
    version since which there is a place for it; a format without one cannot say it. `level`
    `additional` is asked for where it exists. `finding` is the message of a gap, where it has one
    of its own.
    """

    id: str
    source: str
    of: Of = "component"
    level: Level = "required"
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    says: dict[str, str] = {}
    title: Title
    asks: Title
    fix: Title
    finding: str = ""


class Profile(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/sbom-profile/1"):
    """What one edition of one publication asks of an SBOM.

    `published` is a day or a month, as far as it is known; `verified_to` the day up to which the
    rows were compared with the publication itself.
    """

    id: str
    title: Title
    publisher: str
    edition: str
    published: str
    status: Literal["final", "draft"] = "final"
    verified_to: date | None = None
    note: Title | None = None
    elements: tuple[Element, ...]

    @property
    def sha256(self) -> str:
        """The name of the profile by what it says."""
        return sha256_of(self)


def list_profiles() -> tuple[str, ...]:
    """Gives the ids of the profiles there are."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def find_profile(id: str) -> Profile:
    """Gives the profile of an id; raises `UsageError` for an unknown one."""
    if id not in list_profiles():
        raise UsageError(
            message("sbom_check.no_profile", id=id, known=list_profiles()),
            hint=message("sbom_check.no_profile.remedy"),
        )
    return _read(id)


@cache
def _read(id: str) -> Profile:
    return to_row(read_tree(_FOLDER / f"{id}.yaml", _FOLDER), Profile)
