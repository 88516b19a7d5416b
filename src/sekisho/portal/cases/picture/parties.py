"""Who stands behind a filing: operator, suppliers, contractors, and who holds their votes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sekisho.model.filing import Filing
from sekisho.model.values.country import country_name
from sekisho.report.catalogue import say_id


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who holds votes of a party: with what share, of which country."""

    name: str
    votes: str
    country: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A party as the table and the drawing show it. Officers are counted, never named."""

    id: str
    name: str
    roles: tuple[str, ...]
    country: str
    holders: tuple[Holder, ...]
    officers: int


@dataclass(slots=True)
class Node:
    """A party in the tree: what it is to the one above it, and who stands below."""

    party: Shown
    role: str
    below: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Tie:
    above: str
    id: str
    role: str


def parties(filing: Filing, lang: str) -> tuple[Shown, ...]:
    """Gives every party that the filing states, in the order of the tree."""
    roles: dict[str, list[str]] = {}
    for tie in _ties(filing, lang):
        if tie.role not in roles.setdefault(tie.id, []):
            roles[tie.id].append(tie.role)
    order = [*roles, *(party.id for party in filing.parties if party.id not in roles)]
    return tuple(_shown(filing, id, tuple(roles.get(id, ())), lang) for id in order)


def tree(filing: Filing, lang: str) -> Node | None:
    """Gives the tree of the parties under the operator; each stands where it is first named."""
    known = {party.id: party for party in parties(filing, lang)}
    root: Node | None = None
    nodes: dict[str, Node] = {}
    for tie in _ties(filing, lang):
        if tie.id in nodes:
            continue
        node = nodes[tie.id] = Node(known[tie.id], tie.role)
        if root is None:
            root = node
        else:
            nodes.get(tie.above, root).below.append(node)
    return root


def _ties(filing: Filing, lang: str) -> Iterator[_Tie]:
    """Who is whose, from the operator downwards."""
    operator = filing.operator.party or (filing.parties[0].id if filing.parties else "")
    if not operator:
        return
    yield _Tie("", operator, say_id("portal.party.operator", lang))
    supplier = filing.facility.supplier
    if supplier:
        yield _Tie(operator, supplier, say_id("portal.party.supplier", lang))
    for component in filing.components:
        name = component.name or component.id
        if component.supplier:
            role = say_id("portal.party.component_supplier", lang, name=name)
            yield _Tie(supplier or operator, component.supplier, role)
        if component.maker and component.maker != component.supplier:
            above = component.supplier or supplier or operator
            yield _Tie(above, component.maker, say_id("portal.party.maker", lang, name=name))
    if filing.entrustment and filing.entrustment.contractor:
        contractor = filing.entrustment.contractor
        yield _Tie(operator, contractor, say_id("portal.party.contractor", lang))
        links = {link.id: link.contractor for link in filing.reentrustments}
        for link in filing.reentrustments:
            if link.contractor:
                above = links.get(link.entrusted_by, contractor) or contractor
                yield _Tie(above, link.contractor, say_id("portal.party.recontractor", lang))


def _shown(filing: Filing, id: str, roles: tuple[str, ...], lang: str) -> Shown:
    party = filing.party(id)
    if party is None:
        return Shown(id, id, roles, "", (), 0)
    holders = tuple(
        Holder(
            holder.name,
            str(holder.votes) if holder.votes is not None else "",
            country_name(holder.country, lang) if holder.country else "",
        )
        for holder in party.vote_holders
    )
    country = party.law_country or party.address.country
    return Shown(
        id,
        party.name or id,
        roles,
        country_name(country, lang) if country else "",
        holders,
        len(party.officers),
    )
