"""One name against the lists, without a case: what it meets, what came nearest, what was searched."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec
from msgspec.structs import replace

from sekisho.check.look import Look
from sekisho.check.screening.fields import names_somebody
from sekisho.check.screening.hits import as_finding, find_hits
from sekisho.check.screening.roster import Named, apart
from sekisho.check.screening.signs import is_cut, signs_of
from sekisho.library.feeds import states_of
from sekisho.library.snapshot import Library
from sekisho.match.names.index import NameHit
from sekisho.match.names.record import NameComparison, as_record, scorer
from sekisho.match.names.words import figures
from sekisho.model.assessment import FeedState
from sekisho.model.case import Case
from sekisho.model.finding import Finding
from sekisho.model.values.message import Message
from sekisho.model.values.record import Record
from sekisho.regime.pack import Regime

Outcome = Literal["found", "not_listed", "not_checked"]


class NearMiss(Record, frozen=True, kw_only=True):
    """The listed name that came nearest without reaching the limit, and why it did not."""

    feed: str
    entry: str
    listed: str
    comparison: NameComparison
    reasons: tuple[Message, ...] = ()


class NameScreening(
    Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/name-screening/1"
):
    """What one name met on the lists of a library on a day.

    `outcome` says what the search came to; a miss on lists that are not whole proves nothing.
    `found` are findings as those of a case. Where there are none `nearest` says what came closest, and
    `lists`, `searched` (every key looked up) and `scorer` what the search was made of. It is
    `complete` when every list is whole and fresh: only then does a miss say that the name is not listed.
    `signs` tell how the name itself is written, where a reader would be misled; `cut` that it is longer than
    what is searched of a name.
    """

    name: str
    country: str = ""
    on: date
    outcome: Outcome
    found: tuple[Finding, ...] = ()
    nearest: NearMiss | None = None
    signs: tuple[Finding, ...] = ()
    complete: bool = False
    comparable: bool = True
    cut: bool = False
    lists: tuple[FeedState, ...] = ()
    searched: tuple[str, ...] = ()
    threshold: int
    scorer: str
    library_sha256: str


class SearchedLists(msgspec.Struct, frozen=True):
    """The lists of a library on a day: the same for every name that is searched in them."""

    on: date
    states: tuple[FeedState, ...]
    complete: bool


def lists_of(library: Library, on: date) -> SearchedLists:
    """Tells how the lists of parties stand on a day."""
    feeds = (feed for feed in library.feeds if feed.kind == "parties")
    return SearchedLists(on, states_of(feeds, on), library.covers("parties", "*", on))


def screen_name(
    name: str, country: str, library: Library, regime: Regime, lists: SearchedLists
) -> NameScreening:
    """Searches one name as a case's names are searched; `country` (ISO 3166-1 alpha-2) orders the
    hits and hides none.
    """
    on = lists.on
    look = Look(case=Case(), regime=regime, library=library, on=on)
    named = Named(f"name:{name}", apart((name,)), ("name_asked",), "", country, person=None)
    consulted: set[str] = set()
    found = tuple(
        _without_case(as_finding(look, hit, None)) for hit in find_hits(look, named, consulted)
    )
    nearest = None if found else library.parties.nearest(name, country)
    comparable = any(key.removeprefix("name:") for key in consulted) and names_somebody(name)
    cut = is_cut(named)
    sure = lists.complete and comparable and not cut
    return NameScreening(
        name=name,
        country=country,
        on=on,
        outcome="found" if found else "not_listed" if sure else "not_checked",
        found=found,
        nearest=_near_miss(nearest) if nearest else None,
        signs=tuple(replace(sign, remedy=None) for sign in signs_of(named, on)),
        cut=cut,
        complete=lists.complete,
        comparable=comparable,
        lists=lists.states,
        searched=tuple(sorted(consulted)),
        threshold=figures()["weak"],
        scorer=scorer(),
        library_sha256=library.sha256,
    )


def _without_case(finding: Finding) -> Finding:
    """Leaves out what speaks of a case: the statement to make about it."""
    return replace(finding, remedy=None)


def _near_miss(hit: NameHit) -> NearMiss:
    return NearMiss(
        feed=hit.party.feed,
        entry=hit.party.id,
        listed=hit.name,
        comparison=as_record(hit.comparison),
        reasons=hit.comparison.explain(),
    )
