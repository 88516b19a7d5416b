"""What an SBOM says of the file in which a package is delivered, and of where its supplier sits.

The properties under `bsi:component:` are those of the taxonomy that BSI TR-03183-2 v2.1.0 names
(8 Mapping); their values are fixed words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import msgspec

from sekisho.model.values.country import read_country
from sekisho.read.sbom.fields import stated

_DELIVERY = ("distribution", "distribution-intake")
_MARK = b"bsi:component:"
_ANY = msgspec.json.Decoder()


class Whence(msgspec.Struct, frozen=True, gc=False):
    """The file of a package as it is delivered; `None` and empty where nothing is said."""

    filename: str = ""
    executable: bool | None = None
    archive: bool | None = None
    distribution: str = ""


NOTHING = Whence()


class _Reference(Protocol):
    type: Any
    url: Any


def whence(references: Iterable[_Reference], properties: msgspec.Raw) -> Whence:
    """Reads what external references and properties say of a component's file."""
    addresses: dict[str, str] = {}
    for found in references:
        if isinstance(found.url, str) and found.type in _DELIVERY:
            addresses.setdefault(found.type, stated(found.url))
    said = _properties(properties)
    return Whence(
        filename=said.get("bsi:component:filename", ""),
        executable=_answer(said, "bsi:component:executable", "executable", "non-executable"),
        archive=_answer(said, "bsi:component:archive", "archive", "no archive"),
        distribution=next((addresses[kind] for kind in _DELIVERY if addresses.get(kind)), ""),
    )


def country_of(address: Any) -> str:
    """Gives the country of a postal address as ISO 3166-1 alpha-2, empty when it states none."""
    country = address.get("country") if isinstance(address, dict) else None
    return (read_country(country) or "") if isinstance(country, str) else ""


def _properties(raw: msgspec.Raw) -> dict[str, str]:
    """Reads only properties of the taxonomy: a component may have dozens of others."""
    if _MARK not in bytes(raw):
        return {}
    found: dict[str, str] = {}
    items = _ANY.decode(raw)
    for item in items if isinstance(items, list) else ():
        name, value = (item.get("name"), item.get("value")) if isinstance(item, dict) else ("", "")
        if isinstance(name, str) and isinstance(value, str):
            found.setdefault(name, stated(value))
    return found


def _answer(said: dict[str, str], name: str, yes: str, no: str) -> bool | None:
    word = said.get(name, "").lower()
    return True if word == yes else False if word == no else None
