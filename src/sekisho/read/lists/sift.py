"""The last look at every entry of a list, whoever published it: odd letters, days and numbers.

Nothing is lost here but an entry that stands twice, word for word; what is odd is told in a remark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from typing import Any

import msgspec

from sekisho.model.errors import Defect, Place
from sekisho.model.reference import ListedParty
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog
from sekisho.read.lists.numbers import is_right

_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_LONGEST_NAME = 2000
_HINTS = ("/", "ka", "k.a", "known as", "formerly", "別名", "別称", "旧")
"""What a field of several names has in it, looked for before the costlier pattern."""

_FIELD = "source_field"
"""The source of a name that was cut out of a field which holds several."""

_FEWEST, _FEWEST_BESIDE_SLASH = 2, 4
"""Letters of a part below which a field is not parted."""

_encode = msgspec.json.Encoder(order="deterministic").encode


def sifted(parties: Iterable[ListedParty], file: str, log: DefectLog) -> Iterator[ListedParty]:
    """Gives each entry as it may go into the library, and tells what was odd in it.

    Control characters are taken out of texts; a field with several names gives each of them too; a
    day that cannot be and days that contradict each other are left out; a number whose check digit
    is wrong is set aside; of entries under one id the further ones get an id of their own.
    """
    seen: dict[str, set[bytes]] = {}
    for raw in parties:
        party = _split(_dated(_numbered(_legible(raw, file, log), file, log), file, log))
        digest = blake2b(_encode(party), digest_size=8).digest()
        before = seen.setdefault(party.id, set())
        if digest in before:
            log.remark(_remark("lists.twice", party, file))
            continue
        before.add(digest)
        if len(before) > 1:
            log.remark(_remark("lists.same_id", party, file))
            party = msgspec.structs.replace(party, id=f"{party.id}#{len(before)}")
        yield party


def _remark(id: str, party: ListedParty, file: str, **more: Any) -> Defect:
    return Defect(message=message(id, entry=party.id, **more), place=Place(file=file))


def _legible(party: ListedParty, file: str, log: DefectLog) -> ListedParty:
    """Takes control characters out, and cuts what no name of anyone can be."""
    changed: dict[str, Any] = {}
    for name in ("id", "name", "other_names", "weak_names", "former_names", "addresses"):
        value = getattr(party, name)
        plain = _plain(value) if isinstance(value, str) else tuple(filter(None, map(_plain, value)))
        if plain != value:
            changed[name] = plain
    if not changed:
        return party
    if any(_is_odd(getattr(party, name)) for name in changed):
        log.remark(_remark("lists.odd_letters", party, file))
    if not changed.get("name", party.name):
        changed["name"] = "?"
    return msgspec.structs.replace(party, **changed)


def _is_odd(value: str | tuple[str, ...]) -> bool:
    texts = (value,) if isinstance(value, str) else value
    return any(len(text) > _LONGEST_NAME or _CONTROL.search(text) for text in texts)


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def _plain(text: str) -> str:
    if text.isascii() and text.isprintable() and len(text) <= _LONGEST_NAME:
        return text
    return _CONTROL.sub(" ", text)[:_LONGEST_NAME].strip()


def _numbered(party: ListedParty, file: str, log: DefectLog) -> ListedParty:
    wrong = tuple(pair for pair in party.identifiers if not is_right(*pair))
    if not wrong:
        return party
    for kind, value in wrong:
        log.remark(_remark("lists.check_digit", party, file, kind=kind, value=value))
    return msgspec.structs.replace(
        party,
        identifiers=tuple(pair for pair in party.identifiers if pair not in wrong),
        doubtful_identifiers=(*party.doubtful_identifiers, *wrong),
    )


def _dated(party: ListedParty, file: str, log: DefectLog) -> ListedParty:
    since, until = party.listed_on, party.ended_on
    if since and not _FIRST_YEAR <= since.year <= _LAST_YEAR:
        log.remark(_remark("lists.odd_day", party, file, day=since.isoformat()))
        since = None
    if until and until.year < _FIRST_YEAR:
        log.remark(_remark("lists.odd_day", party, file, day=until.isoformat()))
        until = None
    if since and until and until < since:
        log.remark(
            _remark("lists.days_crossed", party, file, day=since.isoformat(), end=until.isoformat())
        )
        since = until = None
    if (since, until) == (party.listed_on, party.ended_on):
        return party
    return msgspec.structs.replace(party, listed_on=since, ended_on=until)


def _split(party: ListedParty) -> ListedParty:
    """Adds the names that stand together in one field; the whole stays as published."""
    strong: dict[str, None] = {}
    former: dict[str, None] = {}
    for name in (party.name, *party.other_names):
        for at, (part, is_former) in enumerate(names_in(name)):
            if at == 0 and part == name:
                break
            (former if is_former else strong).setdefault(part)
    known = set(party.names)
    strong = {name: None for name in strong if name not in known}
    former = {name: None for name in former if name not in known and name not in strong}
    if not strong and not former:
        return party
    return msgspec.structs.replace(
        party,
        other_names=(*party.other_names, *strong, *former),
        former_names=(*party.former_names, *former),
        name_sources=(*party.name_sources, *((name, _FIELD) for name in (*strong, *former))),
    )


@cache
def _several() -> re.Pattern[str]:
    return re.compile(
        r"\s+/\s+|[,;]?\s*(?<![A-Za-z])(?:a\.?k\.?a\.?|also known as)[:,]?\s+|別[名称][:：、]"
        r"|(?P<former>[,;]?\s*[(（]?(?<![A-Za-z])(?:f\.?k\.?a\.?|formerly(?: known as)?)[:,]?\s+"
        r"|旧(?:称|名|社名)[:：、])",
        re.IGNORECASE,
    )


def names_in(text: str) -> list[tuple[str, bool]]:
    """Gives the names that stand together in one field, each with whether it is a former one.

    A field that holds one name gives that name.
    """
    lowered = text.casefold()
    if not any(hint in lowered for hint in _HINTS) or not _several().search(text):
        return [(text, False)]
    found: list[tuple[str, bool]] = []
    start, is_former = 0, False
    for mark in _several().finditer(text):
        found.append((text[start : mark.start()], is_former))
        start, is_former = mark.end(), mark.group("former") is not None
    found.append((text[start:], is_former))
    clean = [(_unwrapped(part), former) for part, former in found]
    # A / S is one name and one legal form, OOO / LLC two forms, and AKA may be a word of a name.
    fewest = _FEWEST_BESIDE_SLASH if "/" in text and text.isascii() else _FEWEST
    if text.startswith(("AKA ", "FKA ")) or any(len(part) < fewest for part, _ in clean if part):
        return [(text, False)]
    return [(part, former) for part, former in clean if part]


def _unwrapped(text: str) -> str:
    bare = text.strip(" ,;:、，")
    pairs = (("(", ")"), ("（", "）"))
    for left, right in pairs:
        if bare.count(left) != bare.count(right):
            bare = bare.strip(left + right)
    return unicodedata.normalize("NFC", bare.strip(" ,;:、，'\"“”‘’"))
