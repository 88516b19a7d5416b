"""Hits on the lists: how they are found, how grave they are, and what is said of them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from itertools import islice
from typing import Literal

import msgspec

from sekisho.check.look import Look
from sekisho.check.screening.pairs import Word, entry_sha256, party_sha256
from sekisho.check.screening.roster import Named
from sekisho.match.names.compare import compare
from sekisho.match.names.index import NameHit
from sekisho.match.names.normalise import normalise
from sekisho.model.finding import Finding, Severity
from sekisho.model.reference import ListedParty
from sekisho.model.values.message import Message, message

VERSION = "1"
_PER_NAME = 5
_LOOKED_THROUGH = 20
"""Hits of a name looked through: those left out must not take the room of others."""

Ground = Literal["identifier", "same_name", "close_name", "alike_name"]
_SEVERITY: dict[Ground, Severity] = {
    "identifier": "high",
    "same_name": "high",
    "close_name": "medium",
    "alike_name": "low",
}
_LIGHTER: dict[Severity, Severity] = {"high": "medium", "medium": "low", "low": "info"}


class Hit(msgspec.Struct, frozen=True):
    """Someone of the case against one entry of a list.

    `name` is the name as the case gives it, `by_name` how the names compare; `number` the
    kind and value of a registered number both share.
    """

    named: Named
    party: ListedParty
    name: str
    by_name: NameHit | None = None
    number: tuple[str, str] = ("", "")

    @property
    def id(self) -> str:
        """The stable identity a statement `not_the_same` refers to."""
        return f"{self.named.subject}={self.party.feed}/{self.party.id}"

    @property
    def ground(self) -> Ground:
        """What the hit rests on, from the surest to the weakest.

        An exact name is sure only together with the country: firms of one name exist in many
        countries. A name its list calls weak is never more than alike.
        """
        if self.number[0]:
            return "identifier"
        hit = self.by_name
        if hit is None or hit.kind == "weak_name" or hit.comparison.strength == "weak":
            return "alike_name"
        if hit.comparison.exact and hit.country_agrees:
            return "same_name"
        exact = hit.comparison.exact
        return "close_name" if exact or hit.comparison.strength == "strong" else "alike_name"

    @property
    def other_kind(self) -> bool:
        """Says whether one side is a person and the other none, which no shared number says.

        Who an SBOM credits without a word on the kind counts as no person where the names are
        only alike; the whole name of a listed person stands.
        """
        if self.number[0] or self.party.kind == "unknown":
            return False
        listed_person = self.party.kind == "person"
        if self.named.person is not None:
            return self.named.person != listed_person
        whole = self.by_name is not None and self.by_name.comparison.exact
        return listed_person and "credited" in self.named.roles and not whole

    @property
    def is_noise(self) -> bool:
        """Says whether a hit is not worth a look: weakly alike, and of another kind."""
        weak = self.by_name is not None and self.by_name.comparison.strength == "weak"
        return weak and self.other_kind


def find_hits(look: Look, named: Named, consulted: set[str]) -> Iterator[Hit]:
    """Gives the entries one bearer of names meets, each entry once, the surest first; a person
    and a firm that are only weakly alike do not meet.

    Adds every key it looked up to `consulted`.
    """
    found: dict[tuple[str, str], Hit] = {}
    for kind, value in named.identifiers:
        consulted.add(f"identifier:{kind}/{value}")
        for party in look.library.parties.by_identifier(kind, value):
            first = named.names[0] if named.names else named.subject
            found.setdefault((party.feed, party.id), Hit(named, party, first, number=(kind, value)))
    for name in named.names:
        consulted.add(f"name:{normalise(name).key}")
        alike = look.library.parties.search(name, named.country, _LOOKED_THROUGH)
        hits = (Hit(named, by_name.party, name, by_name) for by_name in alike)
        for hit in islice((hit for hit in hits if not hit.is_noise), _PER_NAME):
            key = (hit.party.feed, hit.party.id)
            if key not in found or _rank(hit) < _rank(found[key]):
                found[key] = hit
    yield from sorted(found.values(), key=lambda hit: (*_rank(hit), hit.id))


def as_finding(look: Look, hit: Hit, word: Word | None) -> Finding:
    """Makes the finding of a hit; a signed statement that it is someone else is shown in it
    and, while it holds, makes it light; it never makes it vanish.
    """
    party = hit.party
    settled = word is not None and word.holds
    severity = _severity(look, hit)
    if settled and severity != "info":
        severity = "low"
    return Finding(
        rule=f"screening.{hit.ground}",
        rule_version=VERSION,
        subject=hit.named.subject,
        state="found",
        severity=severity,
        message=message(
            _said(hit),
            name=hit.name,
            listed=hit.by_name.name if hit.by_name else party.name,
            list=_list_of(look, party),
            entry=party.id,
            role=hit.named.roles[0],
        ),
        basis="observed" if hit.named.evidence else "declared",
        place=hit.named.place,
        remedy=None if settled else _remedy(hit),
        evidence=(hit.named.evidence,) if hit.named.evidence else (),
        sources=(look.library.source(party.feed, party.id, party.url),),
        # The statement first: a report folds the tail of the details.
        details=(*((word.said(),) if word else ()), *_details(look, hit)),
    )


def _said(hit: Hit) -> str:
    """A whole name is the same name, whatever the country makes of it; one that was asked alone has no
    role.
    """
    exact = hit.by_name is not None and hit.by_name.comparison.exact
    same = hit.ground == "close_name" and exact
    id = "screening.same_name_alone" if same else f"screening.{hit.ground}"
    return f"{id}.asked" if "name_asked" in hit.named.roles else id


def _remedy(hit: Hit) -> Message:
    """Gives the command that states of exactly this pair, as it is today, that it is not the same."""
    return message(
        "screening.remedy",
        hit=hit.id,
        about=shlex.quote(hit.id),
        party=party_sha256(hit.named),
        record=entry_sha256(hit.party),
    )


def _list_of(look: Look, party: ListedParty) -> str:
    """Names the list, and the part of it where one publication brings several together."""
    feed = look.library.feed(party.feed)
    title = feed.title if feed else party.feed
    return f"{title}, {party.part}" if party.part else title


def _severity(look: Look, hit: Hit) -> Severity:
    """An entry that has ended only informs; one not yet in force is light; one of another kind
    is a step lighter than its ground.
    """
    party = hit.party
    if party.ended_on and party.ended_on <= look.on:
        return "info"
    severity = _SEVERITY[hit.ground]
    if hit.other_kind:
        severity = _LIGHTER[severity]
    later = party.listed_on is not None and party.listed_on > look.on
    return "low" if later and severity != "info" else severity


def _details(look: Look, hit: Hit) -> Iterator[Message]:
    """Tells of a hit what a person needs first: the date, the number or likeness and the reasons
    for it, the country, the part played in the case; then what the publisher says.
    """
    party = hit.party
    if party.listed_on:
        later = party.listed_on > look.on
        id = "screening.listed_later" if later else "screening.listed_on"
        yield message(id, on=party.listed_on.isoformat())
    if party.ended_on:
        yield message("screening.ended_on", on=party.ended_on.isoformat())
    if hit.number[0]:
        yield message("screening.number", kind=hit.number[0], value=hit.number[1])
        if not _names_agree(hit):
            yield message("screening.names_differ")
    if hit.by_name:
        yield message("screening.score", score=hit.by_name.score, kind=hit.by_name.kind)
        yield from _strength(party, hit.by_name.name)
        if hit.by_name.name.casefold() != hit.name.casefold():
            yield from hit.by_name.comparison.explain()
    yield from _numbers(hit)
    if hit.other_kind:
        yield message(f"screening.listed_{'person' if party.kind == 'person' else 'no_person'}")
    yield _country_line(hit)
    if len(hit.named.roles) > 1:
        yield message("screening.roles", roles=hit.named.roles)
    yield from _chain(hit.named)
    yield from _predicate(party)
    feed = look.library.feed(party.feed)
    if feed and feed.published_on:
        yield message("screening.published_on", on=feed.published_on.isoformat())


def _names_agree(hit: Hit) -> bool:
    """Says whether any of the names is like any that the entry gives."""
    listed = hit.party.names[:_LOOKED_THROUGH]
    return any(compare(name, other).match for name in hit.named.names for other in listed)


def _strength(party: ListedParty, name: str) -> Iterator[Message]:
    """Whose name was met, how sure the list is of it, and what it took it from."""
    if name != party.name:
        yield message("screening.name_of", listed=party.name)
    if party.strength_of(name) == "former":
        yield message("screening.former_name", name=name)
    if source := party.source_of(name):
        yield message("screening.name_source", name=name, source=source)


def _predicate(party: ListedParty) -> Iterator[Message]:
    """What the entry says: by which programme and law, whom and what it reaches, and why."""
    if party.programme:
        yield message("screening.programme", programme=_one_line(party.programme))
    if party.basis:
        yield message("screening.basis", basis=_one_line(party.basis))
    further = tuple(reach for reach in party.reach if reach != "itself")
    if further:
        yield message("screening.reach", reach=tuple(f"reach_{each}" for each in further))
    for id in ("scope", "made_in", "exemption", "reason"):
        if text := getattr(party, id):
            yield message(f"screening.{id}", **{id: _one_line(text)})
    if party.classes:
        yield message("screening.classes", classes=party.classes)
    for kind, value in party.doubtful_identifiers:
        yield message("screening.doubtful_number", kind=kind, value=value)


def _one_line(text: str) -> str:
    """Publishers break their lines in the middle of a field."""
    return " ".join(text.split())


def _numbers(hit: Hit) -> Iterator[Message]:
    """What the registered numbers say where a name was met: none agrees, else they had met."""
    listed = dict(hit.party.identifiers)
    for kind, value in hit.named.identifiers:
        if hit.number[0]:
            return
        if kind in listed:
            yield message("screening.number_other", kind=kind, stated=value, listed=listed[kind])
        else:
            yield message("screening.number_unlisted", kind=kind, stated=value)


def _chain(named: Named) -> Iterator[Message]:
    """Through whom work was passed on to a re-contractor, and how deep."""
    if named.chain:
        first, *others = named.chain
        way = " → ".join((first, *others))
        yield message("screening.chain", level=len(others), chain=way)


def _country_line(hit: Hit) -> Message:
    stated, listed = hit.named.country, hit.party.country
    if not listed:
        text = hit.party.country_text
        id = "screening.country_unknown" if text else "screening.country_unlisted"
        return message(id, listed=text) if text else message(id)
    if not stated:
        return message("screening.country_unstated", listed=listed)
    if stated == listed:
        return message("screening.country_same", stated=stated)
    return message("screening.country_other", stated=stated, listed=listed)


def _rank(hit: Hit) -> tuple[int, int]:
    grounds: tuple[Ground, ...] = tuple(_SEVERITY)
    return grounds.index(hit.ground), -(hit.by_name.score if hit.by_name else 1000)
