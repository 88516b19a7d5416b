"""A plan that was cleared before, compared with the one at hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from unicodedata import normalize

from sekisho.model.case import Case, PartyIdentity, Precedent, PrecedentComponent
from sekisho.model.filing import Component, Filing
from sekisho.model.finding import Finding
from sekisho.regime.facts import moment, stated
from sekisho.regime.rules.vocabulary import Value

_HARMLESS = frozenset({"info"})


def precedent_facts(
    case: Case, precedent: Precedent, findings: Iterable[Finding]
) -> dict[str, Value]:
    """Gives the facts of one precedent against a case.

    What cannot be compared, because one of the two does not state it, is absent. Names are the
    same when they are after NFKC, whatever their case: nothing is guessed from likeness.
    """
    filing = case.filing
    if filing is None:
        return {}
    known = set(precedent.findings)
    new = sum(
        finding.state == "found"
        and finding.severity not in _HARMLESS
        and name_finding(finding) not in known
        for finding in findings
    )
    pairs = _pairs(filing, precedent)
    return stated(
        {
            "precedent.cleared_on": moment(precedent.cleared_on),
            "precedent.same_product": _same_product(filing, precedent, pairs),
            "precedent.same_version": _same_version(pairs),
            "precedent.same_supplier": _same_supplier(filing, precedent, pairs),
            "precedent.same_contractor": _same_contractors(filing, precedent),
            "precedent.new_findings": new,
        }
    )


def precedent_of(filing: Filing, cleared_on: date, findings: Iterable[Finding] = ()) -> Precedent:
    """Keeps of a filing that was cleared what later ones are compared with."""
    return Precedent(
        reference=filing.reference,
        authority=filing.authority,
        cleared_on=cleared_on,
        supplier=identify(filing, filing.facility.supplier),
        components=tuple(
            PrecedentComponent(
                type=part.type,
                name=part.name,
                version=part.version,
                models=part.models,
                maker=identify(filing, part.maker or part.supplier),
                supplier=identify(filing, part.supplier),
            )
            for part in filing.components
        ),
        contractors=tuple(identify(filing, id) for id in _contractors(filing)),
        findings=tuple(
            sorted({name_finding(found) for found in findings if found.state == "found"})
        ),
    )


def name_finding(finding: Finding) -> str:
    """Names a finding so that it is recognised in another vetting."""
    return f"{finding.rule} {finding.subject}"


def identify(filing: Filing, id: str) -> PartyIdentity:
    """Gives who a party of a filing is; without a party of that id its name is not known."""
    party = filing.party(id)
    if party is None:
        return PartyIdentity()
    return PartyIdentity(
        name=party.name,
        law_country=party.law_country,
        corporate_number=party.identifiers.corporate_number,
        lei=party.identifiers.lei,
    )


def is_same(one: PartyIdentity, other: PartyIdentity) -> bool | None:
    """Says whether two identities are one party's, `None` where they do not tell.

    A registered number that both state decides alone.
    """
    for number in ("corporate_number", "lei"):
        ours, theirs = getattr(one, number), getattr(other, number)
        if ours and theirs:
            return bool(ours == theirs)
    if not one.name or not other.name:
        return None
    if _plain(one.name) != _plain(other.name):
        return False
    if not one.law_country or not other.law_country:
        return None
    return one.law_country == other.law_country


_Pair = tuple[Component, PrecedentComponent | None]


def _pairs(filing: Filing, precedent: Precedent) -> tuple[_Pair, ...]:
    """Each component with the one of the precedent that has its type and name."""
    before = {(_plain(part.type), _plain(part.name)): part for part in precedent.components}
    return tuple(
        (part, before.get((_plain(part.type), _plain(part.name)))) for part in filing.components
    )


def _same_product(filing: Filing, precedent: Precedent, pairs: tuple[_Pair, ...]) -> bool | None:
    if not pairs or not all(part.type and part.name for part, _ in pairs):
        return None
    answers = [
        False
        if before is None
        else is_same(identify(filing, part.maker or part.supplier), before.maker)
        for part, before in pairs
    ]
    return _all(answers) if precedent.components else None


def _same_version(pairs: tuple[_Pair, ...]) -> bool | None:
    """By version; by model numbers where neither of the two has a version."""
    if not pairs:
        return None
    answers: list[bool | None] = []
    for part, before in pairs:
        if before is None:
            answers.append(False)
        elif not part.version and not before.version and part.models and before.models:
            answers.append(set(part.models) == set(before.models))
        elif not part.version or not before.version:
            answers.append(None)
        else:
            answers.append(part.version == before.version)
    return _all(answers)


def _same_supplier(filing: Filing, precedent: Precedent, pairs: tuple[_Pair, ...]) -> bool | None:
    answers: list[bool | None] = []
    if filing.facility.supplier:
        answers.append(is_same(identify(filing, filing.facility.supplier), precedent.supplier))
    for part, before in pairs:
        if before is None:
            answers.append(False)
        else:
            answers.append(is_same(identify(filing, part.supplier), before.supplier))
    return _all(answers) if answers else None


def _same_contractors(filing: Filing, precedent: Precedent) -> bool | None:
    """Whether nobody is entrusted with work who was not before; nobody at all is nobody new."""
    answers: list[bool | None] = []
    for id in _contractors(filing):
        party = identify(filing, id)
        found = [is_same(party, before) for before in precedent.contractors]
        answers.append(True if True in found else None if None in found else False)
    return _all(answers)


def _contractors(filing: Filing) -> tuple[str, ...]:
    own = (filing.entrustment.contractor,) if filing.entrustment else ()
    return tuple(dict.fromkeys((*own, *(link.contractor for link in filing.reentrustments))))


def _all(answers: Iterable[bool | None]) -> bool | None:
    answers = tuple(answers)
    if False in answers:
        return False
    return None if None in answers else True


def _plain(text: str) -> str:
    return normalize("NFKC", text).strip().casefold()
