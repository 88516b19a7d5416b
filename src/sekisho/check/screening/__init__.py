"""Screening: is anyone named in the case on a published list of parties?"""

from __future__ import annotations

from sekisho.check.look import Answer, Check, Look
from sekisho.check.screening.hits import Hit, as_finding, find_hits
from sekisho.check.screening.roster import Named, roster
from sekisho.model.finding import Finding
from sekisho.model.values.message import Message, message

VERSION = "1"
_SHOWN = 10


def screen(look: Look) -> Answer:
    """Searches every name and registered number of the case in the lists of the library.

    The names are the filer's or the SBOM author's own statement: a clear answer is clear as
    declared. Without a complete, fresh list every miss stays not checked.
    """
    everyone = roster(look)
    consulted: set[str] = set()
    hits: list[Hit] = []
    for named in everyone:
        hits.extend(find_hits(look, named, consulted))
    apart = {statement.about: statement for statement in look.stated("not_the_same")}
    findings = [as_finding(look, hit, apart.get(hit.id)) for hit in hits]
    nameless = tuple(named for named in everyone if not named.names)
    if nameless:
        findings.append(_nameless(nameless))
    if everyone and not look.library.covers("parties", "*", look.on):
        hit = {hit.named.subject for hit in hits}
        missed = tuple(n for n in everyone if n.names and n.subject not in hit)
        if missed:
            findings.append(_no_list(missed))
    return Answer(
        findings=tuple(findings),
        looked_at=len(everyone),
        basis="declared",
        reason=None if everyone else message("screening.nobody"),
        consulted=frozenset(consulted),
    )


def _nameless(missed: tuple[Named, ...]) -> Finding:
    return Finding(
        rule="screening.nameless",
        rule_version=VERSION,
        subject="filing",
        state="not_checked",
        severity="low",
        message=message("screening.nameless", n=len(missed)),
        place=missed[0].place,
        cause="screening:nameless",
        remedy=message("screening.nameless.remedy"),
        details=_first(missed),
    )


def _no_list(missed: tuple[Named, ...]) -> Finding:
    return Finding(
        rule="screening.no_complete_list",
        rule_version=VERSION,
        subject="library",
        state="not_checked",
        severity="low",
        message=message("screening.no_complete_list", n=len(missed)),
        cause="screening:no_complete_list",
        remedy=message("screening.no_complete_list.remedy"),
        details=_first(missed),
    )


def _first(missed: tuple[Named, ...]) -> tuple[Message, ...]:
    lines = [
        message("screening.subject", name=named.names[0] if named.names else named.subject)
        for named in missed[:_SHOWN]
    ]
    if len(missed) > _SHOWN:
        lines.append(message("screening.and_more", n=len(missed) - _SHOWN))
    return tuple(lines)


CHECK = Check(name="screening", version=VERSION, run=screen)
