"""Screening: is anyone named in the case on a published list of parties?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sekisho.check.look import Answer, Check, Look
from sekisho.check.screening.hits import Hit, as_finding, find_hits
from sekisho.check.screening.pairs import word_on
from sekisho.check.screening.roster import Named, roster
from sekisho.check.screening.shared import find_shared
from sekisho.check.screening.signs import is_cut, signs_of
from sekisho.check.screening.told import shortened
from sekisho.model.canonical import sha256_of
from sekisho.model.case import Statement
from sekisho.model.finding import Finding
from sekisho.model.values.message import Message, message

VERSION = "2"
_OF_A_DIGEST = 32
"""Characters of a digest that a cause is called by."""
_REGISTERED = frozenset({"corporate_number", "lei"})
"""Numbers that a public register gives to one party, and by which it can be confirmed."""
MOST_CREDITED = 2000
"""Names of SBOMs that are searched; the rest stays not checked."""


def screen(look: Look) -> Answer:
    """Searches every name and registered number of the case in the lists of the library.

    The names are the filer's or the SBOM author's own statement: a clear answer is clear as
    declared. Without a complete, fresh list every miss stays not checked.
    """
    everyone, unsearched = _within_limit(roster(look))
    consulted: set[str] = set()
    hits: list[Hit] = []
    shared: list[Finding] = []
    for named in everyone:
        met = list(find_hits(look, named, consulted))
        hits.extend(met)
        itself = frozenset((hit.party.feed, hit.party.id) for hit in met)
        shared.extend(find_shared(look, named, itself, consulted))
    stated: dict[str, list[Statement]] = {}
    for statement in look.stated("not_the_same"):
        stated.setdefault(statement.about, []).append(statement)
    words = (word_on(stated.get(hit.id, ()), hit.named, hit.party) for hit in hits)
    findings = [as_finding(look, hit, word) for hit, word in zip(hits, words, strict=True)]
    findings.extend(shared)
    nameless = tuple(named for named in everyone if not named.names)
    if nameless:
        findings.append(_not_checked("screening.nameless", "filing", nameless))
    for named in everyone:
        findings.extend(signs_of(named, look.on))
    findings.extend(_unsure(everyone, hits))
    if unsearched:
        findings.append(_not_checked("screening.too_many", "filing", unsearched))
    if everyone and not look.library.covers("parties", "*", look.on):
        hit = {hit.named.subject for hit in hits}
        missed = tuple(n for n in everyone if n.names and n.subject not in hit)
        if missed:
            findings.append(_not_checked("screening.no_complete_list", "library", missed))
    return Answer(
        findings=tuple(findings),
        looked_at=len(everyone),
        basis="declared",
        reason=None if everyone else message("screening.nobody"),
        consulted=frozenset(consulted),
    )


def _within_limit(
    everyone: tuple[Named, ...],
) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Parts off the names credited by SBOMs that are too many: a document of a hundred thousand
    suppliers must not hold a vetting up. The filing's own names are always searched.
    """
    credited = tuple(named for named in everyone if "credited" in named.roles)
    over = set(credited[MOST_CREDITED:])
    return tuple(named for named in everyone if named not in over), credited[MOST_CREDITED:]


def _not_checked(id: str, subject: str, missed: tuple[Named, ...]) -> Finding:
    return Finding(
        rule=id,
        rule_version=VERSION,
        subject=subject,
        state="not_checked",
        severity="low",
        message=message(id, n=len(missed)),
        place=missed[0].place if subject == "filing" else "",
        cause=id.replace(".", ":"),
        remedy=message(f"{id}.remedy"),
        details=_first(missed),
    )


def _unsure(everyone: tuple[Named, ...], hits: list[Hit]) -> Iterator[Finding]:
    """Tells what a search by name and number leaves open: a name that is cut, a number that is wrong or
    that nothing in the library confirms to be this party's.
    """
    if cut := tuple(named for named in everyone if is_cut(named)):
        yield _not_checked("screening.cut", "filing", cut)
    if wrong := [(named, pair) for named in everyone for pair in named.doubtful]:
        yield _of_numbers("screening.bad_number", wrong)
    known = {(hit.named.subject, hit.number) for hit in hits if hit.number[0]}
    alone = [
        (named, pair)
        for named in everyone
        for pair in named.identifiers
        if pair[0] in _REGISTERED and (named.subject, pair) not in known
    ]
    if alone:
        # A word on these numbers and names must not stand for others that come after them.
        stated = [[list(pair), sorted(named.names)] for named, pair in alone]
        cause = f"screening:number_unconfirmed:{sha256_of(stated)[:_OF_A_DIGEST]}"
        open_ = _of_numbers("screening.number_unconfirmed", alone)
        remedy = message("screening.number_unconfirmed.remedy", cause=cause)
        yield msgspec.structs.replace(open_, cause=cause, remedy=remedy)


def _of_numbers(id: str, numbers: list[tuple[Named, tuple[str, str]]]) -> Finding:
    lines = [
        message(
            "screening.bad_number.one",
            name=named.names[0] if named.names else named.subject,
            kind=kind,
            value=value,
        )
        for named, (kind, value) in numbers
    ]
    whose = tuple(dict.fromkeys(named for named, _ in numbers))
    return msgspec.structs.replace(_not_checked(id, "filing", whose), details=shortened(lines))


def _first(missed: tuple[Named, ...]) -> tuple[Message, ...]:
    names = (named.names[0] if named.names else named.subject for named in missed)
    return shortened([message("screening.subject", name=name) for name in names])


CHECK = Check(name="screening", version=VERSION, run=screen)
