"""What an SBOM says of the file in which a package is delivered, and of whom to ask about it.

The properties under `bsi:component:` are those of the taxonomy that BSI TR-03183-2 v2.1.0 names
(8 Mapping); their values are fixed words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Protocol

import msgspec

from sekisho.model.values.country import read_country
from sekisho.read.sbom.fields import Log, digests, stated

_ADDRESS = re.compile(r"(?:[^@\s]+@[^@\s]+\.[^@\s]+|https?://[^\s/]+\S*)\Z", re.IGNORECASE)
_WORDS: dict[str, tuple[str, str]] = {
    "bsi:component:executable": ("executable", "non-executable"),
    "bsi:component:archive": ("archive", "no archive"),
    "bsi:component:structured": ("structured", "unstructured"),
}
_FILENAME = "bsi:component:filename"
_MARK = b"bsi:component:"
_DELIVERY = ("distribution", "distribution-intake")
_SOURCES = ("source-distribution", "vcs")
_TOLD = frozenset({*_DELIVERY, *_SOURCES})
_ANY = msgspec.json.Decoder()


class Delivered(msgspec.Struct, frozen=True, gc=False):
    """The file of a package as it is delivered; `None` and empty where nothing is said."""

    filename: str = ""
    executable: bool | None = None
    archive: bool | None = None
    structured: bool | None = None
    distribution: str = ""
    hashes: tuple[tuple[str, str], ...] = ()
    source: str = ""


NOTHING = Delivered()


class _Reference(Protocol):
    type: Any
    url: Any
    hashes: Any


def delivered(
    references: Iterable[_Reference], properties: msgspec.Raw, place: str, log: Log
) -> Delivered:
    """Reads what external references and properties say of a component's file."""
    addresses: dict[str, str] = {}
    hashes: tuple[tuple[str, str], ...] = ()
    for found in references:
        if not isinstance(found.type, str) or found.type not in _TOLD:
            continue
        url = found.url if isinstance(found.url, str) else ""
        addresses.setdefault(found.type, stated(url))
        if found.type in _DELIVERY and isinstance(found.hashes, list) and not hashes:
            hashes = digests(_pairs(found.hashes), place, log)
    said = _properties(properties)
    if not (said or addresses):
        return NOTHING
    return Delivered(
        filename=said.get(_FILENAME, ""),
        executable=_answer(said, "bsi:component:executable"),
        archive=_answer(said, "bsi:component:archive"),
        structured=_answer(said, "bsi:component:structured"),
        distribution=_first(addresses, _DELIVERY),
        hashes=hashes,
        source=_first(addresses, _SOURCES),
    )


def contact_of(email: Any, url: Any, contact: Any = None) -> str:
    """Gives the first e-mail or web address of a party, empty when it has none."""
    below = contact if isinstance(contact, list) else [contact]
    emails = [email, *(each.get("email") for each in below if isinstance(each, dict))]
    urls = url if isinstance(url, list) else [url]
    return next((found for text in (*emails, *urls) if (found := address(text))), "")


def country_of(address: Any) -> str:
    """Gives the country of a postal address as ISO 3166-1 alpha-2, empty when it states none."""
    country = address.get("country") if isinstance(address, dict) else None
    return (read_country(country) or "") if isinstance(country, str) else ""


def address(text: Any) -> str:
    """Gives a text that is an e-mail or web address, else an empty one."""
    if not isinstance(text, str) or len(text) > 2000:
        return ""
    text = text.strip()
    return text if _ADDRESS.match(text) else ""


def _pairs(hashes: list[Any]) -> list[tuple[str, str]]:
    pairs = ((one.get("alg"), one.get("content")) for one in hashes if isinstance(one, dict))
    return [(a, b) for a, b in pairs if isinstance(a, str) and isinstance(b, str)]


def _properties(raw: msgspec.Raw) -> dict[str, str]:
    """Reads only properties of the taxonomy: a component may have dozens of others."""
    if _MARK not in bytes(raw):
        return {}
    found: dict[str, str] = {}
    items = _ANY.decode(raw)
    for item in items if isinstance(items, list) else ():
        name, value = (item.get("name"), item.get("value")) if isinstance(item, dict) else ("", "")
        if isinstance(name, str) and isinstance(value, str) and name.encode().startswith(_MARK):
            found.setdefault(name, stated(value))
    return found


def _answer(said: dict[str, str], name: str) -> bool | None:
    if name not in said:
        return None
    word = said[name].lower()
    yes, no = _WORDS[name]
    return True if word == yes else False if word == no else None


def _first(addresses: dict[str, str], kinds: tuple[str, ...]) -> str:
    return next((addresses[kind] for kind in kinds if addresses.get(kind)), "")
