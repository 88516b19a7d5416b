"""Word that a pair, one of the case and one listed, is not the same: what it is bound to, and whether
it still counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from sekisho.check.screening.roster import Named
from sekisho.model.canonical import sha256_of
from sekisho.model.case import Statement
from sekisho.model.reference import ListedParty
from sekisho.model.values.message import Message, message

Change = Literal["side_party", "side_entry"]


class Word(msgspec.Struct, frozen=True):
    """What somebody stated of a pair.

    It `holds` while both sides are what was looked at when it was signed; `changed` names the sides
    that are not, and is empty for a statement that says of no side what it was.
    """

    statement: Statement
    holds: bool
    changed: tuple[Change, ...] = ()

    def said(self) -> Message:
        """Tells who stated it, when and why, or why it does not count."""
        by, on = self.statement.by, self.statement.on.isoformat()
        reason = self.statement.reason
        if self.holds:
            return message("screening.not_the_same", by=by, on=on, reason=reason)
        if self.changed:
            return message(
                "screening.not_the_same_lapsed", by=by, on=on, reason=reason, changed=self.changed
            )
        return message("screening.not_the_same_unbound", by=by, on=on, reason=reason)


def party_sha256(named: Named) -> str:
    """Names what the case says of someone, as far as screening looks at it; neither the place nor
    the order in which it is said counts.
    """
    return sha256_of(
        {
            "names": sorted(named.names),
            "country": named.country,
            "identifiers": sorted((*named.identifiers, *named.doubtful)),
            "address": named.address,
            "founded_on": named.founded_on.isoformat() if named.founded_on else "",
            "person": {True: "yes", False: "no", None: "unknown"}[named.person],
        }
    )


def entry_sha256(party: ListedParty) -> str:
    """Names an entry of a list as it was read."""
    return sha256_of(party)


def word_on(statements: Iterable[Statement], named: Named, party: ListedParty) -> Word | None:
    """Gives what counts of the statements about one pair: the last that holds, else the last."""
    ours = theirs = ""
    last: Word | None = None
    for statement in statements:
        ours = ours or party_sha256(named)
        theirs = theirs or entry_sha256(party)
        word = _weigh(statement, ours, theirs)
        if last is None or word.holds or not last.holds:
            last = word
    return last


def _weigh(statement: Statement, ours: str, theirs: str) -> Word:
    if not statement.party_sha256 or not statement.entry_sha256:
        return Word(statement, holds=False)
    sides: tuple[tuple[Change, bool], ...] = (
        ("side_party", statement.party_sha256 != ours),
        ("side_entry", statement.entry_sha256 != theirs),
    )
    changed = tuple(side for side, differs in sides if differs)
    return Word(statement, holds=not changed, changed=changed)
