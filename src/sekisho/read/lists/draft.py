"""An entry of a list while it is put together from what a publisher says in many places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sekisho.model.errors import Defect, Place
from sekisho.model.reference import ITSELF, ListedParty, Reach, Related, Relation, Strength
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog
from sekisho.read.lists.numbers import bare_number, kind_of_number
from sekisho.read.lists.published import country_code

Kind = Literal["organisation", "person", "vessel", "aircraft", "unknown"]

_SUBSIDIARIES = re.compile(r"\bsub-?units?\b|\bsubsidiar(?:y|ies)\b|子会社", re.IGNORECASE)
_AFFILIATES = re.compile(r"\baffiliates?\b|関連会社", re.IGNORECASE)
_TAIL = re.compile(
    r"[;,]?\s*(?:and|including)\s+(?:any|all|its)\s+(?:[\w,\s/-]*?)"
    r"(?:successors?|sub-?units?|subsidiar(?:y|ies)|affiliates?)\b.*\Z",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(slots=True)
class Draft:
    """Collects the parts of one entry; each may be told more than once and counts once."""

    feed: str
    id: str
    kind: Kind = "unknown"
    name: str = ""
    strong: dict[str, str] = field(default_factory=dict)
    weak: dict[str, str] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    born: list[str] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    part: str = ""
    listed_on: date | None = None
    ended_on: date | None = None
    reach: list[Reach] = field(default_factory=lambda: ["itself"])
    scope: str = ""
    exemption: str = ""
    url: str = ""

    def call(self, text: str, strength: Strength = "strong", source: str = "") -> None:
        """Adds a name; the first one told as the name is it, later ones are others."""
        name = self._bare(" ".join(text.split()))
        if not name:
            return
        if strength == "name" and not self.name:
            self.name = name
        elif strength == "weak":
            self.weak.setdefault(name, source)
        elif strength == "former":
            self.former.setdefault(name, source)
        else:
            self.strong.setdefault(name, source)

    def _bare(self, name: str) -> str:
        """Takes off a tail that says whom else the entry reaches, and keeps what it says."""
        tail = _TAIL.search(name)
        if tail is None or not tail.start():
            return name
        self.reaches(tail.group())
        return name[: tail.start()].rstrip(" ;,")

    def reaches(self, words: str) -> None:
        """Takes from a publisher's words whom else the entry reaches."""
        if _SUBSIDIARIES.search(words) and "subsidiary" not in self.reach:
            self.reach.append("subsidiary")
        if _AFFILIATES.search(words) and "affiliate" not in self.reach:
            self.reach.append("affiliate")

    def belongs(self, country: str, code: str = "") -> None:
        """Adds a country by its name or its code."""
        text = country.strip()
        found = code.strip().upper() or country_code(text)
        if text or found:
            self.countries.setdefault(text or found, found if len(found) == 2 else "")

    def lives(self, *parts: str) -> None:
        """Adds an address from its parts, of which any may be empty."""
        text = ", ".join(part.strip() for part in parts if part.strip())
        if text and text not in self.addresses:
            self.addresses.append(text)

    def numbered(self, words: str, value: str, country: str = "") -> None:
        """Adds a registered number or a document by its publisher's words."""
        kind = kind_of_number(words.strip(), value, country)
        bare = bare_number(kind, value)
        if bare and (kind, bare) not in self.numbers:
            self.numbers.append((kind, bare))

    def was_born(self, text: str) -> None:
        """Adds a day or year of birth as published."""
        if text.strip() and text.strip() not in self.born:
            self.born.append(text.strip())

    def knows(self, relation: Relation, name: str, id: str = "") -> None:
        """Adds someone the entry names beside."""
        text = " ".join(name.split())
        row = Related(relation=relation, name=text, id=id)
        if text and row not in self.related:
            self.related.append(row)

    def says(self, kept: list[str], *texts: str) -> None:
        """Adds texts to one of the lists of this draft, each once, its lines as one."""
        for text in texts:
            clean = "; ".join(filter(None, map(str.strip, text.splitlines())))
            if clean and clean not in kept:
                kept.append(clean)

    def done(self) -> ListedParty | None:
        """Gives the entry; None when nothing names it.

        Where no name was told as the name, the first sure one is it, else a former, else a weak one.
        """
        for kept in (self.strong, self.former, self.weak):
            if not self.name and kept:
                self.name = next(iter(kept))
        if not self.name:
            return None
        strong = {name: why for name, why in self.strong.items() if name != self.name}
        former = {n: w for n, w in self.former.items() if n != self.name and n not in strong}
        weak = {n: w for n, w in self.weak.items() if n not in {self.name, *strong, *former}}
        sources = {**strong, **former, **weak}
        text, code = next(iter(self.countries.items()), ("", ""))
        codes = dict.fromkeys(found for found in self.countries.values() if found)
        code = code or next(iter(codes), "")
        return ListedParty(
            feed=self.feed,
            id=self.id,
            name=self.name,
            other_names=(*strong, *former),
            weak_names=tuple(weak),
            former_names=tuple(former),
            name_sources=tuple((name, why) for name, why in sources.items() if why),
            kind=self.kind,
            country=code,
            country_text=text,
            other_countries=tuple(other for other in codes if other != code),
            addresses=tuple(self.addresses),
            identifiers=tuple(self.numbers),
            born=tuple(self.born),
            related=tuple(self.related),
            part=self.part,
            programme="; ".join(self.programmes),
            listed_on=self.listed_on,
            ended_on=self.ended_on,
            reach=tuple(self.reach) if len(self.reach) > 1 else ITSELF,
            scope=self.scope,
            exemption=self.exemption,
            reason="; ".join(self.reasons),
            basis="; ".join(self.bases),
            url=self.url,
        )


def named(party: ListedParty | None, place: Place, defects: DefectLog) -> Iterator[ListedParty]:
    """Gives an entry; of one that names nobody it notes that, with the place."""
    if party is None:
        defects.add(Defect(message=message("lists.no_name"), place=place))
    else:
        yield party
