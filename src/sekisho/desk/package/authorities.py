"""To which authorities a filing goes."""

from __future__ import annotations

from collections.abc import Iterable

from sekisho.model.case import Event
from sekisho.model.filing import Filing
from sekisho.regime.pack import Regime
from sekisho.regime.words import find_id


def own_authority(regime: Regime, filing: Filing) -> str:
    """Gives the authority a filing names, else that of its sector; empty when neither is known."""
    if filing.authority:
        return find_id(regime.authorities, filing.authority)
    return regime.authority_of(find_id(regime.sectors, filing.sector))


def all_authorities(regime: Regime, filing: Filing, events: Iterable[Event]) -> tuple[str, ...]:
    """Gives the filing's own authority and every other that its events name."""
    named = [event.authority for event in events if event.authority]
    return tuple(dict.fromkeys((own_authority(regime, filing), *named)))


def authority_name(regime: Regime, id: str, lang: str) -> str:
    """Names an authority in a language; the id itself when the pack does not know it."""
    for row in regime.authorities:
        if row.id == id:
            return row.title.said_in(lang)
    return id
