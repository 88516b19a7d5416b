"""Filings as they are kept: the public part in the row, the personal one sealed beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sekisho.model.canonical import plain, sha256_of, sha256_salted
from sekisho.model.filing import Filing
from sekisho.model.schema import from_json, from_plain
from sekisho.portal.cases import vault
from sekisho.portal.personal import keys, parts
from sekisho.portal.personal.models import DataKey, Erasure

ABOUT = "filing"
_LIMIT = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A filing parted for its row: `sha256` names the whole, salted where a part is sealed."""

    public: Filing
    vault_key: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A filing put together again, with the salt of its name; `erased` are its destroyed places."""

    filing: Filing
    salt: str = ""
    erased: tuple[str, ...] = ()


def keep(filing: Filing, case: Any) -> Kept:
    """Parts a filing, seals its personal values, and names the whole."""
    public, personal = parts.split(plain(filing), parts.known_fields())
    if not personal:
        return Kept(filing, "", sha256_of(filing))
    stored = vault.put([json.dumps(personal).encode()], _LIMIT, case=case, about=ABOUT)
    name = sha256_salted(filing, salt_of(stored.key))
    return Kept(from_plain(public, Filing), stored.key, name)


def whole(document: Any) -> Whole:
    """Puts a stored filing together again, as far as it has not been destroyed."""
    filing = from_json(bytes(document.body), Filing)
    if not document.vault_key:
        return Whole(filing)
    gone = Erasure.objects.filter(name=document.vault_key).first()
    if gone is not None:
        return Whole(filing, erased=tuple(gone.places))
    personal = json.loads(vault.read(document.vault_key, _LIMIT))
    again = from_plain(parts.join(plain(filing), personal), Filing)
    return Whole(again, salt_of(document.vault_key))


def places(document: Any) -> list[str]:
    """Names the places whose values are sealed, without the values."""
    return sorted(json.loads(vault.read(document.vault_key, _LIMIT)))


def salt_of(name: str) -> str:
    """Gives the salt that goes with a sealed document and is destroyed with its key."""
    row = DataKey.objects.get(name=name)
    return keys.salt_from(keys.unwrap(bytes(row.wrapped), f"document/{name}"))
