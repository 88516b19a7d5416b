"""The fields both formats share, read the same way: hashes, package URLs, absent text."""

from __future__ import annotations

import re

from sekisho.model.errors import Defect, Place
from sekisho.model.values.message import Value, message
from sekisho.read.defects import DefectLog

_ABSENT = frozenset({"", "NOASSERTION", "NONE"})
_PURL = re.compile(r"pkg:/*[A-Za-z.+-][A-Za-z0-9.+-]*/+[^/@?#\s]")
_HEX = re.compile(r"[0-9A-Fa-f]+\Z")

HASH_LENGTHS = {
    "adler32": 8,
    "md2": 32,
    "md4": 32,
    "md5": 32,
    "sha1": 40,
    "sha224": 56,
    "sha256": 64,
    "sha384": 96,
    "sha512": 128,
    "sha3-224": 56,
    "sha3-256": 64,
    "sha3-384": 96,
    "sha3-512": 128,
    "blake2b-256": 64,
    "blake2b-384": 96,
    "blake2b-512": 128,
    "streebog-256": 64,
    "streebog-512": 128,
}
"""Hexadecimal digits of each digest; one of another name is kept at any length."""

_NAMES: dict[str, str] = {}


class Log(DefectLog):
    """The defects of one SBOM, each with the pointer of its record."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = file

    def note(self, id: str, pointer: str, /, **params: Value) -> None:
        """Notes one defect, with the remedy of the same id."""
        self.add(
            Defect(
                message=message(id, **params),
                place=Place(file=self._file, pointer=pointer),
                remedy=message(f"{id}.remedy"),
            )
        )

    def all(self) -> tuple[Defect, ...]:
        """Gives the defects kept, and how many more there were."""
        more = self.count - len(self.kept)
        if not more:
            return self.kept
        rest = Defect(message=message("sbom.more_defects", n=more), place=Place(file=self._file))
        return (*self.kept, rest)


def stated(text: str | None) -> str:
    """Gives a text without its margins; empty when it says that nothing is asserted."""
    if not text:
        return ""
    text = text.strip()
    return "" if text in _ABSENT else text


def package_url(text: str | None, pointer: str, log: Log) -> str:
    """Gives a package URL; notes a text that is none, and leaves it out."""
    text = stated(text)
    if not text or _PURL.match(text):
        return text
    log.note("sbom.bad_purl", pointer, purl=text[:200])
    return ""


def digests(pairs: list[tuple[str, str]], pointer: str, log: Log) -> tuple[tuple[str, str], ...]:
    """Gives hashes sorted; notes and leaves out one that cannot be of its kind."""
    kept = set()
    for name, text in pairs:
        kind = _NAMES.get(name) or _hash_name(name)
        value = text.strip().lower()
        if len(value) != HASH_LENGTHS.get(kind, len(value)) or not _HEX.match(value):
            log.note("sbom.bad_hash", pointer, kind=kind[:40], n=len(value))
        else:
            kept.add((kind, value))
    return tuple(sorted(kept)) if len(kept) > 1 else tuple(kept)


def _hash_name(name: str) -> str:
    """`SHA-256` and `SHA256` give `sha256`, `SHA3_512` gives `sha3-512`."""
    kind = name.strip().lower().replace("_", "-")
    plain = kind.replace("-", "", 1) if kind.startswith("sha-") else kind
    if plain.startswith("sha3") and not plain.startswith(("sha3-", "sha38")):
        plain = plain.replace("sha3", "sha3-", 1)
    if len(_NAMES) < 100:
        _NAMES[name] = plain
    return plain
