"""The fields both formats share, read the same way: hashes, package URLs, absent text."""

from __future__ import annotations

import re
from typing import Any

from sekisho.model.errors import Defect, Place
from sekisho.model.inventory import Link
from sekisho.model.values.message import Value, message
from sekisho.read.defects import DefectLog

_ABSENT = frozenset({"NOASSERTION", "NONE"})
_PURL = re.compile(r"pkg:/*[A-Za-z.+-][A-Za-z0-9.+-]*/+[^/@?#\s]").match

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

_DIGITS = {
    kind: re.compile(rf"[0-9a-f]{{{length}}}").fullmatch for kind, length in HASH_LENGTHS.items()
}
_ANY_DIGITS = re.compile(r"(?:[0-9a-f]{2})+").fullmatch

LOST = frozenset({"sbom.not_a_list", "sbom.not_an_object", "sbom.unreadable_item"})
"""The defects by which a whole record is lost; they are kept and shown before others."""

NOT_WHOLE = frozenset({"sbom.incomplete"})
"""What a document says of itself by which packages are missing from it for certain."""

OF_ITSELF = NOT_WHOLE | {"sbom.completeness_unknown", "sbom.refers_elsewhere"}
"""What a document says of itself by which it may not name everything; nothing in it is wrong."""

APART = frozenset({"sbom.services", "sbom.built_with"})
"""What a document lists beside what is in the product; nothing in it is wrong."""

_FIRST = LOST | NOT_WHOLE
_KEPT, _SHOWN = 10_000, 100
_SHORT, _LONGEST, _OPERATORS = 500, 20_000, 500
"""Characters of a licence that is never counted, of the longest, and operators of one."""
_NAMES: dict[str, str] = {}


class Log(DefectLog):
    """The defects of one SBOM, each with the pointer of its record."""

    def __init__(self, file: str) -> None:
        super().__init__(keep=_KEPT)
        self._file = file
        self._missing: set[str] = set()
        self._first: list[Defect] = []
        self.links: list[Link] = []

    def note(self, id: str, pointer: str, /, **params: Value) -> None:
        """Notes one defect, with the remedy of the same id."""
        defect = Defect(
            message=message(id, **params),
            place=Place(file=self._file, pointer=pointer),
            remedy=message(f"{id}.remedy"),
        )
        self.add(defect)
        if id in _FIRST and len(self._first) < _KEPT:
            self._first.append(defect)

    def refer(self, target: Any, pointer: str, digest: tuple[str, str] = ("", "")) -> None:
        """Keeps a link to another SBOM, and notes that this one refers elsewhere."""
        if len(self.links) < _KEPT:
            shown = target if isinstance(target, str) else ""
            self.links.append(Link(target=stated(shown), place=pointer, digest=digest))
        self.note("sbom.refers_elsewhere", pointer)

    def note_missing(self, ref: str, pointer: str) -> None:
        """Notes a reference to nothing, once however often it is made."""
        if ref not in self._missing and len(self._missing) < _KEPT:
            self._missing.add(ref)
            self.note("sbom.missing_ref", pointer, ref=ref[:200])

    def all(self) -> tuple[Defect, ...]:
        """Gives the first defects by what they say, and how many more there were.

        Their order does not follow the document: the same entries in another order are the same
        SBOM, and must give the same defects.
        """
        others = [defect for defect in self.kept if defect.message.id not in _FIRST]
        shown = tuple(sorted([*self._first, *others], key=_by_meaning)[:_SHOWN])
        more = self.count - len(shown)
        if not more:
            return shown
        rest = Defect(message=message("sbom.more_defects", n=more), place=Place(file=self._file))
        return (*shown, rest)


def _by_meaning(defect: Defect) -> tuple[bool, str, str, str]:
    id = defect.message.id
    return id not in _FIRST, id, repr(sorted(defect.message.params.items())), defect.place.pointer


def stated(text: str | None) -> str:
    """Gives a text without its margins; empty when it says that nothing is asserted."""
    if not text or text in _ABSENT:
        return ""
    if text[0] > " " and text[-1] > " ":
        return text
    text = text.strip()
    return "" if text in _ABSENT else text


def licence(text: str | None, pointer: str, log: Log) -> str:
    """Gives a licence or an expression of licences; one beyond measure is noted and left out.

    Whoever reads an expression may do so in time that grows faster than its length.
    """
    text = stated(text)
    if len(text) <= _SHORT or (len(text) <= _LONGEST and text.count(" ") <= _OPERATORS * 2):
        return text
    log.note("sbom.long_licence", pointer, n=text.count(" ") // 2, limit=_OPERATORS)
    return ""


def package_url(text: str | None, pointer: str, log: Log) -> str:
    """Gives a package URL; notes a text that is none, and leaves it out."""
    text = stated(text)
    if not text or _PURL(text):
        return text
    log.note("sbom.bad_purl", pointer, purl=text[:200])
    return ""


def digests(pairs: list[tuple[str, str]], pointer: str, log: Log) -> tuple[tuple[str, str], ...]:
    """Gives hashes sorted; notes and leaves out one that cannot be of its kind."""
    kept = []
    for name, text in pairs:
        kind = _NAMES.get(name) or _hash_name(name)
        form = _DIGITS.get(kind, _ANY_DIGITS)
        if form(text):
            kept.append((kind, text))
            continue
        value = text.strip().lower()
        if form(value):
            kept.append((kind, value))
        else:
            log.note("sbom.bad_hash", pointer, kind=kind[:40], n=len(value))
    if len(kept) == 2:
        first, second = kept
        return (
            (first, second) if first < second else (second, first) if second < first else (first,)
        )
    return tuple(kept) if len(kept) < 2 else tuple(sorted(set(kept)))


def _hash_name(name: str) -> str:
    """`SHA-256` and `SHA256` give `sha256`, `SHA3_512` gives `sha3-512`."""
    kind = name.strip().lower().replace("_", "-")
    plain = kind.replace("-", "", 1) if kind.startswith("sha-") else kind
    if plain.startswith("sha3") and not plain.startswith(("sha3-", "sha38")):
        plain = plain.replace("sha3", "sha3-", 1)
    if len(_NAMES) < 100:
        _NAMES[name] = plain
    return plain
