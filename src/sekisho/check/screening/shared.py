"""What someone of the case shares with a listed party: its address, or a name its entry names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from sekisho.check.look import Look
from sekisho.check.screening.roster import Named
from sekisho.library.beside import key_of_address, key_of_name
from sekisho.model.finding import Finding
from sekisho.model.reference import ListedBeside
from sekisho.model.values.message import Message, message

VERSION = "1"
_MOST = 5


def find_shared(
    look: Look, named: Named, met: frozenset[tuple[str, str]], consulted: set[str]
) -> Iterator[Finding]:
    """Gives the entries that share an address with one of the case, or name it beside their own.

    `met` are the entries whose party it may be itself. Adds every key looked up to `consulted`.
    """
    for key, name in _keys(named):
        consulted.add(f"beside:{key}")
        rows = (row for row in look.library.beside(key) if (row.feed, row.id) not in met)
        for row in islice(rows, _MOST):
            yield _finding(look, named, row, name)


def _keys(named: Named) -> Iterator[tuple[str, str]]:
    if "credited" in named.roles:
        return
    first = named.names[0] if named.names else named.subject
    if key := key_of_address(named.address):
        yield key, first
    for name in named.names:
        if key := key_of_name(name):
            yield key, name


def _finding(look: Look, named: Named, row: ListedBeside, name: str) -> Finding:
    feed = look.library.feed(row.feed)
    title = feed.title if feed else row.feed
    id = "screening.shared_address" if row.what == "address" else "screening.named_beside"
    ended = row.ended_on is not None and row.ended_on <= look.on
    return Finding(
        rule=id,
        rule_version=VERSION,
        subject=named.subject,
        state="found",
        severity="info" if ended else "low",
        message=message(
            id,
            name=name,
            role=named.roles[0],
            listed=row.listed,
            list=f"{title}, {row.part}" if row.part else title,
            entry=row.id,
            relation=f"beside_{row.what}",
        ),
        basis="declared",
        place=named.place,
        remedy=message(f"{id}.remedy"),
        sources=(look.library.source(row.feed, row.id),),
        details=tuple(_details(look, named, row)),
    )


def _details(look: Look, named: Named, row: ListedBeside) -> Iterator[Message]:
    if row.what == "address":
        yield message("screening.addresses", stated=named.address, listed=row.text)
    else:
        yield message("screening.named_as", name=row.text)
    if row.listed_on:
        later = row.listed_on > look.on
        id = "screening.listed_later" if later else "screening.listed_on"
        yield message(id, on=row.listed_on.isoformat())
    if row.ended_on:
        yield message("screening.ended_on", on=row.ended_on.isoformat())
