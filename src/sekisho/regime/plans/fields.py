"""Which fields of a plan differ from the cleared one, in the words of the change classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sekisho.model.filing import FieldChange, Filing, Reentrustment, RiskMeasure
from sekisho.model.party import Location, Party, VoteHolder
from sekisho.regime.pack import Regime

_NOBODY = Party(id="")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part somebody has in a plan: supplier of something, contractor, re-contractor.

    `of` tells one such part from another of the same kind: the component or the link it is of.
    """

    role: str
    of: str
    party: Party


def changed_fields(regime: Regime, cleared: Filing, changed: Filing) -> tuple[FieldChange, ...]:
    """Gives each field that the pack has a class for and that differs between two plans.

    Both are whole plans: a filing that states only what changes is laid over the cleared plan
    first. Each field is named once for each party or thing it is of. Of officers it is told that
    they differ, and neither who they are nor when they were born.
    """
    known = {path for row in regime.changes.classes for path in row.paths}
    found = (*_of_plan(cleared, changed), *_of_parties(cleared, changed))
    return tuple(dict.fromkeys(one for one in found if one.path in known))


def _of_plan(cleared: Filing, changed: Filing) -> Iterator[FieldChange]:
    before, after = _stated(cleared), _stated(changed)
    for path, subject in dict.fromkeys((*before, *after)):
        was, now = before.get((path, subject), ""), after.get((path, subject), "")
        if was != now:
            yield FieldChange(path=path, subject=subject, before=was, after=now)


def _stated(plan: Filing) -> dict[tuple[str, str], str]:
    """What a plan states of itself, by path and what it is of."""
    introduction, work = plan.introduction, plan.entrustment
    stated = {
        ("facility.overview", ""): plan.facility.overview,
        ("supplier.place_of_manufacture", ""): _place(plan.facility.place_of_manufacture),
        ("introduction.content", ""): introduction.content if introduction else "",
        ("introduction.planned_on", ""): _day(introduction.planned_on if introduction else None),
        ("entrustment.content", ""): work.content if work else "",
        ("entrustment.starts_on", ""): _day(work.starts_on if work else None),
        ("entrustment.ends_on", ""): _day(work.ends_on if work else None),
    }
    for part in plan.components:
        stated |= {
            ("component.type", part.id): part.type,
            ("component.name", part.id): part.name,
            ("component.function", part.id): part.function,
            ("component.place_of_manufacture", part.id): _place(part.place_of_manufacture),
        }
    for link in plan.reentrustments:
        stated |= _of_link(link)
    for measure in plan.risk_measures:
        stated["risk_measure", measure.id] = _measure(measure)
    return stated


def _of_link(link: Reentrustment) -> dict[tuple[str, str], str]:
    return {
        ("reentrustment.content", link.id): link.content,
        ("reentrustment.starts_on", link.id): _day(link.starts_on),
        ("reentrustment.ends_on", link.id): _day(link.ends_on),
    }


def _measure(measure: RiskMeasure) -> str:
    applied = {True: "yes", False: "no", None: ""}[measure.applied]
    return "; ".join(part for part in (applied, measure.means, measure.reason) if part)


def _of_parties(cleared: Filing, changed: Filing) -> Iterator[FieldChange]:
    before = {(part.role, part.of): part.party for part in _parts(cleared)}
    after = {(part.role, part.of): part.party for part in _parts(changed)}
    for role, of in dict.fromkeys((*before, *after)):
        was, now = before.get((role, of), _NOBODY), after.get((role, of), _NOBODY)
        if was != now:
            yield from _of_party(role, was, now)


def _parts(plan: Filing) -> Iterator[_Part]:
    parties = {party.id: party for party in plan.parties}
    work = plan.entrustment
    named = [
        ("supplier", "", plan.facility.supplier),
        *(("component_supplier", part.id, part.supplier) for part in plan.components),
        ("contractor", "", work.contractor if work else ""),
        *(("recontractor", link.id, link.contractor) for link in plan.reentrustments),
    ]
    for role, of, id in named:
        if id in parties:
            yield _Part(role, of, parties[id])


def _of_party(role: str, was: Party, now: Party) -> Iterator[FieldChange]:
    subject = now.id or was.id
    pairs = {
        "name": (was.name, now.name),
        "representative": (was.representative, now.representative),
        "address": (_place(was.address), _place(now.address)),
        "address.country": (was.address.country, now.address.country),
        "law_country": (was.law_country, now.law_country),
    }
    if was.address.address == now.address.address:
        pairs.pop("address")
    for path, (before, after) in pairs.items():
        if before != after:
            yield FieldChange(path=f"{role}.{path}", subject=subject, before=before, after=after)
    if set(was.officers) != set(now.officers):
        yield FieldChange(path=f"{role}.officer", subject=subject)
    if set(was.foreign_government_sales) != set(now.foreign_government_sales):
        yield FieldChange(path=f"{role}.foreign_government_sales", subject=subject)
    yield from _of_holders(role, subject, _holders(was), _holders(now))


def _of_holders(
    role: str, subject: str, was: Mapping[str, VoteHolder], now: Mapping[str, VoteHolder]
) -> Iterator[FieldChange]:
    """Who holds votes now and did not, or no longer does; and whose share is another."""
    for name in dict.fromkeys((*was, *now)):
        before, after = was.get(name), now.get(name)
        path = "vote_holder.votes" if before and after else "vote_holder"
        shares = (_share(before), _share(after))
        if before is None or after is None or shares[0] != shares[1]:
            yield FieldChange(
                path=f"{role}.{path}", subject=subject, before=shares[0], after=shares[1]
            )


def _holders(party: Party) -> dict[str, VoteHolder]:
    return {holder.party or holder.name: holder for holder in party.vote_holders}


def _share(holder: VoteHolder | None) -> str:
    return str(holder.votes) if holder and holder.votes is not None else ""


def _place(place: Location) -> str:
    """A place with its country behind it, as the classes of change read it."""
    return ", ".join(part for part in (place.address, place.country) if part)


def _day(on: object) -> str:
    return str(on) if on else ""
